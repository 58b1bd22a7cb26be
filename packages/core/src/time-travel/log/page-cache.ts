import type { LogEntry } from '../../fold/fold.ts';
import { weightOf } from '../../fold/window/weight.ts';
import { decodeEntries } from '../../fold/decode-events.ts';
import type { StoreInternals } from '../../store/internals.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { TimeSlices } from '../../env/time-slice.ts';
import { laterSizes } from '../../log/later-sizes.ts';

/** Divides the positions of a log into pages: the first holds positions 1 to `size`. */
export class Paging {
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** The page that holds a position. */
  pageOf(position: number): number {
    return Math.floor((position - 1) / this.size);
  }

  /** Position of the last event of a full page. */
  endOf(page: number): number {
    return (page + 1) * this.size;
  }
}

/** Some upcast events of the log, and the position up to which they are complete. */
export interface EventPage {
  readonly last: number;
  readonly events: readonly LogEntry[];
}

interface KeptPage extends EventPage {
  /** Bytes of its payloads, roughly. */
  readonly weight: number;
}

/**
 * The stored events of a log, read a few pages at a time. Those that it keeps are bounded in number and in bytes. It
 * drops the least recently used pages first.
 */
export class PageCache {
  readonly #internals: StoreInternals;
  readonly #paging: Paging;
  readonly #floor: number;
  readonly #kept = new Map<number, KeptPage>();
  #weight = 0;

  /** `floor`: position of the last compacted event. */
  constructor(internals: StoreInternals, paging: Paging, floor: number) {
    this.#internals = internals;
    this.#paging = paging;
    this.#floor = floor;
  }

  /**
   * Returns a page as far as it is stored, at least up to `last` if the page holds that. Reads ahead, up to the page of
   * `last`. Rejects with `log.corrupt`, `log.closed` and `log.lost`.
   */
  async get(page: number, last: number, slices: TimeSlices, signal?: AbortSignal): Promise<EventPage> {
    const { size } = this.#paging;
    const wanted = Math.min(last, this.#paging.endOf(page));
    const kept = this.#kept.get(page);
    if (kept !== undefined && kept.last >= wanted) {
      this.#keep(page, kept);
      return kept;
    }
    const after = Math.max(page * size, this.#floor);
    const end = Math.max(wanted, Math.min(last, this.#paging.endOf(page + laterSizes.historyPagesRead - 1)));
    const read = await this.#read(after, end, slices, signal);
    let found: EventPage = { last: after, events: [] };
    for (let next = page; next * size < read.last; next++) {
      const events = read.events.filter(({ position }) => this.#paging.pageOf(position) === next);
      const weight = events.reduce((sum, { event }) => sum + weightOf(event.data), 0);
      const one = { last: Math.min(read.last, this.#paging.endOf(next)), events, weight };
      this.#keep(next, one);
      if (next === page) found = one;
    }
    return found;
  }

  async #read(after: number, end: number, slices: TimeSlices, signal: AbortSignal | undefined): Promise<EventPage> {
    const { log, catalog } = this.#internals;
    const events: LogEntry[] = [];
    let last = after;
    while (last < end) {
      const page = await log.read({ after: last, limit: end - last });
      signal?.throwIfAborted();
      for (const { position, events: stored } of page.commits) {
        for (const { first, some } of cut(position, stored, last, end)) {
          for (const entries of decodeEntries(some, first, catalog, () => undefined)) events.push(entries);
          if (slices.isDue) await slices.rest(signal);
        }
      }
      if (page.last <= last || page.last >= page.mark.confirmed)
        return { last: Math.max(last, Math.min(page.last, end)), events };
      last = Math.min(page.last, end);
    }
    return { last, events };
  }

  #keep(page: number, events: KeptPage): void {
    // A map keeps insertion order, so its first key is the least recently used.
    this.#drop(page);
    this.#kept.set(page, events);
    this.#weight += events.weight;
    while (
      this.#kept.size > 1 &&
      (this.#kept.size * this.#paging.size > laterSizes.historyKept || this.#weight > laterSizes.historyKeptBytes)
    )
      this.#drop(this.#kept.keys().next().value!);
  }

  #drop(page: number): void {
    this.#weight -= this.#kept.get(page)?.weight ?? 0;
    this.#kept.delete(page);
  }
}

/** The events of a commit between two positions, a slice at a time. */
function* cut(
  position: number,
  events: readonly Envelope[],
  after: number,
  end: number,
): Generator<{ readonly first: number; readonly some: readonly Envelope[] }> {
  const from = Math.max(0, after + 1 - position);
  const to = Math.min(events.length, end + 1 - position);
  for (let i = from; i < to; i += laterSizes.historySlice)
    yield { first: position + i, some: events.slice(i, Math.min(to, i + laterSizes.historySlice)) };
}
