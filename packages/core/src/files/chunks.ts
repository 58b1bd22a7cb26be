/** The bytes of a file: a stream, such as `blob.stream()`, or any async iterable of chunks. */
export type FileSource = ReadableStream<Uint8Array> | AsyncIterable<string | Uint8Array>;

/** Pulls chunks from a source, and cancels it. */
interface Chunks {
  readonly next: () => Promise<IteratorResult<string | Uint8Array, unknown>>;
  readonly cancel: (reason: unknown) => Promise<unknown>;
}

/**
 * Yields the chunks of a source as bytes, on demand. Rejects with the signal's reason when it aborts, even while the
 * source is silent. Cancels a source that is not read to its end, and passes an error of that to `report`.
 */
export async function* chunksOf(
  source: FileSource,
  signal: AbortSignal | undefined,
  report: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  const { next, cancel } = toChunks(source);
  const encoder = new Utf8Encoder();
  let isOver = false;
  let wake = (): void => undefined;
  const aborted = new Promise<void>((resolve) => (wake = resolve));
  signal?.addEventListener('abort', wake);
  try {
    for (;;) {
      signal?.throwIfAborted();
      // A source that has failed needs no cancelling.
      const ended = next().catch((error: unknown) => {
        isOver = true;
        throw error;
      });
      const result = await Promise.race([ended, aborted]);
      signal?.throwIfAborted();
      if (result === undefined || result.done === true) {
        isOver = true;
        return yield encoder.end();
      }
      yield typeof result.value === 'string' ? encoder.encode(result.value) : result.value;
    }
  } finally {
    signal?.removeEventListener('abort', wake);
    // Do not await it: a silent source may stay silent.
    if (!isOver) cancel(signal?.reason).catch(report);
  }
}

function toChunks(source: FileSource): Chunks {
  if ('getReader' in source) {
    const reader = source.getReader();
    return { next: () => reader.read(), cancel: (reason) => reader.cancel(reason) };
  }
  const iterator = source[Symbol.asyncIterator]();
  return { next: () => iterator.next(), cancel: async () => iterator.return?.() };
}

/** Encodes text as bytes, even when a chunk ends in the middle of a character. */
class Utf8Encoder {
  readonly #encoder: TextEncoder = new TextEncoder();
  #half = '';

  encode(chunk: string): Uint8Array {
    const text = this.#half + chunk;
    const last = text.charCodeAt(text.length - 1);
    this.#half = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : '';
    return this.#encoder.encode(this.#half === '' ? text : text.slice(0, -1));
  }

  end(): Uint8Array {
    return this.#encoder.encode(this.#half);
  }
}
