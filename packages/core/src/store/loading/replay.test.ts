import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createRejections, createUndo, rejectCommit } from '../../undo-and-rejections.ts';
import { compact, createStore, defineEvent, defineView, memoryLog } from '../../index.ts';
import { sizes } from '../../log/sizes.ts';
import { withSizes } from '../../sizes.fixture.ts';
import type { LogEntry } from '../../fold/fold.ts';
import { testEnv } from '../../env/env.fixture.ts';
import { ReadModels } from '../../fold/read-models.ts';
import { replay } from './replay.ts';

const Counted = defineEvent('counted', z.object({ by: z.number() }));
const count = defineView('count', { initial: { n: 0 } }).on(Counted, (draft, e) => void (draft.n += e.data.by));
const sum = defineView('sum', { initial: { n: 0 } }).on(Counted, (draft, e) => void (draft.n += e.data.by));

const lasting = () => ({ ...memoryLog(), close: () => Promise.resolve() });

async function open(log = lasting(), env = testEnv()) {
  const store = createStore({ events: [Counted], views: [count], log, env });
  await store.ready;
  return { store, log };
}

/** A store with `commits` commits of one event each, all stored. */
async function filled(commits: number) {
  const { store, log } = await open();
  for (let i = 1; i < commits; i++) store.append(Counted({ by: 1 }));
  await store.append(Counted({ by: 1 })).until('stored');
  return { store, log };
}

// A page of the log holds 2,000 events, so that the control stands alone in the second one.
describe('[UNDO-1] [VIEW-2] a control in another page than its target', () => {
  test('takes the event out after a reload, and for an attached model', async () => {
    const { store, log } = await filled(2_000);
    createUndo(store).undo();
    await store.append(Counted({ by: 0 })).until('stored');
    expect(store.get(count).n).toBe(1_999);
    const { store: again } = await open(log);
    const both = await again.attach(sum);
    expect([both.get(count).n, both.get(sum).n]).toEqual([1_999, 1_999]);
  });

  test('puts the event back after a reload, and for an attached model', async () => {
    const { store, log } = await filled(1_999);
    const undo = createUndo(store);
    undo.undo();
    undo.redo();
    await store.append(Counted({ by: 0 })).until('stored');
    await store.close();
    const { store: again } = await open(log);
    const both = await again.attach(sum);
    expect([both.get(count).n, both.get(sum).n]).toEqual([1_999, 1_999]);
  });

  test('[SYNC-4] does not bring a rejected commit back', async () => {
    const { store, log } = await filled(1_999);
    const receipt = store.append(Counted({ by: 5 }));
    rejectCommit(store, receipt, { code: 'no' });
    await store.append(Counted({ by: 0 })).until('stored');
    await store.close();
    const { store: again } = await open(log);
    const both = await again.attach(sum);
    expect([both.get(count).n, both.get(sum).n]).toEqual([1_999, 1_999]);
    expect(createRejections(again).list).toMatchObject([{ code: 'no' }]);
  });
});

test('[VIEW-5] a store opens from a snapshot within a commit, and continues', async () => {
  const log = { ...memoryLog('cut', { undoHorizon: 4 }), close: () => Promise.resolve() };
  const { store } = await open(log);
  const one = () => Counted({ by: 1 });
  store.append(one(), one(), one());
  for (let i = 0; i < 4; i++) await store.append(one()).until('stored');
  await compact(store, { keepEvents: Infinity });
  await store.close();
  // A replay in small steps saves such a snapshot.
  const { manifest, pages } = (await log.snapshots!.read('count'))!;
  await log.snapshots!.put('count', [{ ...pages[0]!, rows: [{ n: 2 }] }]);
  await log.snapshots!.commit({ ...manifest, position: 2 });
  const { store: again } = await withSizes({ ...sizes, replayPage: 1 }, () => open(log));
  expect(again.get(count).n).toBe(7);
  expect(createUndo(again).undo()).toMatchObject({ ok: true });
  expect(again.get(count).n).toBe(6);
});

test('[VIEW-2] read models refuse controls while a batch is open, which would overwrite their effect', () => {
  const models = new ReadModels([], true);
  const batch = models.begin();
  expect(() => models.take([])).toThrow('a batch has begun');
  expect(() => models.begin()).toThrow('a batch has begun');
  batch.finish(0);
  models.take([]);
});

test('[LOG-6] a replay yields even if the clock goes back', async () => {
  const { log } = await filled(2_000);
  const env = testEnv();
  let rests = 0;
  let ms = 0;
  const models = new ReadModels([], true);
  const decodeEntries = (): readonly LogEntry[] => [];
  const progress = (): void => undefined;
  await replay(
    { log, models, decodeEntries, progress, elapsed: () => (ms += 5), pause: async () => void (rests += 1) },
    0,
  );
  expect(rests).toBeGreaterThan(300);
  // The same with a wall clock that runs backwards.
  [rests, ms] = [0, 0];
  const backwards = { now: () => (env.ms -= 1_000), elapsed: () => (ms += 5), pause: async () => void (rests += 1) };
  await open(log, { ...env, ...backwards });
  expect(rests).toBeGreaterThan(300);
});
