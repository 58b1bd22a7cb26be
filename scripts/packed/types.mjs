// Compiles an app against the declarations of the packages, and checks the declarations too.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';

/** @typedef {'bundler' | 'nodenext'} Resolution */

/**
 * @param {import('./app.mjs').App} app
 * @param {string} compiler the folder of the compiler
 * @param {Resolution} moduleResolution
 */
export async function compile({ folder }, compiler, moduleResolution) {
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
    noEmit: true,
    types: [],
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: ['hello.tsx', 'every-entry.ts'] }, null, 2));
  const args = [join(compiler, 'bin', 'tsc'), '-p', config];
  const { code, output } = await run(process.execPath, args, { cwd: folder, isQuiet: true });
  if (code !== 0) throw new Error(output);
}
