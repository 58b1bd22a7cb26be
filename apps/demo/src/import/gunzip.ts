import { Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset } from 'pako';
import { SalesFileError } from './sales-file-error.ts';

/**
 * Unpacks gzip while its bytes arrive. A file may have several members in a row, as `cat a.gz b.gz` and bgzip write
 * them, and zero bytes after the last one. The browser's own `DecompressionStream` refuses both. The stream errors when
 * the data is damaged, cut short, or followed by something else.
 */
export function gunzipped(bytes: ReadableStream<BufferSource>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stream = new ZStream();
  zlibInflateInit2(stream, GZIP_ALONE);
  let place: 'start' | 'member' | 'between' | 'padding' = 'start';

  function unpack(input: Uint8Array, give: (piece: Uint8Array<ArrayBuffer>) => void): void {
    stream.input = input;
    stream.next_in = 0;
    stream.avail_in = input.length;
    while (stream.avail_in > 0 || place === 'member') {
      if (place !== 'member' && !beginMember()) continue;
      stream.output = new Uint8Array(PIECE_BYTES);
      stream.next_out = 0;
      stream.avail_out = PIECE_BYTES;
      const status = zlibInflate(stream, Z_NO_FLUSH);
      if (stream.next_out > 0) give(stream.output.subarray(0, stream.next_out));
      if (status === Z_STREAM_END) place = 'between';
      else if (status !== Z_OK && stream.avail_in > 0) throw damaged(stream.msg);
      // There is room left, so the output of this input is complete.
      else if (stream.avail_in === 0 && stream.avail_out > 0) return;
    }
  }

  /** Returns false for a zero byte after a member, which is ignored. */
  function beginMember(): boolean {
    if (place !== 'start' && stream.input[stream.next_in] === 0) {
      place = 'padding';
      stream.next_in += 1;
      stream.avail_in -= 1;
      return false;
    }
    if (place !== 'start') zlibInflateReset(stream);
    place = 'member';
    return true;
  }

  return bytes.pipeThrough(
    new TransformStream<BufferSource, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller) => unpack(bytesOf(chunk), (piece) => controller.enqueue(piece)),
      flush() {
        if (place === 'start' || place === 'member') throw damaged('the end is missing');
      },
    }),
  );
}

const damaged = (why: string): SalesFileError => new SalesFileError('damaged-gzip', {}, why);

/** The largest window, and only a gzip header: no other format is detected. */
const GZIP_ALONE = 15 + 16;
const PIECE_BYTES = 65_536;

const bytesOf = (chunk: BufferSource): Uint8Array =>
  ArrayBuffer.isView(chunk) ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength) : new Uint8Array(chunk);
