/** A line of a file, without its end, or the problem with its bytes. Lines are counted from 1. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly problem: string };

const BREAK = 0x0a;
/** A chunk is decoded in pieces of this many bytes, so that a file in one chunk is not all text at once. */
const PIECE_BYTES = 65_536;

/**
 * Divides bytes into lines, wherever the chunks end. Lines end with `\n` or `\r\n`; the last may have no end. Skips a
 * byte order mark at the beginning. Bytes that are not UTF-8, and lines over `maxBytes`, are problems of their line
 * alone. It holds at most one line, and no more than `maxBytes` of it.
 */
export class LineReader {
  readonly #maxBytes: number;
  readonly #decoder: TextDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** The beginning of a line, then the rest. Reused, to spare the garbage collector. */
  #buffer = new Uint8Array(PIECE_BYTES);
  #restBytes = 0;
  #line = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Yields the lines that end in a chunk. */
  *push(chunk: Uint8Array): Generator<Line> {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield* this.#piece(chunk.subarray(at, at + PIECE_BYTES));
  }

  /** Yields the last line, if it has no end. */
  *end(): Generator<Line> {
    if (this.#restBytes > 0) yield* this.#piece(Uint8Array.of(BREAK));
  }

  *#piece(piece: Uint8Array): Generator<Line> {
    const first = piece.indexOf(BREAK);
    if (first === -1) return this.#keep(piece);
    if (this.#restBytes + first > this.#maxBytes) {
      this.#restBytes = 0;
      yield this.#tooLong();
      return yield* this.#piece(piece.subarray(first + 1));
    }
    const last = piece.lastIndexOf(BREAK);
    yield* this.#lines(this.#append(piece.subarray(0, last)));
    this.#restBytes = 0;
    this.#keep(piece.subarray(last + 1));
  }

  /** Keeps the beginning of a line; of a line that is too long, only its length. */
  #keep(piece: Uint8Array): void {
    if (this.#restBytes + piece.length <= this.#maxBytes) this.#append(piece);
    this.#restBytes += piece.length;
  }

  /** Appends a piece to the kept bytes. */
  #append(piece: Uint8Array): Uint8Array {
    const length = this.#restBytes + piece.length;
    if (length > this.#buffer.length) {
      const buffer = new Uint8Array(2 * length);
      buffer.set(this.#buffer.subarray(0, this.#restBytes));
      this.#buffer = buffer;
    }
    this.#buffer.set(piece, this.#restBytes);
    return this.#buffer.subarray(0, length);
  }

  *#lines(bytes: Uint8Array): Generator<Line> {
    const text = this.#decode(bytes);
    if (text !== undefined) {
      for (const one of text.split('\n')) yield this.#toLine(one);
      return;
    }
    for (let at = 0; at <= bytes.length;) {
      const end = bytes.indexOf(BREAK, at);
      const one = bytes.subarray(at, end === -1 ? bytes.length : end);
      yield this.#toLineOf(one);
      at += one.length + 1;
    }
  }

  #toLineOf(bytes: Uint8Array): Line {
    if (bytes.length > this.#maxBytes) return this.#tooLong();
    const text = this.#decode(bytes);
    return text === undefined ? { line: ++this.#line, problem: 'not UTF-8' } : this.#toLine(text);
  }

  #toLine(text: string): Line {
    // A line within one piece is shorter than the piece and the kept bytes, so few lines need measuring.
    if (text.length * 3 > this.#maxBytes && new TextEncoder().encode(text).length > this.#maxBytes)
      return this.#tooLong();
    this.#line += 1;
    const unmarked = this.#line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
    return { line: this.#line, text: unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked };
  }

  #tooLong(): Line {
    return { line: ++this.#line, problem: `longer than ${this.#maxBytes} bytes` };
  }

  #decode(bytes: Uint8Array): string | undefined {
    try {
      return this.#decoder.decode(bytes);
    } catch {
      // Not UTF-8: the caller finds the line.
      return undefined;
    }
  }
}
