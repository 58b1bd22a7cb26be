import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  createStore,
  defineCollection,
  defineEvent,
  defineView,
  type ErrorCode,
  eventIdFrom,
  memoryLog,
  RefoldError,
  type Store,
} from '../index.ts';
import type { EventLog } from '../log/index.ts';
import { createUndo } from '../undo/create-undo.ts';
import type { Batch } from '../log/commit.ts';
import type { Manifest, Snapshot, SnapshotPage } from '../log/snapshot-store.ts';
import { budget } from '../property.fixture.ts';
import { type TestEnv, testEnv } from '../env/env.fixture.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { sizedProperty } from '../sizes.fixture.ts';

const Put = defineEvent('row.put', z.object({ k: z.number(), n: z.number() }));
const Dropped = defineEvent('row.dropped', z.object({ k: z.number() }));
const events = [Put, Dropped];
interface Row {
  k: number;
  n: number;
}
let reduced = 0;
const rowsWith = (revision: number) =>
  defineCollection('rows', { key: (r: Row) => r.k, indexes: ['n'], revision })
    .on(Put, (rows, e) => {
      reduced += 1;
      rows.put(e.data);
    })
    .on(Dropped, (rows, e) => rows.delete(e.data.k));
const rows = rowsWith(1);
const total = defineView('total', { initial: { n: 0, puts: 0 } }).on(Put, (draft, e) => {
  draft.n += e.data.n;
  draft.puts += 1;
});
const views = [rows, total];

async function open(
  log: EventLog,
  models: typeof views = views,
): Promise<{ store: Store<(typeof events)[number]>; env: TestEnv }> {
  const env = testEnv();
  const store = createStore({ events, views: models, log, env });
  await store.ready;
  return { store, env };
}

/** Appends events and stores them, then runs idle saves until the manifests cover them. */
async function fill(log: EventLog, count: number, from = 0): Promise<void> {
  const { store, env } = await open(log);
  for (let i = 0; i < count; i += 500) {
    const batch = Array.from({ length: Math.min(500, count - i) }, (_, j) =>
      Put({ k: (from + i + j) % 700, n: i + j }),
    );
    await store.append(...batch).until('stored');
  }
  const { position } = await log.open();
  env.runIdle();
  await expect.poll(async () => (await log.snapshots!.read('total'))?.manifest.position).toBe(position);
  await store.close();
}

/** Events of another log, without a group. */
const given = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({
    id: eventIdFrom('given', String(from + i)),
    type: Put.type,
    timestamp: '2020-01-01T00:00:00.000Z',
    data: { k: (from + i) % 700, n: i },
  }));

/** A log that survives closing and reopening its store. Nothing can be undone in it, so everything is saved. */
function lasting(undoHorizon = 0): EventLog {
  const log = memoryLog('memory', { undoHorizon });
  return { ...log, close: () => Promise.resolve() };
}
const stateOf = (store: Store<(typeof events)[number]>): unknown => [
  [...store.get(rows)],
  store.get(rows).where('n', { gte: 900 }),
  store.get(total),
];

describe('[VIEW-5] [LOG-6] a store that opens from a snapshot', () => {
  test('folds only the tail, and equals a replay from zero', async () => {
    const log = lasting();
    await fill(log, 1_500);
    const { store } = await open(log);
    await store.append(Put({ k: 1, n: -1 }), Dropped({ k: 2 })).until('stored');
    await store.close();
    reduced = 0;
    const { store: again } = await open(log);
    expect(reduced).toBe(1);
    const { snapshots: _, ...bare } = log;
    const { store: replayed } = await open(bare);
    expect(stateOf(again)).toEqual(stateOf(replayed));
    expect(again.status.progress).toBeUndefined();
  });

  test('equals a replay from zero, whatever was appended between saves', async () => {
    const step = fc.record({
      puts: fc.array(fc.record({ k: fc.nat({ max: 40 }), n: fc.integer() }), { maxLength: 30 }),
      drops: fc.array(fc.nat({ max: 40 }), { maxLength: 5 }),
    });
    await fc.assert(
      sizedProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const log = lasting();
        await fill(log, 1_000);
        for (const { puts, drops } of steps) {
          const { store } = await open(log);
          await store.append(...puts.map((p) => Put(p)), ...drops.map((k) => Dropped({ k }))).until('stored');
          await store.close();
          await fill(log, 1_000, puts.length);
        }
        const { snapshots: _, ...bare } = log;
        expect(stateOf((await open(log)).store)).toEqual(stateOf((await open(bare)).store));
      }),
      budget(8),
    );
  });

  test('[VIEW-4] folds a model from the log if its revision changed, or in development its reducers', async () => {
    const log = lasting();
    await fill(log, 1_000);
    reduced = 0;
    const { store } = await open(log, [rowsWith(2), total]);
    expect([reduced, store.get(total).puts]).toEqual([1_000, 1_000]);
    const changed = defineView('total', { initial: { n: 0, puts: 0 } }).on(Put, (draft) => {
      draft.puts += 2;
    });
    const env = testEnv();
    const other = createStore({ events, views: [changed], log, env });
    const told: unknown[] = [];
    other.system$.subscribe((e) => told.push(e));
    await other.ready;
    expect([other.get(changed).puts, told]).toEqual([2_000, [{ type: 'model.changed', model: 'total', revision: 1 }]]);
  });

  test('[VIEW-4] changed reducers are reported once, and not during the read', async () => {
    const log = lasting();
    await fill(log, 1_000);
    const inner = log.snapshots!;
    const told: string[] = [];
    const read: typeof inner.read = (model, which, isWanted = () => true) =>
      inner.read(model, which, (manifest) => {
        // As when a read is cut off, and repeated.
        const answers = [isWanted(manifest), isWanted(manifest)];
        told.push(`asked: ${answers.join()}`);
        return answers.every(Boolean);
      });
    const changed = defineView('total', { initial: { puts: 0 } }).on(Put, (draft) => void (draft.puts += 2));
    const other = { ...log, snapshots: { ...inner, read } };
    const store = createStore({ events, views: [changed], log: other, env: testEnv() });
    store.system$.subscribe((e) => told.push(e.type));
    await store.ready;
    expect(told).toEqual(['asked: false,false', 'model.changed']);
  });

  const edits: { readonly what: string; readonly edit: (manifest: Manifest) => Manifest }[] = [
    { what: 'of another log', edit: (m) => ({ ...m, log: 'other' }) },
    { what: 'of a newer revision past the end of the log', edit: (m) => ({ ...m, position: 2_000, revision: 2 }) },
    { what: 'past the end of the log', edit: (m) => ({ ...m, position: 2_000 }) },
    {
      what: 'that skipped a type that is known now',
      edit: (m) => ({ ...m, skipped: [{ type: 'row.put', newest: 0, count: 3 }] }),
    },
    { what: 'with a missing page', edit: (m) => ({ ...m, pages: [...m.pages, { id: 'lost', first: 1 }] }) },
  ];
  test.each(edits)('drops a snapshot $what, and folds from the log', async ({ edit }) => {
    const log = lasting();
    await fill(log, 1_000);
    const inner = log.snapshots!;
    const read: typeof inner.read = async (model, which, isWanted = () => true) => {
      const snapshot = await inner.read(model, which);
      const manifest = snapshot && edit(snapshot.manifest);
      if (manifest === undefined || !isWanted(manifest)) return undefined;
      const pages = snapshot!.pages.filter(({ id }) => manifest.pages.some((p) => p.id === id));
      return pages.length === manifest.pages.length ? { manifest, pages } : undefined;
    };
    const dropped: string[] = [];
    const drop = (model: string) => inner.drop(model).then(() => void dropped.push(model));
    const { store } = await open({ ...log, snapshots: { ...inner, read, drop } });
    expect([dropped, store.get(total).puts, store.get(rows).size]).toEqual([['rows', 'total'], 1_000, 700]);
  });
});

test('[VIEW-5] imported events are saved as soon as they are stored, since nobody can undo them', async () => {
  const log = lasting(10_000);
  let write = (): void => undefined;
  const written = new Promise<void>((resolve) => (write = resolve));
  const inner = log.snapshots!;
  let puts = 0;
  const put: typeof inner.put = (model, pages) => {
    puts += 1;
    return inner.put(model, pages);
  };
  const slow = { ...log, import: (batch: Batch) => written.then(() => log.import(batch)) };
  const { store, env } = await open({ ...slow, snapshots: { ...inner, put } });
  const importing = store.import(given(1_200));
  await expect.poll(() => store.status.unsaved).toBe(1_200);
  // Idle already, but nothing is stored: it cannot save yet, and must not forget.
  env.runIdle();
  expect(puts).toBe(0);
  write();
  await importing;
  env.runIdle();
  await expect.poll(async () => (await log.snapshots!.read('total'))?.manifest.position).toBe(1_200);
  await store.close();
  reduced = 0;
  const again = await open(log);
  expect([reduced, again.store.get(total).puts]).toEqual([0, 1_200]);
});

test('[VIEW-5] [UNDO-2] a snapshot does not split a transaction at the undo horizon', async () => {
  const log = lasting(100);
  const { store, env } = await open(log);
  await store.import(given(1_200));
  store.transaction('many', () => {
    for (let k = 0; k < 10; k++) store.append(Put({ k, n: -1 }));
  });
  // The first five of the ten are now beyond the horizon.
  await store.import(given(95, 1_200));
  const undo = createUndo(store);
  expect(undo.undo()).toMatchObject({ ok: false, reason: 'out-of-horizon' });
  env.runIdle();
  await expect.poll(async () => (await log.snapshots!.read('total'))?.manifest.position).toBe(1_200);
  await store.close();
  const again = createUndo((await open(log)).store);
  expect([again.state, again.undo()]).toMatchObject([
    { canUndo: false, undoLabel: 'many' },
    { reason: 'out-of-horizon' },
  ]);
});

test('[VIEW-5] [TAB-2] a store that no longer knows the whole log saves nothing', async () => {
  const log = lasting();
  const inner = log.snapshots!;
  let puts = 0;
  const put: typeof inner.put = (model, pages) => {
    puts += 1;
    return inner.put(model, pages);
  };
  const append500 = (store: Awaited<ReturnType<typeof open>>['store']) =>
    store.append(...Array.from({ length: 500 }, (_, k) => Put({ k, n: 0 }))).until('stored');
  const { store: one, env } = await open({ ...log, snapshots: { ...inner, put } });
  const { store: two, env: itsEnv } = await open({ ...log, snapshots: { ...inner, put } });
  await append500(two);
  await append500(one);
  await append500(one);
  env.runIdle();
  expect(puts).toBe(0);
  // The other store's save is due as well, and it knows no more of the log than the first.
  await append500(two);
  itsEnv.runIdle();
  expect(puts).toBe(0);
  const { env: fresh } = await open({ ...log, snapshots: { ...inner, put } });
  fresh.runIdle();
  expect(puts).toBeGreaterThan(0);
});

test('[VIEW-5] a model that cannot be saved is reported, and the others are saved', async () => {
  const log = lasting();
  const inner = log.snapshots!;
  const put: typeof inner.put = (model, pages) =>
    model === 'rows' ? Promise.reject(new Error('cannot be cloned')) : inner.put(model, pages);
  const { store, env } = await open({ ...log, snapshots: { ...inner, put } });
  const told: { type: string }[] = [];
  store.system$.subscribe((e) => told.push(e));
  for (let i = 0; i < 2; i++)
    await store.append(...Array.from({ length: 500 }, (_, k) => Put({ k, n: i }))).until('stored');
  env.runIdle();
  await expect.poll(async () => (await inner.read('total'))?.manifest.position).toBe(1_000);
  expect(await inner.read('rows')).toBeUndefined();
  expect(told).toMatchObject([
    {
      type: 'snapshot.failed',
      model: 'rows',
      error: { code: 'snapshot.failed', cause: { message: 'cannot be cloned' } },
    },
  ]);
});

const faults: readonly [what: string, read: (snapshot: Snapshot) => Promise<Snapshot>, code: ErrorCode][] = [
  [
    'the log cannot read',
    () => Promise.reject(new RefoldError('log.corrupt', { log: 'memory', where: 'reading' })),
    'log.corrupt',
  ],
  [
    'the platform fails to read',
    () => Promise.reject(new RefoldError('log.read_failed', { log: 'memory' })),
    'log.read_failed',
  ],
  [
    'cannot be put together',
    async ({ manifest, pages }) => ({ manifest, pages: pages.map(({ id }) => ({ id }) as SnapshotPage) }),
    'snapshot.failed',
  ],
];
test.each(faults)('[VIEW-5] a snapshot that %s is dropped, reported and made again', async (_, spoil, code) => {
  const log = lasting();
  await fill(log, 1_000);
  const inner = log.snapshots!;
  let isSpoilt = true;
  const read: typeof inner.read = async (model, which, isWanted) => {
    const snapshot = await inner.read(model, which, isWanted);
    return snapshot !== undefined && model === 'rows' && isSpoilt ? spoil(snapshot) : snapshot;
  };
  const env = testEnv();
  const store = createStore({ events, views, log: { ...log, snapshots: { ...inner, read } }, env });
  const told: { readonly type: string }[] = [];
  store.system$.subscribe((e) => told.push(e));
  reduced = 0;
  await store.ready;
  expect(told).toMatchObject([{ type: 'snapshot.failed', model: 'rows', error: { code } }]);
  expect([reduced, store.get(rows).size, store.get(total).puts, await inner.read('rows')]).toEqual([
    1_000,
    700,
    1_000,
    undefined,
  ]);
  isSpoilt = false;
  const batch = (k: number) => store.append(...Array.from({ length: 500 }, () => Put({ k, n: 1 }))).until('stored');
  for (const k of [1, 2]) await batch(k);
  env.runIdle();
  await expect.poll(async () => (await inner.read('rows'))?.manifest.position).toBe(2_000);
  await store.close();
  const { store: again } = await open(log);
  expect([again.get(rows).get(2), again.get(total).puts]).toEqual([{ k: 2, n: 1 }, 2_000]);
});

test('[VIEW-5] [LOG-5] on a full disk a store still opens; a bad snapshot stays, and is reported', async () => {
  const log = lasting();
  await fill(log, 1_000);
  const inner = log.snapshots!;
  const full = new RefoldError('log.full', { log: 'memory', events: 0 });
  const next = rowsWith(2);
  const store = createStore({
    events,
    views: [next, total],
    log: { ...log, snapshots: { ...inner, drop: () => Promise.reject(full) } },
    env: testEnv(),
  });
  const told: { readonly type: string }[] = [];
  store.system$.subscribe((e) => told.push(e));
  await store.ready;
  expect(told).toEqual([{ type: 'snapshot.failed', model: 'rows', error: full }]);
  expect([store.get(next).size, store.get(total).puts]).toEqual([700, 1_000]);
  // Other faults of the storage are not for a read model to report.
  const gone = new RefoldError('log.lost', { log: 'memory' });
  const other = { ...log, snapshots: { ...inner, drop: () => Promise.reject(gone) } };
  await expect(createStore({ events, views: [rowsWith(2)], log: other, env: testEnv() }).ready).rejects.toBe(gone);
});

test.each([true, false])(
  '[LOG-6] a store holds as many stored events as undo reaches, and a few more; saved: %s',
  async (isSaved) => {
    const { snapshots, ...bare } = lasting(100);
    const log: EventLog = isSaved ? { ...bare, snapshots: snapshots! } : bare;
    const { store } = await open(log);
    const held = (of: typeof store): number => testHandle(of).heldEvents.length;
    let most = 0;
    for (let i = 0; i < 200; i++) {
      await store.append(...Array.from({ length: 50 }, (_, k) => Put({ k, n: i }))).until('stored');
      most = Math.max(most, held(store));
    }
    expect(most).toBeLessThanOrEqual(150);
    await store.import(given(2_000));
    // Events appended in one call are released with the next.
    await store.append(Put({ k: 0, n: 0 })).until('stored');
    expect(held(store)).toBeLessThanOrEqual(150);
    // Imported events cannot be undone, and the others are out of reach.
    expect(held((await open(log)).store)).toBe(1);
  },
);

test('[VIEW-4] before ready, a new revision is folded with progress, yielding on the way', async () => {
  const log = lasting();
  await fill(log, 5_000);
  let rests = 0;
  let ms = 0;
  // As on a slow device, where a slice takes as long as the page may be busy.
  const env = { ...testEnv(), elapsed: () => (ms += 13), pause: async () => void (rests += 1) };
  const next = rowsWith(2);
  const store = createStore({ events, views: [next, total], log, env });
  const told: string[] = [];
  store.status$.subscribe(
    ({ phase, progress }) => progress && told.push(`${phase} ${progress.done} of ${progress.of}`),
  );
  await store.ready;
  expect(told).toEqual(['opening 2000 of 5000', 'opening 4000 of 5000', 'opening 5000 of 5000']);
  expect(rests).toBeGreaterThanOrEqual(100);
  expect([store.get(next).size, store.status.progress]).toEqual([700, undefined]);
});

test.each(['put', 'commit'] as const)(
  '[VIEW-5] after a failed save (%s), the next one includes all changes since the last good one',
  async (what) => {
    const log = lasting();
    const inner = log.snapshots!;
    let isFailing = false;
    const snapshots: typeof inner = {
      ...inner,
      put: (model, pages) =>
        isFailing && what === 'put' ? Promise.reject(new Error('disk')) : inner.put(model, pages),
      // Another opener committed in between, which deleted the pages.
      commit: (manifest) =>
        isFailing && what === 'commit' ? inner.drop(manifest.model).then(() => false) : inner.commit(manifest),
    };
    const { store, env } = await open({ ...log, snapshots });
    const save = async (from: number, n: number): Promise<void> => {
      for (const k of [from, from + 200])
        await store.append(...Array.from({ length: 500 }, (_, i) => Put({ k: k + (i % 200), n }))).until('stored');
      env.runIdle();
      await testHandle(store).snapshotsSaved();
    };
    await save(0, 1);
    isFailing = true;
    // The same rows, in pages that the third save does not touch.
    await save(0, 2);
    isFailing = false;
    await save(800, 3);
    expect((await inner.read('rows'))?.manifest.position).toBe(3_000);
    await store.close();
    const { store: again } = await open(log);
    expect(stateOf(again)).toEqual(stateOf((await open({ ...log, snapshots: undefined as never })).store));
  },
);
