// Compiles an app against the declarations of the packages, and checks the declarations too.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';

/** @typedef {'bundler' | 'nodenext'} Resolution */

/** An app declares its types with public names: each file alone, since what one imports gives names to another. */
const DECLARED = ['declared', 'generic'];

/**
 * @param {import('./app.mjs').App} app
 * @param {string} compiler the folder of the compiler
 * @param {Resolution} moduleResolution
 */
export async function compile(app, compiler, moduleResolution) {
  await runCompiler(app, compiler, moduleResolution, ['hello.tsx', 'every-entry.ts'], { noEmit: true });
  for (const name of DECLARED) {
    const options = { declaration: true, emitDeclarationOnly: true, outDir: 'declarations' };
    await runCompiler(app, compiler, moduleResolution, [`${name}.ts`], options);
  }
  const declarations = DECLARED.map((name) => join('declarations', `${name}.d.ts`));
  await runCompiler(app, compiler, moduleResolution, declarations, { noEmit: true });
}

/**
 * @param {import('./app.mjs').App} app
 * @param {string} compiler
 * @param {Resolution} moduleResolution
 * @param {readonly string[]} files
 * @param {object} options
 */
async function runCompiler({ folder }, compiler, moduleResolution, files, options) {
  const config = join(folder, `tsconfig.${moduleResolution}.json`);
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
    moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    jsx: 'react-jsx',
    skipLibCheck: false,
    types: [],
    rootDir: '.',
    ...options,
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, files }, null, 2));
  const args = [join(compiler, 'bin', 'tsc'), '-p', config];
  const { code, output } = await run(process.execPath, args, { cwd: folder, isQuiet: true });
  if (code !== 0) throw new Error(output);
}
