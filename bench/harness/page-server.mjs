// Serves each contestant's page on loopback, bundled for production. Every host under localhost is this machine, and an
// origin of its own.
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** An isolated page has a clock of 5 µs instead of 100 µs. */
const ISOLATED = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

const contestants = new URL('../contestants/', import.meta.url);

export async function serveContestants() {
  /** @type {Map<string, string>} */
  const scripts = new Map();
  const server = createServer(({ url = '/' }, response) => {
    const file = url.slice(1).replace(/\.html$/, '.mjs');
    const script = scripts.get(file);
    if (script === undefined) return void response.writeHead(404).end('There is no such contestant.');
    const isPage = url.endsWith('.html');
    response.writeHead(200, { ...ISOLATED, 'content-type': `text/${isPage ? 'html' : 'javascript'}; charset=utf-8` });
    response.end(isPage ? `<!doctype html><title>${file}</title><script src="/${file}"></script>` : script);
  });
  await new Promise((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    /**
     * The address of a contestant's page.
     * @param {string} origin
     * @param {string} file
     */
    async addressOf(origin, file) {
      if (!scripts.has(file)) scripts.set(file, await bundle(file));
      return `http://${origin}.localhost:${address.port}/${file.replace(/\.mjs$/, '.html')}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {string} file */
async function bundle(file) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, contestants))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'contestant',
    platform: 'browser',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    // One copy of React for all: peers install another one, and hooks do not work across copies.
    alias: { react: fileURLToPath(new URL('../../node_modules/react', import.meta.url)) },
    logLevel: 'error',
  });
  const [script] = outputFiles;
  if (script === undefined) throw new Error(`${file} gave no bundle.`);
  return script.text;
}
