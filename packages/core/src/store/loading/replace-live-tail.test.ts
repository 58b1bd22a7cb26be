import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type FaultyLog, faultyLog, testEnv } from '../../env/env.fixture.ts';
import type { SystemEvent } from '../../fold/telemetry.ts';
import { createStore, defineCollection, defineEvent, defineView, eventIdFrom, memoryLog } from '../../index.ts';
import type { EventLog } from '../../log/index.ts';
import type { DraftOf } from '../../model/event.ts';
import { sizes } from '../../log/sizes.ts';
import { createUndo, rejectCommit } from '../../undo-and-rejections.ts';
import { withSizes } from '../../sizes.fixture.ts';
import { testHandle } from '../../test-handle.fixture.ts';

const Put = defineEvent('row.put', z.object({ k: z.string(), n: z.number() }));
const Bumped = defineEvent('row.bumped', z.object({ k: z.string() }));
const Renamed = defineEvent('row.renamed', z.object({ k: z.string() }));
const rows = defineCollection('rows', { key: (row: { k: string; n: number }) => row.k })
  .on(Put, (all, { data }) => all.put(data))
  .on(Bumped, (all, { data }) => all.update(data.k, (row) => void (row.n = row.n * 2 + 1)));
const order = defineView('order', { initial: { keys: '' } }).on([Put, Bumped], (draft, { data }) => {
  draft.keys += data.k;
});
const late = defineView('late', { initial: { events: 0 } }).on([Put, Bumped], (draft) => void (draft.events += 1));

/** Opens the log once more, as another tab does. `more`: events that only a newer app knows. */
async function openTab(log: EventLog, ...more: readonly (typeof Renamed)[]) {
  const env = testEnv();
  const views = [rows, order] as const;
  const store = createStore({
    events: [Put, Bumped, ...more],
    views,
    log: { ...log, close: () => Promise.resolve() },
    env,
  });
  await store.ready;
  return { store, env };
}
type Tab = Awaited<ReturnType<typeof openTab>>['store'];

/** Two tabs over a log of rows `a` and `b`. The writes of the first can fail. */
async function openTwo(inner: EventLog = memoryLog()) {
  const log = faultyLog(inner);
  const { store: one, env } = await openTab(log);
  await one.append(Put({ k: 'a', n: 1 }), Put({ k: 'b', n: 1 })).until('stored');
  const { store: two } = await openTab(inner);
  return { log, inner, one, two, env };
}

/** Appends an event that stays pending. */
async function appendPending(
  store: Tab,
  { faults }: FaultyLog,
  ...events: readonly DraftOf<typeof Put | typeof Bumped>[]
) {
  faults.push('lost');
  const receipt = store.append(...events);
  await expect(receipt.until('stored')).rejects.toMatchObject({ code: 'log.write_failed' });
  return receipt;
}

const valuesOf = (store: Tab) => ({ rows: [...store.get(rows)], order: store.get(order), status: store.status });
const telemetryOf = (store: Tab): readonly SystemEvent[] => {
  const told: SystemEvent[] = [];
  store.system$.subscribe((event) => told.push(event));
  return told;
};
/** What an attach does with what another tab wrote. */
const attachLate = async (store: Tab) => (await store.attach(late)).get(late);

describe('[KERNEL-3] attach finds events of another tab in the log', () => {
  test('folds them where they stand: rows that stay equal stay the same objects, and one change is published', async () => {
    const { log, one, two } = await openTwo();
    const [a, b] = one.get(rows);
    await two.append(Put({ k: 'c', n: 3 }), Bumped({ k: 'b' })).until('stored');
    await appendPending(one, log, Bumped({ k: 'b' }), Put({ k: 'd', n: 4 }));
    const d = one.get(rows).get('d');
    let published = 0;
    one.subscribe(() => (published += 1));
    expect(await attachLate(one)).toEqual({ events: 6 });
    expect(published).toBe(1);
    // Both bumps of `b`, the own one last; the own pending events come after those of the other tab.
    expect([...one.get(rows)]).toEqual([a, { k: 'b', n: 7 }, { k: 'c', n: 3 }, d]);
    expect(one.get(rows).get('a')).toBe(a);
    expect(one.get(rows).get('b')).not.toBe(b);
    expect(one.get(rows).get('d')).toBe(d);
    expect(one.get(order)).toEqual({ keys: 'abcbbd' });
    expect(testHandle(one).head).toEqual({ confirmed: 4, pending: 2 });
  });

  test('also when the own events were stored after those of the other tab', async () => {
    const { one, two, inner, env } = await openTwo(memoryLog('memory', { undoHorizon: 0 }));
    await two.append(Put({ k: 'c', n: 3 })).until('stored');
    await one.append(Bumped({ k: 'c' })).until('stored');
    const [a] = one.get(rows);
    expect([...one.get(rows)].map(({ k }) => k)).toEqual(['a', 'b']);
    await attachLate(one);
    expect(one.get(rows).get('c')).toEqual({ k: 'c', n: 7 });
    expect(one.get(rows).get('a')).toBe(a);
    // From here on the store knows the whole log again, so that it may save its read models.
    await withSizes({ ...sizes, snapshotDue: 1 }, async () => {
      await one.append(Bumped({ k: 'a' })).until('stored');
      env.runIdle();
      await expect.poll(async () => (await inner.snapshots!.read('rows'))?.manifest.position).toBe(5);
      const { store: again } = await openTab({ ...inner, read: (o) => (expect(o.after).toBe(5), inner.read(o)) });
      expect([...again.get(rows)]).toEqual([...one.get(rows)]);
    });
  });

  test('keeps the undo stacks of the tab, and undoing works on', async () => {
    const { log, one, two } = await openTwo();
    const history = createUndo(one);
    let states = 0;
    history.subscribe(() => (states += 1));
    await appendPending(one, log, Bumped({ k: 'a' }));
    history.undo();
    await appendPending(one, log, Bumped({ k: 'b' }));
    const { state } = history;
    await two.append(Bumped({ k: 'a' })).until('stored');
    states = 0;
    await attachLate(one);
    expect([history.state, states]).toEqual([state, 0]);
    expect(history.undo()).toMatchObject({ ok: true });
    expect(history.redo()).toMatchObject({ ok: true });
    expect(history.undo()).toMatchObject({ ok: true });
    expect([...one.get(rows)].map(({ n }) => n)).toEqual([3, 1]);
  });

  test.each([
    ['where they stand', 10_000],
    ['from the log', 0],
  ])('rejections of own events move receipts on, and are announced once, folded %s', async (_, tailReplaced) => {
    const { log, one, two } = await openTwo();
    const receipt = one.append(Bumped({ k: 'a' }));
    await receipt.until('stored');
    const told = telemetryOf(one);
    await two.attach(late);
    rejectCommit(two, receipt, { code: 'sold-out' });
    await two.append(Bumped({ k: 'b' })).until('stored');
    const own = await appendPending(one, log, Bumped({ k: 'b' }));
    log.faults.push('lost');
    rejectCommit(one, own, { code: 'own' });
    await appendPending(one, log, Bumped({ k: 'b' }));
    await withSizes({ ...sizes, tailReplaced }, () => attachLate(one));
    const rejected = [
      { type: 'commit.rejected', events: own.ids, code: 'own' },
      { type: 'commit.rejected', events: receipt.ids, code: 'sold-out' },
    ];
    expect(receipt.stage).toBe('rejected');
    expect(told.filter(({ type }) => type === 'commit.rejected')).toMatchObject(rejected);
    expect([...one.get(rows)].map(({ n }) => n)).toEqual([1, 7]);
    await two.append(Bumped({ k: 'a' })).until('stored');
    await attachLate(one);
    expect(told.filter(({ type }) => type === 'commit.rejected')).toHaveLength(2);
  });

  test.each([
    ['where they stand', 10_000],
    ['from the log', 0],
  ])('events that this app does not know are counted and announced once, folded %s', async (_, tailReplaced) => {
    const { log, inner, one } = await openTwo();
    const newer = await openTab(inner, Renamed);
    const told = telemetryOf(one);
    const rename = () => newer.store.append(Renamed({ k: 'a' })).until('stored');
    await rename();
    await appendPending(one, log, Bumped({ k: 'b' }));
    await withSizes({ ...sizes, tailReplaced }, async () => {
      await attachLate(one);
      await rename();
      await attachLate(one);
    });
    expect(told.filter(({ type }) => type === 'event.skipped')).toMatchObject([{ position: 3 }, { position: 4 }]);
    expect([one.status.skipped, testHandle(one).head]).toEqual([2, { confirmed: 4, pending: 1 }]);
    expect(one.get(order)).toEqual({ keys: 'abb' });
  });

  test.each([
    ['as many events as may be folded in one task', 2, true],
    ['more, and then all is folded from the log', 1, false],
  ])('the result is the same with %s', async (_, tailReplaced, isSame) => {
    const { log, one, two } = await openTwo();
    const [a] = one.get(rows);
    await two.append(Put({ k: 'c', n: 3 }), Bumped({ k: 'b' })).until('stored');
    await appendPending(one, log, Bumped({ k: 'b' }));
    await withSizes({ ...sizes, tailReplaced, replayPage: 1 }, () => attachLate(one));
    expect(valuesOf(one)).toMatchObject({ rows: [{ n: 1 }, { n: 7 }, { n: 3 }], order: { keys: 'abcbb' } });
    expect(one.get(rows).get('a') === a).toBe(isSame);
  });

  test('an event that was stored without an answer is folded once, however often the log is read', async () => {
    const { log, one, two } = await openTwo();
    log.faults.push('unknown');
    const receipt = one.append(Bumped({ k: 'a' }));
    await expect(receipt.until('stored')).rejects.toMatchObject({ code: 'log.write_failed' });
    await two.append(Bumped({ k: 'b' })).until('stored');
    await attachLate(one);
    await two.append(Bumped({ k: 'b' })).until('stored');
    await attachLate(one);
    expect([...one.get(rows)].map(({ n }) => n)).toEqual([3, 7]);
    expect(testHandle(one).position).toBe(5);
  });

  test('folds all again where the store holds an own event that this app does not know', async () => {
    const { log, one, two } = await openTwo();
    const unknown = { type: 'of.another.app', timestamp: '2026-01-01T00:00:00.000Z', data: {} };
    log.faults.push('lost');
    const imported = one.import([{ ...unknown, id: eventIdFrom('x') } as never]);
    await expect(imported).rejects.toMatchObject({ code: 'log.write_failed' });
    await two.append(Put({ k: 'c', n: 3 })).until('stored');
    await attachLate(one);
    expect([one.status.skipped, testHandle(one).head]).toEqual([1, { confirmed: 3, pending: 1 }]);
    await one.append(Bumped({ k: 'c' })).until('stored');
    expect(testHandle(one).head).toEqual({ confirmed: 5, pending: 0 });
    expect(valuesOf(one)).toMatchObject({ order: { keys: 'abcc' } });
  });
});
