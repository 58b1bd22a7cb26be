import fc from 'fast-check';
import { expect, test } from 'vitest';
import { internalsOf } from '../store/internals.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { laterSizes } from '../log/later-sizes.ts';
import type { EventLog } from '../log/event-log.ts';
import { budget } from '../property.fixture.ts';
import { readOldestState } from './oldest-state.ts';
import type { States } from './checkpoints.ts';
import { PastReader } from './past-reader.ts';
import { foldTo, logOf, openPast, plain, Put, steps, toEvents } from './history.fixture.ts';
import { sizedProperty } from '../sizes.fixture.ts';

const values = (states: States): Record<string, unknown> =>
  Object.fromEntries([...states].map(([name, { value }]) => [name, plain(value)]));

async function open(log: EventLog, pageEvents: number) {
  const { store } = await openPast(log);
  const internals = internalsOf(store);
  const head = await log.open();
  return {
    store,
    pastReader: new PastReader(internals, head, await readOldestState(internals, head), pageEvents),
  };
}

test('[TIME-1] [TIME-2] [UNDO-1] the state at any position, in any order, equals a fold from scratch', async () => {
  await fc.assert(
    sizedProperty(
      steps(60),
      fc.array(fc.nat(1_000), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 2, max: 8 }),
      fc.integer({ min: 1, max: 5 }),
      async (script, seeks, pageEvents, checkpoints, perCommit) => {
        const events = toEvents(script);
        const { pastReader, store } = await open(await logOf(events, perCommit), pageEvents);
        pastReader.keepAtMost(checkpoints);
        for (const seek of seeks) {
          const position = seek % (events.length + 1);
          const states = await pastReader.statesAt(position, await pastReader.logRange(), {});
          expect(values(states)).toEqual(foldTo(events, position));
        }
        await store.close();
      },
    ),
    budget(150),
  );
});

test('[TIME-1] the past includes pending events', async () => {
  await fc.assert(
    sizedProperty(steps(20), fc.nat(5), fc.integer({ min: 1, max: 4 }), async (script, more, pageEvents) => {
      const events = toEvents(script);
      const { pastReader, store } = await open(await logOf(events), pageEvents);
      await pastReader.statesAt(events.length, await pastReader.logRange(), {});
      const added: unknown[] = [];
      store.events$.subscribe((event) => added.push(event));
      for (let n = 0; n < more; n++) store.append(Put({ k: n, n }));
      const all = [...events, ...(added as typeof events)];
      const logRange = await pastReader.logRange();
      expect([logRange.stored, logRange.pending.length]).toEqual([events.length, more]);
      for (let position = all.length; position >= events.length; position--) {
        expect(values(await pastReader.statesAt(position, logRange, {}))).toEqual(foldTo(all, position));
      }
      await store.close();
      expect(testHandle(store).position).toBe(all.length);
    }),
    budget(60),
  );
});

test('[TIME-2] [UNDO-1] drops a checkpoint when an undo before the target position reaches below it', async () => {
  const step = { group: 1, k: 1, later: 1 };
  const events = toEvents([
    { ...step, do: 'put', group: 0, k: 0 },
    { ...step, do: 'put' },
    { ...step, do: 'undo', group: 0 },
    { ...step, do: 'put' },
  ]);
  const { pastReader, store } = await open(await logOf(events), 2);
  const show = async (position: number): Promise<unknown> =>
    values(await pastReader.statesAt(position, await pastReader.logRange(), {}));
  // Reading keeps checkpoints as of their own position. After release, positions before the undo fold again.
  await show(3);
  pastReader.release();
  for (const position of [3, 2]) expect(await show(position)).toEqual(foldTo(events, position));
  await store.close();
});

/** Bytes that each event of a log changes, then the reads of the log that going back to its begin takes. */
async function readsOnTheWayBack(drawn: Partial<typeof laterSizes>): Promise<number> {
  const before = { ...laterSizes };
  Object.assign(laterSizes, { historyPagesRead: 1, ...drawn });
  try {
    const events = toEvents(Array.from({ length: 60 }, (_, i) => ({ do: 'put', group: i, k: i, later: 1 }) as const));
    const log = await logOf(events);
    let reads = 0;
    const read: EventLog['read'] = (options) => {
      reads += 1;
      return log.read(options);
    };
    const { pastReader, store } = await open({ ...log, read }, 2);
    const logRange = await pastReader.logRange();
    await pastReader.statesAt(60, logRange, {});
    await pastReader.read(60, logRange, {});
    reads = 0;
    for (let position = 59; position > 0; position -= 7) {
      const states = await pastReader.statesAt(position, logRange, {});
      expect(values(states)).toEqual(foldTo(events, position));
    }
    await store.close();
    return reads;
  } finally {
    Object.assign(laterSizes, before);
  }
}

test('[TIME-2] events and states of the past are bounded by bytes, and are read and folded again', async () => {
  expect(await readsOnTheWayBack({})).toBe(0);
  const fewEvents = await readsOnTheWayBack({ historyKeptBytes: 1 });
  expect(fewEvents).toBeGreaterThan(0);
  // Without states on the way, each seek reads from the beginning.
  expect(await readsOnTheWayBack({ historyKeptBytes: 1, historyStatesBytes: 1 })).toBeGreaterThan(2 * fewEvents);
});
