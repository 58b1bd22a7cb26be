import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Plugin, type Rollup } from 'vite';

export interface Site {
  readonly address: string;
  /** The same page, built for a future release with a later storage format. */
  readonly tomorrow: string;
  /** A page that only takes part in leadership. Its hash is the name of the log. */
  readonly tab: string;
  /** A page with a store that follows other tabs. */
  readonly many: string;
  readonly stop: () => Promise<void>;
}

/**
 * Serves the test page, as it is today and as a future release, a page for leadership, and one for many tabs. All are
 * source, bundled.
 */
export async function startSite(): Promise<Site> {
  const scripts = new Map([
    ['/page.js', await bundle('page.ts')],
    ['/tomorrow.js', await bundle('page.ts', withTomorrow())],
    ['/tab.js', await bundle('../../packages/core/src/tabs/lead-page.fixture.ts')],
    ['/many.js', await bundle('tab-page.ts')],
  ]);
  const server = createServer((request, response) => {
    const { pathname: url } = new URL(request.url ?? '/', 'http://localhost');
    const script = scripts.get(url);
    if (script !== undefined) return response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    const source = url === '/' ? '/page.js' : `${url}.js`;
    return response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(`<!doctype html><script src="${source}"></script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    address,
    tomorrow: `${address}/tomorrow`,
    tab: `${address}/tab`,
    many: `${address}/many`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bundle(entry: string, ...plugins: readonly Plugin[]): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [...plugins],
    resolve: { conditions: ['refold:source', ...defaultClientConditions] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), name: 'page', formats: ['iife'] },
    },
  })) as Rollup.RollupOutput[];
  return output[0]!.output[0].code;
}

/** Replaces today's database module with tomorrow's, except in tomorrow's own imports. */
function withTomorrow(): Plugin {
  const tomorrow = fileURLToPath(new URL('tomorrow.ts', import.meta.url));
  return {
    name: 'tomorrow',
    enforce: 'pre',
    resolveId: (source, importer) => (source.endsWith('/database.ts') && importer !== tomorrow ? tomorrow : undefined),
  };
}
