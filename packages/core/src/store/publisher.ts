import type { Watch } from '../read/watchers.ts';
import { Observable, Subject } from 'rxjs';
import type { Envelope } from '../model/envelope.ts';
import type { Computed } from '../read/computed.ts';
import { Watchers } from '../read/watchers.ts';
import type { ReadableState } from '../fold/live-state.ts';

/** Publishes batches: first to `events$`, then to the watchers of changed values, then to the store's subscribers. */
export class Publisher {
  readonly events$: Subject<Envelope> = new Subject<Envelope>();
  readonly #listeners = new Set<{ readonly listener: () => void }>();
  readonly #watchers: Watchers;
  readonly #report: (error: unknown) => void;
  readonly #queue: (readonly Envelope[])[] = [];
  #isPublishing = false;

  constructor(world: ReadableState, report: (error: unknown) => void) {
    this.#watchers = new Watchers(world, (listener) => this.#call(listener));
    this.#report = report;
  }

  /** Queues a batch for the next `flush`. An empty batch means that values may have changed without an event. */
  queue(events: readonly Envelope[]): void {
    this.#queue.push(events);
  }

  /** Publishes the queued batches. Batches that listeners append meanwhile follow. */
  flush(): void {
    if (this.#isPublishing) return;
    this.#isPublishing = true;
    try {
      for (let batch = this.#queue.shift(); batch !== undefined; batch = this.#queue.shift()) this.#tell(batch);
    } finally {
      this.#isPublishing = false;
    }
  }

  watch<T>(cell: Computed<T>): Watch<T> {
    return new CellWatch(cell, this.#watchers);
  }

  /** Notifies the watchers of values that have changed by now, including changes not published yet. */
  tellWatchers(): void {
    this.#watchers.tell();
  }

  observe<T>(cell: Computed<T>): Observable<T> {
    return new Observable<T>((subscriber) => {
      const emit = (): void => {
        let value: T;
        try {
          value = cell.get();
        } catch (error) {
          return subscriber.error(error);
        }
        subscriber.next(value);
      };
      // Add the watcher first: the first value may make its listener append.
      const end = this.#watchers.add(cell, emit);
      emit();
      return end;
    });
  }

  subscribe(listener: () => void): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  close(): void {
    this.events$.complete();
    this.#watchers.clear();
    this.#listeners.clear();
  }

  #tell(events: readonly Envelope[]): void {
    for (const event of events) this.events$.next(event);
    this.tellWatchers();
    for (const entry of [...this.#listeners]) if (this.#listeners.has(entry)) this.#call(entry.listener);
  }

  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#report(error);
    }
  }
}

/** A class for speed, as a list has one for each row. */
class CellWatch<T> implements Watch<T> {
  readonly #cell: Computed<T>;
  readonly subscribe: Watch<T>['subscribe'];

  constructor(cell: Computed<T>, watchers: Watchers) {
    this.#cell = cell;
    this.subscribe = (listener) => watchers.add(cell, listener);
  }

  get current(): T {
    return this.#cell.get();
  }
}
