import type { LogEntry } from '../fold/fold.ts';

/** A state that has all own events up to an update, except some. */
export interface Lacking {
  /** The number of the last update that it knows. */
  upTo: number;
  /** Ids of own events that it lacks; undefined if they are unknown. */
  lacks: ReadonlySet<string> | undefined;
}

/** How many own events are known back. A state that lacks an older one is led to the present. */
const MOST_EVENTS = 1_000;

export const NO_EVENTS: ReadonlySet<string> = new Set();

/** The latest own events by update, to know which of them a state lacks. */
export class OwnEvents {
  #batches: { readonly update: number; readonly ids: readonly string[] }[] = [];
  #count = 0;
  /** The last update whose events are unknown. */
  #unknown = 0;

  add(update: number, entries: readonly LogEntry[]): void {
    this.#batches.push({ update, ids: entries.map(({ event }) => event.id) });
    this.#count += entries.length;
    while (this.#count > MOST_EVENTS) {
      const oldest = this.#batches.shift()!;
      this.#count -= oldest.ids.length;
      this.#unknown = oldest.update;
    }
  }

  /** Forgets all up to an update that took more out of the fold, or put more into it, than its own events. */
  forget(update: number): void {
    this.#batches = [];
    this.#count = 0;
    this.#unknown = update;
  }

  /** Ids of the own events before an update that a state lacks; undefined if they are unknown. */
  lackedBy({ upTo, lacks }: Lacking, update: number): ReadonlySet<string> | undefined {
    if (lacks === undefined || upTo < this.#unknown) return undefined;
    const skipped = this.#batches.filter((batch) => batch.update > upTo && batch.update < update);
    return skipped.length === 0 ? lacks : new Set([...lacks, ...skipped.flatMap(({ ids }) => ids)]);
  }
}
