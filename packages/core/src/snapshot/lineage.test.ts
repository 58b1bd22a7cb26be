import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { at } from '../history.ts';
import {
  type AnyEvent,
  compact,
  createStore,
  defineCollection,
  defineEvent,
  defineView,
  eventIdFrom,
  memoryLog,
  type ReadModel,
} from '../index.ts';
import type { EventLog } from '../log/index.ts';
import type { Manifest } from '../log/snapshot-store.ts';
import { testEnv } from '../env/env.fixture.ts';
import { sizes } from '../log/sizes.ts';

// A log of one event may have a snapshot.
const { snapshotDue } = sizes;
beforeAll(() => void (sizes.snapshotDue = 1));
afterAll(() => void (sizes.snapshotDue = snapshotDue));

// Releases of an app over one log, one after the other. Reducers change only where a test says so.
const Named = z.object({ id: z.string(), name: z.string() });
const Titled = z.object({ id: z.string(), title: z.string() });
const Added = defineEvent('thing.added', Named);
const AddedTwo = defineEvent('thing.added', Named).version(Titled, ({ id, name }) => ({ id, title: name }));
const AddedLoud = defineEvent('thing.added', Named).version(Titled, ({ id, name }) => ({
  id,
  title: name.toUpperCase(),
}));
const Gone = defineEvent('thing.gone', z.object({ id: z.string() }));
type Thing = { readonly id: string };
/** The same reducer in each release. */
const things = (added: typeof Added, revision = 1) =>
  defineCollection('things', { key: (t: Thing) => t.id, revision }).on(added, (rows, e) => rows.put({ ...e.data }));
const reducerOf = (draft: { seen: string[] }, e: { readonly type: string }): void => {
  draft.seen.push(e.type);
};
const seen = () => defineView('seen', { initial: { seen: [] as string[] } });

interface Release {
  readonly events: readonly unknown[];
  readonly views: readonly unknown[];
}

const lasting = (): EventLog => ({ ...memoryLog('app', { undoHorizon: 10 }), close: () => Promise.resolve() });

async function open(log: EventLog, { events, views }: Release, isDevelopment: boolean) {
  const told: unknown[] = [];
  let read = 0;
  const counting: EventLog = {
    ...log,
    read: async (options) => {
      const page = await log.read(options);
      read += page.commits.length;
      return page;
    },
  };
  const store = createStore({
    events: events as readonly AnyEvent[],
    views: views as readonly ReadModel[] as readonly [],
    log: counting,
    env: { ...testEnv(), isDevelopment },
  });
  store.system$.subscribe((event) => told.push(event));
  await store.ready;
  return { store, told, read: () => read };
}

const given = (type: string, data: unknown, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: eventIdFrom('lineage', type, String(from + i)),
    type,
    timestamp: '2020-01-01T00:00:00.000Z',
    data,
  }));

/** Imports events, which are stable at once, saves snapshots, and closes. */
async function use(log: EventLog, release: Release, isDevelopment: boolean, ...events: ReturnType<typeof given>) {
  const { store } = await open(log, release, isDevelopment);
  await store.import(events);
  await compact(store, { keepEvents: Infinity });
  await store.close();
}

const thing = given('thing.added', { id: 'a', name: 'tea' }, 0, 1);
const get = (store: Awaited<ReturnType<typeof open>>['store'], model: unknown): unknown => {
  const value = store.get(model as never) as unknown;
  return Symbol.iterator in (value as object) ? [...(value as Iterable<unknown>)] : value;
};

describe.each([true, false])('[VIEW-5] a release opens the snapshots of another (development: %s)', (isDevelopment) => {
  const v1 = { events: [Added, Gone], views: [things(Added)] };

  test('with the same events: begins from the snapshot', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const view = things(Added);
    const { store, read } = await open(log, { ...v1, views: [view] }, isDevelopment);
    expect([get(store, view), read()]).toEqual([[{ id: 'a', name: 'tea' }], 0]);
  });

  test('with a newer version of an event that the model folds: folds the log', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const view = things(AddedTwo as never);
    const { store, told } = await open(log, { events: [AddedTwo, Gone], views: [view] }, isDevelopment);
    expect([get(store, view), told]).toEqual([[{ id: 'a', title: 'tea' }], []]);
  });

  test('with a newer version of an event that the model does not fold: begins from the snapshot', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const GoneTwo = Gone.version(z.object({ id: z.string(), why: z.string() }), ({ id }) => ({ id, why: '' }));
    const { store, read } = await open(log, { events: [Added, GoneTwo], views: v1.views }, isDevelopment);
    expect([get(store, v1.views[0]), read()]).toEqual([[{ id: 'a', name: 'tea' }], 0]);
  });

  test('after going back to an older version: skips newer events, and folds them later', async () => {
    const log = lasting();
    const two = { events: [AddedTwo], views: [things(AddedTwo as never)] };
    await use(log, two, isDevelopment, ...given('thing.added', { id: 'a', title: 'tea' }, 0, 1));
    await use(log, v1, isDevelopment);
    const old = await open(log, v1, isDevelopment);
    expect([get(old.store, v1.views[0]), old.store.status.skipped]).toEqual([[], 1]);
    const { store } = await open(log, two, isDevelopment);
    expect([get(store, two.views[0]), store.status.skipped]).toEqual([[{ id: 'a', title: 'tea' }], 0]);
  });

  test('when an event takes over the name of another, or drops it: folds the log', async () => {
    const log = lasting();
    const Old = defineEvent('thing.created', Named);
    const separate = { events: [Added, Old], views: [things(Added)] };
    await use(log, separate, isDevelopment, ...thing, ...given('thing.created', { id: 'b', name: 'milk' }, 0, 1));
    const Both = defineEvent('thing.added', Named, { formerly: ['thing.created'] });
    const joined = { events: [Both], views: [things(Both)] };
    const both = await open(log, joined, isDevelopment);
    expect(get(both.store, joined.views[0])).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    await use(log, joined, isDevelopment);
    const { store } = await open(log, separate, isDevelopment);
    expect(get(store, separate.views[0])).toEqual([{ id: 'a', name: 'tea' }]);
  });

  test('when an event has another name: folds the log', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const Renamed = defineEvent('thing.listed', Named, { formerly: ['thing.added'] });
    const view = things(Renamed as never);
    const { store } = await open(log, { events: [Renamed], views: [view] }, isDevelopment);
    expect([get(store, view), store.status.skipped]).toEqual([[{ id: 'a', name: 'tea' }], 0]);
  });

  test('when it knows a type that was unknown: folds the log', async () => {
    const log = lasting();
    const before = { events: [Added], views: [things(Added)] };
    await use(log, before, isDevelopment, ...thing);
    const other = await open(log, { events: [Added, Gone], views: [] }, isDevelopment);
    await other.store.import(given('thing.gone', { id: 'a' }, 0, 1));
    await use(log, before, isDevelopment);
    const after = things(Added).on(Gone, (rows, e) => rows.delete(e.data.id));
    const { store } = await open(log, { events: [Added, Gone], views: [after] }, isDevelopment);
    expect(get(store, after)).toEqual([]);
  });

  test('when a read model folds one event more, or one fewer: folds the log', async () => {
    const log = lasting();
    const one = { ...v1, views: [seen().on(Added, reducerOf)] };
    const two = { ...v1, views: [seen().on([Added, Gone], reducerOf)] };
    await use(log, one, isDevelopment, ...thing, ...given('thing.gone', { id: 'a' }, 0, 1));
    await use(log, two, isDevelopment);
    const more = await open(log, two, isDevelopment);
    expect(get(more.store, two.views[0])).toEqual({ seen: ['thing.added', 'thing.gone'] });
    const { store } = await open(log, one, isDevelopment);
    expect(get(store, one.views[0])).toEqual({ seen: ['thing.added'] });
  });

  test('when the snapshot has no fold number, or a lower one: folds the log', async () => {
    for (const fold of [undefined, 1]) {
      const log = lasting();
      await use(log, v1, isDevelopment, ...thing);
      const { store, read } = await open(madeWith(log, fold), v1, isDevelopment);
      expect([get(store, v1.views[0]), read()]).toEqual([[{ id: 'a', name: 'tea' }], 1]);
    }
  });
});

/** The same log, with snapshots of another fold number. */
function madeWith(log: EventLog, fold: number | undefined): EventLog {
  const { fold: _, ...none } = { fold };
  const as = (manifest: Manifest): Manifest => {
    const { fold: __, ...rest } = manifest;
    return fold === undefined ? { ...rest, ...none } : { ...rest, fold };
  };
  const snapshots = log.snapshots!;
  return {
    ...log,
    snapshots: {
      ...snapshots,
      read: async (model, which, isWanted = () => true) => {
        const found = await snapshots.read(model, which, (manifest) => isWanted(as(manifest)));
        return found && { ...found, manifest: as(found.manifest) };
      },
    },
  };
}

describe('[VIEW-4] [EVT-5] the source of an upcaster changes under the same version', () => {
  const before = { events: [AddedTwo], views: [things(AddedTwo as never)] };
  const old = given('thing.added', { id: 'a', name: 'tea' }, 0, 1).map((event) => ({ ...event, version: 1 }));

  test('in development, the read model is folded again and `model.changed` is emitted', async () => {
    const log = lasting();
    await use(log, before, true, ...old);
    const view = things(AddedLoud as never);
    const { store, told } = await open(log, { events: [AddedLoud], views: [view] }, true);
    expect(get(store, view)).toEqual([{ id: 'a', title: 'TEA' }]);
    expect(told).toEqual([{ type: 'model.changed', model: 'things', revision: 1 }]);
  });

  test('in production, a new revision is needed for that', async () => {
    const log = lasting();
    await use(log, before, false, ...old);
    const view = things(AddedLoud as never, 2);
    const { store } = await open(log, { events: [AddedLoud], views: [view] }, false);
    expect(get(store, view)).toEqual([{ id: 'a', title: 'TEA' }]);
  });
});

describe.each([true, false])('[LOG-8] over a compacted log (development: %s)', (isDevelopment) => {
  const v1 = { events: [Added, Gone], views: [things(Added)] };
  const v2 = { events: [AddedTwo, Gone], views: [things(AddedTwo as never)] };
  const rows = (from: number, count: number) =>
    given('thing.added', { id: `n${from}`, name: 'tea' }, from, count).map((event, i) => ({
      ...event,
      data: { id: `n${from + i}`, name: 'tea' },
      version: 1,
    }));

  /** A log of twenty events, the first of which are compacted. */
  async function compacted(): Promise<EventLog> {
    const log = lasting();
    const { store } = await open(log, v1, isDevelopment);
    await store.import(rows(0, 20));
    expect(await compact(store, { keepEvents: 5 })).toMatchObject({ dropped: 10 });
    await store.import(rows(20, 5));
    await store.close();
    return log;
  }

  test('a release with other event versions begins from the base, and reports up to which position it has old ones', async () => {
    const log = await compacted();
    const lack = { model: 'things', since: 20 };
    const { store, told } = await open(log, v2, isDevelopment);
    const shown = get(store, v2.views[0]) as readonly object[];
    expect([shown.length, shown[0]]).toEqual([25, { id: 'n0', name: 'tea' }]);
    expect(shown.filter((row) => 'title' in row)).toHaveLength(5);
    expect([store.status.incomplete, told]).toEqual([[lack], [{ type: 'model.incomplete', ...lack }]]);
    expect((await at(store, 20)).get(v2.views[0] as never)).toHaveProperty('size', 20);
    await compact(store, { keepEvents: Infinity });
    await store.close();
    // Later snapshots and compactions report the same.
    const again = await open(log, v2, isDevelopment);
    expect(again.store.status.incomplete).toEqual([lack]);
    await compact(again.store, { keepEvents: 0 });
    await again.store.close();
    expect((await open(log, v2, isDevelopment)).store.status.incomplete).toEqual([lack]);
  });

  test('the base snapshot of a release with a known bug is kept, and reported', async () => {
    const log = madeWith(await compacted(), 1);
    const { store, told } = await open(log, v1, isDevelopment);
    expect(get(store, v1.views[0])).toHaveLength(25);
    expect([store.status.incomplete, told]).toEqual([
      [{ model: 'things', since: 20 }],
      [{ type: 'model.incomplete', model: 'things', since: 20 }],
    ]);
  });

  test('a snapshot of another release cannot be the base for this one', async () => {
    const log = lasting();
    const { store } = await open(log, v2, isDevelopment);
    // Another tab with the release before saves the new events.
    await use(log, v1, isDevelopment, ...rows(0, 20));
    expect(await compact(store, { keepEvents: 5 })).toEqual({
      floor: 0,
      dropped: 0,
      limit: { by: 'unsaved', position: 0, model: 'things' },
    });
  });
});
