// Bundles a file of an app into one module, as tools for the edge and for CDNs do.
import { join } from 'node:path';
import { build } from 'vite';

/**
 * @param {string} folder the app
 * @param {string} entry a file in it
 * @param {string} outDir
 * @returns {Promise<string>} the name of the module in `outDir`
 */
export async function bundleFile(folder, entry, outDir) {
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      lib: { entry: join(folder, entry), formats: ['es'], fileName: () => 'module.js' },
      outDir,
      // Code that loads later comes along.
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  return 'module.js';
}
