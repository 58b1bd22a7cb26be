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
  readonly #batches$ = new Subject<void>();
  readonly #watching = new Set<Subscription>();
  readonly #report: (error: unknown) => void;
  readonly #queue: (readonly Envelope[])[] = [];
  #isPublishing = false;

  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Publishes a batch. What listeners append meanwhile is published behind it. */
  publish(events: readonly Envelope[]): void {
    this.#queue.push(events);
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
      emit();
      return this.watch(cell).subscribe(emit);
    });
  }

  subscribe(listener: () => void): () => void {
    const subscription = this.#batches$.subscribe(listener);
    return () => subscription.unsubscribe();
  }

  close(): void {
    this.events$.complete();
    this.#batches$.complete();
    this.#watching.clear();
  }

  #tell(events: readonly Envelope[]): void {
    for (const event of events) this.events$.next(event);
    for (const subscription of [...this.#watching]) this.#check(subscription);
    this.#batches$.next();
  }

  #check(subscription: Subscription): void {
    const value = subscription.read();
    if (Object.is(value, subscription.last) || !this.#watching.has(subscription)) return;
    subscription.last = value;
    try {
      subscription.listener();
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
