import { transformAsync } from '@babel/core';

/**
 * Sends what is imported with `?compiled` through the React Compiler, so that a test can hold it beside what is not. The
 * plugin for this that Vite's for React names wants a newer Node.js than we do.
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
        // A component that it gives up on is an error, not left as it was.
        plugins: [['babel-plugin-react-compiler', { panicThreshold: 'all_errors' }]],
      });
      return compiled === null ? null : { code: compiled.code ?? '', map: compiled.map ?? null };
    },
  };
}
