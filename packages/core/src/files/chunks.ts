/** Where the bytes of a file come from: a stream, such as `blob.stream()`, or anything that gives chunks one by one. */
export type FileSource = ReadableStream<Uint8Array> | AsyncIterable<string | Uint8Array>;

/** How to take chunks from a source, and how to tell it that no more are wanted. */
interface Chunks {
  readonly next: () => Promise<IteratorResult<string | Uint8Array, unknown>>;
  readonly cancel: (reason: unknown) => Promise<unknown>;
}

/**
 * The chunks of a source as bytes, each when it is asked for. Ends with the signal's reason when it aborts, also while the
 * source is silent. A source that is not read to its end is cancelled; what it makes of that goes to `report`.
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
      // A source that fails has nothing left to cancel.
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
    // Not waited for: a source that is silent may stay so.
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

/** Text as bytes, also when a chunk ends in the middle of a character. */
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
