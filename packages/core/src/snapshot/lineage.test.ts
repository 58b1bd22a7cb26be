import { describe, expect, test } from 'vitest';
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

// Releases of an app, one after the other over one log. Reducers do not change but where a test says so.
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

/** Imports, which settles at once, saves, and closes. */
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

describe.each([true, false])('[VIEW-5] a release opens what another has saved (development: %s)', (isDevelopment) => {
  const v1 = { events: [Added, Gone], views: [things(Added)] };

  test('the same events: it begins from there', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const view = things(Added);
    const { store, read } = await open(log, { ...v1, views: [view] }, isDevelopment);
    expect([get(store, view), read()]).toEqual([[{ id: 'a', name: 'tea' }], 0]);
  });

  test('an event that it folds has a newer version: it folds the log', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const view = things(AddedTwo as never);
    const { store, told } = await open(log, { events: [AddedTwo, Gone], views: [view] }, isDevelopment);
    expect([get(store, view), told]).toEqual([[{ id: 'a', title: 'tea' }], []]);
  });

  test('an event that it does not fold has a newer version: it begins from there', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const GoneTwo = Gone.version(z.object({ id: z.string(), why: z.string() }), ({ id }) => ({ id, why: '' }));
    const { store, read } = await open(log, { events: [Added, GoneTwo], views: v1.views }, isDevelopment);
    expect([get(store, v1.views[0]), read()]).toEqual([[{ id: 'a', name: 'tea' }], 0]);
  });

  test('it goes back to an older version: it passes over what is newer, and folds that again later', async () => {
    const log = lasting();
    const two = { events: [AddedTwo], views: [things(AddedTwo as never)] };
    await use(log, two, isDevelopment, ...given('thing.added', { id: 'a', title: 'tea' }, 0, 1));
    await use(log, v1, isDevelopment);
    const old = await open(log, v1, isDevelopment);
    expect([get(old.store, v1.views[0]), old.store.status.skipped]).toEqual([[], 1]);
    const { store } = await open(log, two, isDevelopment);
    expect([get(store, two.views[0]), store.status.skipped]).toEqual([[{ id: 'a', title: 'tea' }], 0]);
  });

  test('an event takes over the name of another, or lets go of it: it folds the log', async () => {
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

  test('an event has another name: it folds the log', async () => {
    const log = lasting();
    await use(log, v1, isDevelopment, ...thing);
    const Renamed = defineEvent('thing.listed', Named, { formerly: ['thing.added'] });
    const view = things(Renamed as never);
    const { store } = await open(log, { events: [Renamed], views: [view] }, isDevelopment);
    expect([get(store, view), store.status.skipped]).toEqual([[{ id: 'a', name: 'tea' }], 0]);
  });

  test('it knows a type that it did not know: it folds the log', async () => {
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

  test('a read model folds one event more, or one fewer: it folds the log', async () => {
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

  test('what was saved has no fold number, or a lower one: it folds the log', async () => {
    for (const fold of [undefined, 1]) {
      const log = lasting();
      await use(log, v1, isDevelopment, ...thing);
      const { store, read } = await open(madeWith(log, fold), v1, isDevelopment);
      expect([get(store, v1.views[0]), read()]).toEqual([[{ id: 'a', name: 'tea' }], 1]);
    }
  });
});

/** The same log, whose saved states were made with another fold. */
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

  test('in development the read model is folded anew, and that is told', async () => {
    const log = lasting();
    await use(log, before, true, ...old);
    const view = things(AddedLoud as never);
    const { store, told } = await open(log, { events: [AddedLoud], views: [view] }, true);
    expect(get(store, view)).toEqual([{ id: 'a', title: 'TEA' }]);
    expect(told).toEqual([{ type: 'model.changed', model: 'things', revision: 1 }]);
  });

  test('in production a new revision does it', async () => {
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

  /** Twenty events, the first of which are gone. */
  async function compacted(): Promise<EventLog> {
    const log = lasting();
    const { store } = await open(log, v1, isDevelopment);
    await store.import(rows(0, 20));
    expect(await compact(store, { keepEvents: 5 })).toMatchObject({ dropped: 10 });
    await store.import(rows(20, 5));
    await store.close();
    return log;
  }

  test('a release with other versions of events goes on from the base, and says up to where it is of the old ones', async () => {
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
    // What is saved on top of it says so too, and what is compacted again.
    const again = await open(log, v2, isDevelopment);
    expect(again.store.status.incomplete).toEqual([lack]);
    await compact(again.store, { keepEvents: 0 });
    await again.store.close();
    expect((await open(log, v2, isDevelopment)).store.status.incomplete).toEqual([lack]);
  });

  test('a base that was folded by a release with a known fault is kept, and that is said', async () => {
    const log = madeWith(await compacted(), 1);
    const { store, told } = await open(log, v1, isDevelopment);
    expect(get(store, v1.views[0])).toHaveLength(25);
    expect([store.status.incomplete, told]).toEqual([
      [{ model: 'things', since: 20 }],
      [{ type: 'model.incomplete', model: 'things', since: 20 }],
    ]);
  });

  test('what another release has saved is no base for this one', async () => {
    const log = lasting();
    const { store } = await open(log, v2, isDevelopment);
    // Another tab, of the release before, saves what has just been written.
    await use(log, v1, isDevelopment, ...rows(0, 20));
    expect(await compact(store, { keepEvents: 5 })).toEqual({
      floor: 0,
      dropped: 0,
      limit: { by: 'unsaved', position: 0, model: 'things' },
    });
  });
});
