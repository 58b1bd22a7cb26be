// Serves the built app from a copy that can get a new version, and records what it sends.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const built = fileURLToPath(new URL('../apps/demo/dist', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
};

export interface ShopServer {
  readonly address: string;
  /** Every request that was answered, and the size of the answer. */
  readonly answers: readonly { readonly path: string; readonly sizeBytes: number }[];
  readonly release: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Serves a copy of the built app, without caching headers. */
export async function startShopServer(): Promise<ShopServer> {
  const answers: { path: string; sizeBytes: number }[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'till-update-'));
  await cp(built, folder, { recursive: true });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://till.invalid').pathname;
    const file = path === '/' ? '/index.html' : path;
    readFile(join(folder, file)).then(
      (body) => {
        answers.push({ path, sizeBytes: body.length });
        response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' }).end(body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    answers,
    async release(name) {
      const page = join(folder, 'index.html');
      const worker = join(folder, 'service-worker.js');
      await writeFile(
        page,
        (await readFile(page, 'utf8')).replace(/<html[^>]*>/, `<html lang="en-GB" data-release="${name}">`),
      );
      await writeFile(worker, `${await readFile(worker, 'utf8')}\n// ${name}`);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
