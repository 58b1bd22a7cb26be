import { transformAsync } from '@babel/core';

/**
 * Compiles files imported with `?compiled` with the React Compiler, so that a test can compare compiled and plain code.
 * The plugin that Vite's React plugin recommends needs a newer Node.js than this project does.
 * @returns {import('vite').Plugin}
 */
export function reactCompiler() {
  return {
    name: 'react-compiler',
    enforce: 'pre',
    async transform(code, id) {
      if (!id.endsWith('?compiled')) return null;
      const compiled = await transformAsync(code, {
        filename: id,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', 'jsx'] },
        // Fail on a component that the compiler skips, instead of leaving it as it is.
        plugins: [['babel-plugin-react-compiler', { panicThreshold: 'all_errors' }]],
      });
      return compiled === null ? null : { code: compiled.code ?? '', map: compiled.map ?? null };
    },
  };
}
