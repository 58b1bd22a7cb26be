import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, type Rollup } from 'vite';

export interface Site {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** The test page on a server of its own. It is made of the packages' source. */
export async function startSite(): Promise<Site> {
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['refold:source', ...defaultClientConditions] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL('page.ts', import.meta.url)), name: 'page', formats: ['iife'] },
    },
  })) as Rollup.RollupOutput[];
  const script = output[0]!.output[0].code;
  const server = createServer(({ url }, response) => {
    if (url === '/page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    else
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
