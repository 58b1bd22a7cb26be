import { Observable, Subject } from 'rxjs';
import type { Envelope } from '../model/envelope.ts';
import type { Cell } from './cell.ts';
import type { Watch } from './store-api.ts';

interface Subscription {
  readonly read: () => unknown;
  readonly listener: () => void;
  last: unknown;
}

/** Tells of what has happened: events first, then whoever watches a value that changed, then whoever wants all. */
export class Publisher {
  readonly events$: Subject<Envelope> = new Subject<Envelope>();
  readonly #listeners = new Set<{ readonly listener: () => void }>();
  readonly #watching = new Set<Subscription>();
  readonly #report: (error: unknown) => void;
  readonly #queue: (readonly Envelope[])[] = [];
  #isPublishing = false;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Takes a batch in, to be told of at the next `flush`: its place is fixed before anybody hears of anything. */
  queue(events: readonly Envelope[]): void {
    if (events.length > 0) this.#queue.push(events);
  }

  /** Tells whoever watches a value that changed without an event. */
  refresh(): void {
    this.#queue.push([]);
    this.flush();
  }

  /** Tells of what is queued. What listeners append meanwhile is told of behind it. */
  flush(): void {
    if (this.#isPublishing) return;
    this.#isPublishing = true;
    try {
      for (let batch = this.#queue.shift(); batch !== undefined; batch = this.#queue.shift()) this.#tell(batch);
    } finally {
      this.#isPublishing = false;
    }
  }

  watch<T>(cell: Cell<T>): Watch<T> {
    return {
      get current() {
        return cell.get();
      },
      subscribe: (listener) => {
        const read = (): unknown => valueOf(cell);
        const subscription: Subscription = { read, listener, last: read() };
        this.#watching.add(subscription);
        return () => void this.#watching.delete(subscription);
      },
    };
  }

  observe<T>(cell: Cell<T>): Observable<T> {
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
      // Watched first: the first value may make its listener append.
      const end = this.watch(cell).subscribe(emit);
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
    this.#watching.clear();
    this.#listeners.clear();
  }

  #tell(events: readonly Envelope[]): void {
    for (const event of events) this.events$.next(event);
    for (const subscription of [...this.#watching]) this.#check(subscription);
    for (const entry of [...this.#listeners]) if (this.#listeners.has(entry)) this.#call(entry.listener);
  }

  #check(subscription: Subscription): void {
    // Another listener may just have ended it, and its selector may rely on what is gone.
    if (!this.#watching.has(subscription)) return;
    const value = subscription.read();
    if (Object.is(value, subscription.last)) return;
    subscription.last = value;
    this.#call(subscription.listener);
  }

  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#report(error);
    }
  }
}

/** The value, or, when computing it throws, the error: whoever watches is told and meets the error when reading. */
function valueOf<T>(cell: Cell<T>): unknown {
  try {
    return cell.get();
  } catch (error) {
    return error;
  }
}
