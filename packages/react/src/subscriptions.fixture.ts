import type { Watch } from '@refold/core/binding';
import { vi } from 'vitest';
import type { Shop } from './shop.fixture.ts';

type Subscribe = Watch<unknown>['subscribe'];
/** The part of a store that every `watch` goes through. */
interface Internals {
  readonly kernel: { readonly publisher: { watch(computed: unknown): Watch<unknown> } };
}

/** Counts subscriptions to a store, and listeners that are called while subscribing. */
export function countSubscriptions(store: Shop) {
  const counted = { open: 0, toldTooSoon: 0 };
  const count =
    (subscribe: Subscribe): Subscribe =>
    (listener) => {
      let isSubscribing = true;
      const end = subscribe(() => {
        if (isSubscribing) counted.toldTooSoon += 1;
        listener();
      });
      isSubscribing = false;
      counted.open += 1;
      return () => {
        counted.open -= 1;
        end();
      };
    };
  const { status$ } = store;
  const subscribe = store.subscribe.bind(store);
  const { publisher } = (Reflect.get(store, Symbol.for('refold.store.internals')) as Internals).kernel;
  const watch = publisher.watch.bind(publisher);
  const watchStatus = status$.subscribe.bind(status$);
  vi.spyOn(store, 'subscribe').mockImplementation(count(subscribe));
  vi.spyOn(publisher, 'watch').mockImplementation((computed) => {
    const watched = watch(computed);
    return Object.defineProperty(watched, 'subscribe', { value: count(watched.subscribe) });
  });
  // The status calls its listener at once on subscription.
  vi.spyOn(status$, 'subscribe').mockImplementation(((listener: () => void) => {
    counted.open += 1;
    const subscription = watchStatus(listener);
    subscription.add(() => (counted.open -= 1));
    return subscription;
  }) as typeof status$.subscribe);
  return { open: () => counted.open, toldTooSoon: () => counted.toldTooSoon };
}
