import { batchesOver } from './batch-channel.ts';
import type { SalesBatch } from './read-sales.ts';
import { SalesFileError } from './sales-file-error.ts';

/**
 * Reads a sales file in a worker, because unpacking and parsing would block the page. The worker ends with the
 * iteration.
 */
export async function* readInWorker(file: Blob, signal?: AbortSignal): AsyncGenerator<SalesBatch, void> {
  const worker = new Worker(new URL('./sales-worker.ts', import.meta.url), { type: 'module', name: 'sales-import' });
  const { port1, port2 } = new MessageChannel();
  const crashed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new SalesFileError('reader-failed', {}, event.message));
    });
  });
  try {
    worker.postMessage('serve', [port2]);
    yield* batchesOver(port1, file, { signal, crashed });
  } finally {
    port1.close();
    worker.terminate();
  }
}
