import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const WORKER = 'service-worker.js';

/**
 * Builds the service worker and tells it which files the app is made of. It is small enough to be written here; the
 * usual plug-in for this brings some three hundred packages.
 */
export function precache(): Plugin {
  let outDir = '';
  return {
    name: 'till-precache',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    buildStart() {
      // The build of a worker runs the plugins too; the service worker belongs to the page's.
      this.emitFile({
        type: 'chunk',
        id: join(import.meta.dirname, 'src/offline/service-worker.ts'),
        fileName: WORKER,
      });
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      handler() {
        const files = filesIn(outDir).filter((file) => file !== WORKER && !file.endsWith('.map'));
        const hash = createHash('sha256');
        for (const file of files) hash.update(file).update(readFileSync(join(outDir, file)));
        const worker = join(outDir, WORKER);
        const code = readFileSync(worker, 'utf8');
        hash.update(code);
        // index.html is asked for as `/`, which is what the address says.
        const addresses = files.map((file) => (file === 'index.html' ? '/' : `/${file}`));
        const filled = code
          .replace('__FILES__', JSON.stringify(addresses))
          .replace('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 12)));
        writeFileSync(worker, filled);
      },
    },
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
