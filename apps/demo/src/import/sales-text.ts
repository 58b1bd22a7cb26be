import { gunzipped } from './gunzip.ts';
import { SalesFileError } from './sales-file-error.ts';

export interface SalesText {
  /** The file's text in pieces, with `\n` line ends. Throws a {@link SalesFileError}. */
  readonly pieces: AsyncIterable<string>;
  /** Bytes of the file read so far; compressed bytes when it is compressed. */
  readonly bytesRead: () => number;
}

/**
 * Reads a file of any size as text, piece by piece. The first bytes show whether it is gzipped. Names do not: browsers
 * and mail programs may unpack `.gz` on the way and keep the name.
 */
export async function openSalesText(file: Blob): Promise<SalesText> {
  const head = await firstBytes(file);
  if (head.length === 0) throw new SalesFileError('empty-file', {});
  if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) throw new SalesFileError('not-utf-8', {});
  if (startsWith(head, 0x50, 0x4b, 3, 4))
    throw new SalesFileError('not-csv', { looksLike: 'a workbook or ZIP archive' });
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0))
    throw new SalesFileError('not-csv', { looksLike: 'an old Excel workbook' });

  const isGzip = startsWith(head, 0x1f, 0x8b);
  const source = createSource(file);
  const bytes = isGzip ? gunzipped(source.bytes) : source.bytes;
  // If the file could be read, then unpacking failed.
  const faultOf = (error: unknown): unknown => source.fault() ?? new SalesFileError('damaged-gzip', {}, error);
  return { pieces: decode(bytes, faultOf), bytesRead: source.bytesRead };
}

/**
 * Reads the file once to its end, and throws its fault as a whole. Damage inside gzip shows only in the checksum at the
 * very end. By then, lines that never existed would have been imported.
 */
export async function checkSalesText(file: Blob, signal?: AbortSignal): Promise<void> {
  const { pieces } = await openSalesText(file);
  let isBlank = true;
  for await (const piece of pieces) {
    isBlank &&= piece.trim() === '';
    if (signal?.aborted === true) return;
  }
  if (isBlank) throw new SalesFileError('empty-file', {});
}

const SOURCE_BYTES = 65_536;

/** The file's bytes in small steps. `file.stream()` reads megabytes at once, and progress would jump. */
function createSource(file: Blob) {
  let at = 0;
  let fault: SalesFileError | undefined;
  const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (at >= file.size) return controller.close();
        try {
          const chunk = new Uint8Array(await file.slice(at, at + SOURCE_BYTES).arrayBuffer());
          // A file that was shortened after it was chosen would be read for ever.
          if (chunk.byteLength === 0) throw new Error('it is shorter than it was');
          at += chunk.byteLength;
          controller.enqueue(chunk);
        } catch (error) {
          fault = unreadable(error);
          controller.error(fault);
        }
      },
    },
    { highWaterMark: 0 },
  );
  return { bytes, bytesRead: () => at, fault: () => fault };
}

async function firstBytes(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, 4).arrayBuffer());
  } catch (error) {
    throw unreadable(error);
  }
}

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

async function* decode(
  bytes: ReadableStream<Uint8Array>,
  faultOf: (error: unknown) => unknown,
): AsyncGenerator<string> {
  // Not a TextDecoderStream: here the failing step is known, and so is the message for the person.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const toText = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw new SalesFileError('not-utf-8', {}, error);
    }
  };
  // A piece may end between the \r and the \n of one line end.
  let held = '';
  for await (const chunk of chunksOf(bytes, faultOf)) {
    const text = held + toText(chunk);
    held = text.endsWith('\r') ? '\r' : '';
    const piece = withPlainLineEnds(held === '' ? text : text.slice(0, -1));
    if (piece !== '') yield piece;
  }
  const rest = withPlainLineEnds(held + toText());
  if (rest !== '') yield rest;
}

const withPlainLineEnds = (text: string): string => (text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text);

async function* chunksOf(
  bytes: ReadableStream<Uint8Array>,
  faultOf: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  const reader = bytes.getReader();
  try {
    for (;;) {
      const result = await reader.read();
      if (result.done) return;
      yield result.value;
    }
  } catch (error) {
    throw faultOf(error);
  } finally {
    // For a consumer that stops early.
    await reader.cancel().catch(() => {
      // A failed stream reports its error again here. It is already on its way.
    });
  }
}

const unreadable = (error: unknown): SalesFileError => new SalesFileError('unreadable-file', {}, error);
