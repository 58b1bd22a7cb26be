import { isRefoldError } from '../../errors/refold-error.ts';
import { decodeEntries, type SkippedEvent } from '../../fold/decode-events.ts';
import type { LogEntry } from '../../fold/fold.ts';
import { laterSizes } from '../../log/later-sizes.ts';
import type { Mark } from '../../log/mark.ts';
import { sizes } from '../../log/sizes.ts';
import type { LoadInternals } from './load.ts';

/** Reads the end of the log: the events after the position up to which the store knows it. */
export class TailReader {
  readonly after: number;
  readonly entries: LogEntry[] = [];
  /** Events that this app cannot decode. */
  readonly skipped: SkippedEvent[] = [];
  readonly ids: Set<string> = new Set();
  readonly #internals: LoadInternals;
  #position: number;
  #isWhole = true;

  constructor(internals: LoadInternals) {
    this.#internals = internals;
    this.after = this.#position = internals.kernel.writer.known.confirmed;
  }

  /** Whether it holds all events from `after` on. Not if there are too many, or if the log has dropped some. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Reads on to a position of the log. */
  async readTo(position: number): Promise<void> {
    if (position - this.after > laterSizes.tailReplaced) this.#isWhole = false;
    while (this.#isWhole && this.#position < position) await this.#readPage(position);
  }

  /** Reads on to the end of the log. Returns how far it reached; undefined if the reader does not hold all of it. */
  async readToEnd(): Promise<Mark | undefined> {
    for (;;) {
      const mark = await this.#readPage(Infinity);
      if (mark === undefined || mark.confirmed - this.after > laterSizes.tailReplaced) this.#isWhole = false;
      if (!this.#isWhole) return undefined;
      if (this.#position >= mark!.confirmed) return mark;
    }
  }

  async #readPage(end: number): Promise<Mark | undefined> {
    try {
      return await this.#read(end);
    } catch (error) {
      if (!isRefoldError(error, 'log.compacted')) throw error;
      this.#isWhole = false;
      return undefined;
    }
  }

  async #read(end: number): Promise<Mark> {
    const { catalog, log } = this.#internals;
    const { commits, last, mark } = await log.read({ after: this.#position, limit: sizes.replayPage });
    for (const { events, position } of commits) {
      const first = Math.max(position, this.#position + 1);
      // Another tab may have written more since.
      const read = events.slice(first - position, end + 1 - position);
      for (const { id } of read) this.ids.add(id);
      const decoded = decodeEntries(read, first, catalog, (event) => void this.skipped.push(event));
      for (const entry of decoded) this.entries.push(entry);
    }
    if (last <= this.#position && last < mark.confirmed) this.#isWhole = false;
    this.#position = Math.min(last, end);
    return mark;
  }
}
