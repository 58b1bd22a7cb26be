import { filter, firstValueFrom } from 'rxjs';
import { createStore } from '../store/create-store.ts';
import type { AnyStore, Store, StoreOptions } from '../store/store.ts';
import type { AnyCommand } from '../model/command.ts';
import type { AnyEvent, DraftOf } from '../model/event.ts';
import type { AnyName, ReadModel } from '../model/readable.ts';
import { seededRandom } from './seeded-random.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export type TestStoreOptions<
  E extends AnyEvent,
  V extends readonly ReadModel[],
  C extends readonly AnyCommand[],
> = StoreOptions<E, V, C> & {
  /** Events that happened before the test. They are appended and stored before the promise resolves. */
  readonly given?: readonly DraftOf<NoInfer<E>>[];
  /** Default: a clock of its own, which begins at `2026-01-01T00:00:00.000Z`. */
  readonly clock?: VirtualClock;
  /** Seed of the ids. Default 1. Two stores that share a log need different seeds. */
  readonly seed?: number;
};

/** A store whose clock, ids and storage the test controls. */
export interface TestStore<E extends AnyEvent, V extends string = AnyName, C extends string = AnyName> extends Store<
  E,
  V,
  C
> {
  /** Its clock, which stands still until the test advances it. */
  readonly clock: VirtualClock;
  /** Resolves when nothing is waiting to be stored. Rejects with `log.write_failed` or `log.full` if writing fails. */
  settled(): Promise<void>;
}

/**
 * Creates a real store that is the same in each run. It has a log in memory unless given one, a clock that stands
 * still, seeded ids, and `tester` as the actor. It is ready when the promise resolves.
 *
 * @example
 * const store = await createTestStore({ events, views: [orders], commands: [placeOrder], given: [TeaListed] });
 * render(<StoreProvider store={store}><Till /></StoreProvider>);
 */
export async function createTestStore<
  const E extends AnyEvent,
  const V extends readonly ReadModel[],
  const C extends readonly AnyCommand[] = readonly [],
>({
  given = [],
  clock = createVirtualClock(),
  seed = 1,
  ...options
}: TestStoreOptions<E, V, C>): Promise<TestStore<E, V[number]['name'], C[number]['name']>> {
  const { now, elapsed, pause, idle, schedule } = clock;
  const store = createStore<E, V, C>({
    source: 'test',
    actor: () => 'tester',
    ...(options as StoreOptions<E, V, C>),
    env: { now, elapsed, pause, idle, schedule, random: seededRandom(seed).fill, isDevelopment: true, ...options.env },
  });
  await store.ready;
  if (given.length > 0) await store.append(...given).until('stored');
  return Object.assign(store, { clock, settled: () => settle(store) });
}

async function settle(store: Pick<AnyStore, 'status' | 'status$'>): Promise<void> {
  const { status } = store;
  const { storageError } = await firstValueFrom(
    store.status$.pipe(filter(({ unsaved, storageError: error }) => unsaved === 0 || error !== undefined)),
    { defaultValue: status },
  );
  if (storageError !== undefined) throw storageError;
}
