import { isRefoldError } from '../../errors/refold-error.ts';
import { decodeEntries, type SkippedEvent } from '../../fold/decode-events.ts';
import type { LogEntry } from '../../fold/fold.ts';
import { laterSizes } from '../../log/later-sizes.ts';
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
    this.after = this.#position = internals.kernel.writer.knownPosition;
  }

  /** Whether it holds all events from `after` on. Not if there are too many, or if the log has dropped some. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Reads on to a position of the log. */
  async readTo(position: number): Promise<void> {
    if (position - this.after > laterSizes.tailReplaced) this.#isWhole = false;
    try {
      while (this.#isWhole && this.#position < position) await this.#readPage(position);
    } catch (error) {
      if (!isRefoldError(error, 'log.compacted')) throw error;
      this.#isWhole = false;
    }
  }

  async #readPage(end: number): Promise<void> {
    const { catalog, log } = this.#internals;
    const { commits, last } = await log.read({ after: this.#position, limit: sizes.replayPage });
    for (const { events, position } of commits) {
      const first = Math.max(position, this.#position + 1);
      // Another tab may have written more since.
      const read = events.slice(first - position, end + 1 - position);
      for (const { id } of read) this.ids.add(id);
      const decoded = decodeEntries(read, first, catalog, (event) => void this.skipped.push(event));
      for (const entry of decoded) this.entries.push(entry);
    }
    if (last <= this.#position) this.#isWhole = false;
    this.#position = Math.min(last, end);
  }
}
