import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { testEnv } from '../env/env.fixture.ts';
import { compact, createStore, defineCollection, defineEvent, defineView, memoryLog } from '../index.ts';
import type { EventLog } from '../log/index.ts';
import { at, createTimeline, lastChange, whatIf } from '../history.ts';
import { createUndo } from '../undo-and-rejections.ts';

const Put = defineEvent('put', z.object({ k: z.string(), n: z.number() }));
const Gone = defineEvent('gone', z.object({ k: z.string() }));
interface Row {
  k: string;
  n: number;
}
const rows = defineCollection('rows', { key: (row: Row) => row.k })
  .on(Put, (all, e) => all.put(e.data))
  .on(Gone, (all, e) => all.delete(e.data.k));
const sum = defineView('sum', { initial: { n: 0 } }).on(Put, (draft, e) => void (draft.n += e.data.n));

async function open(log: EventLog = memoryLog('past', { undoHorizon: 10 })) {
  const act = { as: 'ann' };
  const store = createStore({ events: [Put, Gone], views: [rows, sum], log, env: testEnv(), actor: () => act.as });
  await store.ready;
  return { store, act };
}

/** Appends 2,000 events, saves a state at position 1,990, and compacts the log to the last 1,000. */
async function compacted() {
  const { store } = await open();
  const ids: string[] = [];
  for (let i = 1; i <= 2_000; i++) {
    const receipt = store.append(Put({ k: i <= 1_995 ? 'old' : 'new', n: 1 }));
    ids.push(...receipt.ids);
    if (i === 2_000) await receipt.until('stored');
  }
  expect(await compact(store, { keepEvents: 1_000 })).toEqual({ floor: 1_000, dropped: 1_000 });
  return { store, ids };
}

const refused = (position: number, floor: number, head: number) => ({
  code: 'address.out_of_range',
  details: { position, floor, head },
});

describe('[LOG-8] the past of a compacted log', () => {
  test('[TIME-4] refuses to skip or move events that are in the base snapshots', async () => {
    const { store, ids } = await compacted();
    await expect(whatIf(store, { skip: [ids[1_200]!] })).rejects.toMatchObject(refused(1_200, 1_990, 2_000));
    await expect(whatIf(store, { order: [ids[1_995]!, ids[1_200]!] })).rejects.toMatchObject(
      refused(1_200, 1_990, 2_000),
    );
    await expect(whatIf(store, { skip: [ids[10]!] })).rejects.toMatchObject({ code: 'address.unknown' });
    const fork = await whatIf(store, { skip: [ids[1_995]!] });
    expect([fork.get(sum).n, fork.skipped]).toEqual([1_999, [1_996]]);
  });

  test('[TIME-3] finds the last change since the past begins, and refuses an earlier one', async () => {
    const { store } = await compacted();
    expect(await lastChange(store, sum, ['n'])).toMatchObject({ position: 2_000, before: 1_999, after: 2_000 });
    expect(await lastChange(store, rows, ['new'])).toMatchObject({ position: 1_996 });
    await expect(lastChange(store, rows, ['old'])).rejects.toMatchObject(refused(1_989, 1_990, 2_000));
  });

  test('[TIME-1] begins where no undo reaches into the base snapshots any more', async () => {
    const { store, act } = await open();
    for (let i = 1; i <= 22; i++) {
      act.as = i === 15 ? 'bob' : 'ann';
      store.append(Put({ k: 'k', n: i }));
    }
    act.as = 'bob';
    createUndo(store).undo();
    const undoneAt = store.get(sum).n;
    for (let i = 24; i <= 32; i++) store.append(Put({ k: 'k', n: i }));
    // The snapshots lack event 15, and stand at a position where it was not undone yet.
    expect(await compact(store, { keepEvents: 12 })).toMatchObject({ floor: 20 });
    await expect(at(store, 22)).rejects.toMatchObject(refused(22, 23, 32));
    expect((await at(store, 23)).get(sum).n).toBe(undoneAt);
    await expect(lastChange(store, rows, ['none'])).rejects.toMatchObject(refused(22, 23, 32));
    const timeline = createTimeline(store);
    await timeline.seek(24);
    expect([timeline.state.floor, store.get(sum).n]).toEqual([23, undoneAt + 24]);
    timeline.close();
  });

  test('[TIME-1] an undo that reaches only later events hides nothing', async () => {
    const { store } = await open();
    const sums = [0];
    const undo = createUndo(store);
    for (let i = 1; i <= 60; i++) {
      if (i % 5 === 0) undo.undo();
      else store.append(Put({ k: 'k', n: i }));
      sums.push(store.get(sum).n);
    }
    const { floor } = await compact(store, { keepEvents: 12 });
    expect(floor).toBeLessThan(50);
    await expect(at(store, 49)).rejects.toMatchObject(refused(49, 50, 60));
    for (let position = 50; position <= 60; position++)
      expect((await at(store, position)).get(sum).n).toBe(sums[position]);
  });
});

test('[VIEW-5] [TIME-4] a base snapshot never splits a group: a fork skips all of it or nothing', async () => {
  const log = memoryLog('groups', { undoHorizon: 512 });
  const { store } = await open(log);
  store.append(Put({ k: 'k', n: 1 }));
  for (let i = 0; i < 400; i++)
    store.transaction('two', () => [store.append(Put({ k: 'a', n: 1 })), store.append(Put({ k: 'b', n: 1 }))]);
  await store.append(Put({ k: 'k', n: 1 })).until('stored');
  const { floor } = await compact(store, { keepEvents: 0 });
  // After the first event, each group has two events.
  expect([floor > 200, floor % 2]).toEqual([true, 1]);
  const [next] = (await log.read({ after: floor, limit: 1 })).commits[0]!.events;
  const fork = await whatIf(store, { skip: [next!.metadata.group!] });
  expect(fork.skipped).toEqual([floor + 1, floor + 2]);
});

test('[TIME-3] finds a row that came and went, though the collection is identical to before', async () => {
  const { store } = await open(memoryLog());
  store.append(Put({ k: 'here', n: 1 }));
  store.append(Put({ k: 'gone', n: 2 }));
  store.append(Gone({ k: 'gone' }));
  expect(await lastChange(store, rows, ['gone', 'n'])).toMatchObject({ position: 3, before: 2, after: undefined });
  expect(await lastChange(store, rows, ['gone'], { upTo: 2 })).toMatchObject({ position: 2 });
});
