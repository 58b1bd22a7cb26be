// Serves the built demo. `npm start` and the end-to-end tests both use this, so the tests see what a person sees.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { demo } from './build.mjs';
import { parsePort } from './port.mjs';
import { isProgram } from './run.mjs';

/**
 * @param {number} port a free one
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function serve(port) {
  if (!existsSync(join(demo, 'dist', 'index.html'))) {
    throw new Error('The demo is not built yet. Run "npm run build" first, or use "npm start".');
  }
  const { preview } = await import('vite');
  const server = await preview({
    root: demo,
    logLevel: 'warn',
    preview: { host: '127.0.0.1', port, strictPort: true, open: false },
  });
  return { address: `http://localhost:${port}/`, close: () => server.close() };
}

/**
 * Closes the server and ends the process cleanly on a stop signal.
 * @param {() => Promise<void>} close
 */
export function closeOnSignal(close) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => {
      close().then(
        () => process.exit(0),
        (/** @type {unknown} */ error) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}

if (isProgram(import.meta.url)) {
  const { address, close } = await serve(parsePort(process.env['PORT'], 4173));
  closeOnSignal(close);
  console.log(address);
}
