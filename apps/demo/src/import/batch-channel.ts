import type { SalesBatch, SalesReader } from './read-sales.ts';
import { SalesFileError, type SalesFileFault, type SalesFileFaults } from './sales-file-error.ts';

type Request = { readonly kind: 'open'; readonly file: Blob } | { readonly kind: 'next' };
type Reply =
  | { readonly kind: 'batch'; readonly batch: SalesBatch }
  | { readonly kind: 'end' }
  | { readonly kind: 'bad-file'; readonly code: SalesFileFault; readonly details: SalesFileFaults[SalesFileFault] }
  | { readonly kind: 'fault'; readonly message: string };

/** The worker's side: sends the batches of a reader over a port, one for each request. */
export function serveBatches(port: MessagePort, read: SalesReader): void {
  let batches: AsyncIterator<SalesBatch> | undefined;
  const reply = async (request: Request): Promise<Reply> => {
    if (request.kind === 'open') batches = read(request.file)[Symbol.asyncIterator]();
    try {
      const result = await batches?.next();
      return result === undefined || result.done === true ? { kind: 'end' } : { kind: 'batch', batch: result.value };
    } catch (error) {
      // postMessage loses the class and the details of an error.
      if (error instanceof SalesFileError) return { kind: 'bad-file', code: error.code, details: error.details };
      return { kind: 'fault', message: error instanceof Error ? error.message : String(error) };
    }
  };
  port.addEventListener('message', (event: MessageEvent<Request>) => {
    void reply(event.data).then((answer) => port.postMessage(answer));
  });
  port.start();
}

/**
 * The batches that the other side of the port reads from `file`. It requests the next batch when one is taken, so the
 * other side works one batch ahead. It ends when `signal` aborts, and throws when `crashed` rejects.
 */
export async function* batchesOver(
  port: MessagePort,
  file: Blob,
  options: { readonly signal?: AbortSignal | undefined; readonly crashed?: Promise<never> } = {},
): AsyncGenerator<SalesBatch, void> {
  const ask = (request: Request): Promise<Reply> => {
    const answer = new Promise<Reply>((resolve) => {
      port.addEventListener('message', (event: MessageEvent<Reply>) => resolve(event.data), { once: true });
    });
    port.postMessage(request);
    return Promise.race([answer, aborted(options.signal), ...(options.crashed === undefined ? [] : [options.crashed])]);
  };
  port.start();
  let reply = await ask({ kind: 'open', file });
  for (;;) {
    if (reply.kind === 'end') return;
    if (reply.kind === 'bad-file') throw new SalesFileError(reply.code, reply.details);
    if (reply.kind === 'fault') throw new SalesFileError('reader-failed', {}, reply.message);
    const next = ask({ kind: 'next' });
    next.catch(() => {
      // It is thrown below, after this batch. Until then it must not count as unhandled.
    });
    yield reply.batch;
    reply = await next;
  }
}

/** Resolves to `end` when the signal aborts, and never before. */
function aborted(signal: AbortSignal | undefined): Promise<Reply> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve({ kind: 'end' });
    else signal?.addEventListener('abort', () => resolve({ kind: 'end' }), { once: true });
  });
}
