import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

const WORKER = 'service-worker.js';

/**
 * Builds the service worker, with the list of the app's files. It is small; the usual plug-in for this installs some
 * three hundred packages.
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
      // Plugins also run for the build of a worker. The service worker belongs to the page's build.
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
        // The page is requested as `/`, its address.
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
