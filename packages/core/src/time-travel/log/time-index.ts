import type { LogEntry } from '../../fold/fold.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { Paging } from './page-cache.ts';

/** Selects the events among which a time is looked up. */
export type Among = (event: Envelope) => boolean;

/**
 * The latest time up to the end of each page of the log, as far as it has been read. Times are ISO texts, which sort
 * chronologically.
 */
export class TimeIndex {
  readonly #paging: Paging;
  readonly #isAmong: Among;
  readonly #latest: string[] = [];
  #last: number;

  constructor(paging: Paging, floor: number, isAmong: Among = () => true) {
    this.#paging = paging;
    this.#isAmong = isAmong;
    this.#last = floor;
  }

  /** Position up to which the log is indexed. */
  get last(): number {
    return this.#last;
  }

  /** Adds events in order, up to a position. Skips those already added. */
  take(events: readonly LogEntry[], last: number): void {
    for (const { position, event } of events) {
      if (position <= this.#last) continue;
      const page = this.#paging.pageOf(position);
      const before = this.#latest.at(-1) ?? '';
      while (this.#latest.length <= page) this.#latest.push(before);
      if (event.timestamp > this.#latest[page]! && this.#isAmong(event)) this.#latest[page] = event.timestamp;
    }
    this.#last = Math.max(this.#last, last);
  }

  /** The page of the first event later than a time; undefined if none is known. */
  pageAfter(time: string): number | undefined {
    return this.#first((latest) => latest > time);
  }

  /** The first page that an event of this time may be in, as far as is known. */
  pageFrom(time: string): number | undefined {
    return this.#first((latest) => latest >= time);
  }

  /** The first event later than a time. */
  firstAfter(events: readonly LogEntry[], time: string): LogEntry | undefined {
    return events.find(({ event }) => event.timestamp > time && this.#isAmong(event));
  }

  #first(isFound: (latest: string) => boolean): number | undefined {
    let low = 0;
    let high = this.#latest.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isFound(this.#latest[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low < this.#latest.length ? low : undefined;
  }
}
