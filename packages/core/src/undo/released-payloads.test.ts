import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { testEnv } from '../env/env.fixture.ts';
import { isReleased } from '../fold/window/released-event.ts';
import { weightOf } from '../fold/window/weight.ts';
import type { EventLog } from '../log/event-log.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { budget } from '../property.fixture.ts';
import { createRejections } from '../rejections/create-rejections.ts';
import { rejectCommit } from '../rejections/reject-commit.ts';
import { laterSizes } from '../log/later-sizes.ts';
import { withSizes } from '../sizes.fixture.ts';
import { internalsOf } from '../store/internals.ts';
import { readReleased } from '../store/loading/read-released.ts';
import type { AnyStore } from '../store/store.ts';
import { createStore } from '../store/create-store.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { createUndo } from './create-undo.ts';
import { openWall, pay, till, Written } from './undo.fixture.ts';
import { whenRead } from './when-read.fixture.ts';
import { createWindow } from '../fold/window/undo-window.ts';

const Replaced = defineEvent(
  'rows.replaced',
  z.object({ rows: z.array(z.object({ id: z.number(), name: z.string(), n: z.number() })) }),
);
const table = defineCollection('table', { key: (row: { id: number; name: string; n: number }) => row.id }).on(
  Replaced,
  (rows, e) => {
    for (const row of e.data.rows) rows.put({ ...row });
  },
);

const rowsOf = (n: number, size: number) => Array.from({ length: size }, (_, id) => ({ id, name: `row ${id}`, n }));

/** Runs with so many bytes for payloads, from the first event on. */
const bounded = <T>(heldBytes: number, run: () => Promise<T>): Promise<T> =>
  withSizes({ heldBytes, boundedFrom: 1 }, run);

/** Resolves when some payload has been released: the part that does it is loaded with the first event. */
const someReleased = (store: AnyStore): Promise<void> =>
  expect.poll(() => testHandle(store).heldEvents.some(({ event }) => isReleased(event))).toBe(true);

async function openTable(log: EventLog = memoryLog()) {
  const env = testEnv();
  const limits = { eventBytes: 10_000_000, commitBytes: 10_000_000 };
  const store = createStore({ events: [Replaced], views: [table], log, env, limits });
  await store.ready;
  const handle = testHandle(store);
  const replace = (n: number, size: number) => store.append(Replaced({ rows: rowsOf(n, size) }));
  const held = (): number => handle.heldEvents.filter(({ event }) => !isReleased(event)).length;
  return { store, replace, held };
}

describe('[UNDO-8] the payloads that undo holds in memory are bounded by bytes', () => {
  test('of many replacements of all rows it holds the last few, and all can be undone and redone', async () => {
    await bounded(100_000, async () => {
      const { store, replace, held } = await openTable();
      const undo = createUndo(store);
      const most = Math.ceil(laterSizes.heldBytes / weightOf({ rows: rowsOf(1, 200) }));
      for (let n = 1; n <= 60; n++) await replace(n, 200).until('stored');
      await someReleased(store);
      expect([held() <= most, held() >= most - 1]).toEqual([true, true]);
      const n = (): number | undefined => store.get(table).get(7)?.n;
      for (let left = 59; left >= 0; left--) {
        expect((await whenRead(store, () => undo.undo())).ok).toBe(true);
        expect(n()).toBe(left === 0 ? undefined : left);
      }
      for (let back = 1; back <= 60; back++) {
        expect((await whenRead(store, () => undo.redo())).ok).toBe(true);
        expect(n()).toBe(back);
      }
      await replace(0, 1).until('stored');
      // Controls are always held.
      expect(held() - 120).toBeLessThanOrEqual(most);
    });
  });

  test('events that are not stored yet are held, however large', async () => {
    await bounded(1, async () => {
      const { store, replace, held } = await openTable();
      const undo = createUndo(store);
      for (let n = 1; n <= 3; n++) replace(n, 10);
      expect([held(), undo.undo().ok, store.get(table).get(0)?.n]).toEqual([3, true, 2]);
      await replace(4, 10).until('stored');
      // The undo is held: what it names is looked up.
      await expect.poll(held).toBe(1);
    });
  });

  test('the state says that events are being read, changes when they have come, and undo refuses until then', async () => {
    await bounded(1, async () => {
      const { store, put, texts } = await openWall();
      const undo = createUndo(store);
      const told: unknown[] = [];
      undo.subscribe(() => told.push(undo.state));
      await put('a', '1').until('stored');
      await someReleased(store);
      expect(undo.state).toEqual({ canUndo: false, canRedo: false, reason: 'reading' });
      expect(undo.undo()).toEqual({ ok: false, reason: 'reading', superseded: [] });
      await whenRead(store, () => undo.state);
      expect(told.at(-1)).toEqual({ canUndo: true, canRedo: false });
      expect([undo.undo().ok, texts()]).toEqual([true, []]);
    });
  });

  test('a compensation is decided with the events as they were', async () => {
    await bounded(1, async () => {
      const { store } = await openWall();
      const undo = createUndo(store);
      const paid = store.run(pay, { cents: 7 });
      if (paid.ok) await paid.receipt.until('stored');
      await someReleased(store);
      await whenRead(store, () => undo.undo());
      expect(store.get(till).cents).toBe(0);
    });
  });

  test('[SYNC-4] rejecting throws until they have been read; the list has them, for a retry too', async () => {
    await bounded(1, async () => {
      const { store, put, texts } = await openWall();
      const first = put('a', '1');
      await put('a', '2').until('stored');
      await someReleased(store);
      expect(() => rejectCommit(store, first, { code: 'no' })).toThrow('event.released');
      const receipt = await whenRead(store, () => rejectCommit(store, first, { code: 'no' }));
      await receipt!.until('stored');
      await put('b', '1').until('stored');
      const [rejected] = createRejections(store).list;
      expect(rejected!.events.map(({ data }) => data)).toEqual([{ id: 'a', text: '1' }]);
      rejected!.retry();
      expect(texts()).toEqual(['a=1', 'b=1']);
    });
  });

  test('an import of a foreign undo reads them first', async () => {
    await bounded(1, async () => {
      const { store, put, texts } = await openWall();
      const { heldEvents: events } = testHandle(store);
      await put('a', '1').until('stored');
      await put('b', '1').until('stored');
      await someReleased(store);
      const { group } = events[0]!.event.metadata;
      const undone = { type: '$undo' as const, data: { groups: [group!] } };
      await store.import([
        { ...undone, id: 'evt_0190b3a0-0000-7000-8000-000000000001', timestamp: '2026-01-01T00:00:00.000Z' } as never,
      ]);
      expect(texts()).toEqual(['b=1']);
    });
  });

  test('[LOG-8] if a compaction has dropped one of them, the read models are folded from saved states and the log', async () => {
    const { store, put, texts } = await openWall();
    await put('a', '1').until('stored');
    const internals = internalsOf(store);
    internals.kernel.models.keepWindow(createWindow);
    const { tail } = internals.kernel.models;
    const gone = { ...tail.events[0]!.event, id: 'evt_dropped' };
    expect(await readReleased(internals, [{ position: 1, event: gone }])).toEqual([]);
    expect([internals.kernel.models.tail === tail, texts()]).toEqual([false, ['a=1']]);
  });

  test('a log that lacks an event which it has just given is reported as damaged, once', async () => {
    await bounded(1, async () => {
      const find: EventLog['find'] = async () => new Map();
      const { store, env, put } = await openWall({ ...memoryLog(), find });
      const undo = createUndo(store);
      await put('a', '1').until('stored');
      await someReleased(store);
      undo.undo();
      await expect.poll(() => env.reported).toMatchObject([{ code: 'log.corrupt' }]);
      expect(undo.state).toEqual({ canUndo: false, canRedo: false, reason: 'reading' });
    });
  });

  test('a log that cannot be read is reported once; the next call tries again', async () => {
    await bounded(1, async () => {
      const memory = memoryLog();
      const fault = { isOn: true };
      const find: EventLog['find'] = (ids) => (fault.isOn ? Promise.reject(new Error('broken')) : memory.find(ids));
      const { store, env, put, texts } = await openWall({ ...memory, find });
      const undo = createUndo(store);
      await put('a', '1').until('stored');
      await someReleased(store);
      undo.undo();
      await expect.poll(() => env.reported.length).toBe(1);
      expect([undo.state, undo.state.canUndo, env.reported.length]).toEqual([
        { canUndo: false, canRedo: false, reason: 'reading' },
        false,
        1,
      ]);
      fault.isOn = false;
      await whenRead(store, () => undo.undo());
      expect([texts(), env.reported.length]).toEqual([[], 1]);
    });
  });

  test('whatever the bytes, any undos and redos give the same states as with all in memory', async () => {
    const act = fc.record({
      do: fc.constantFrom('put' as const, 'put' as const, 'undo' as const, 'redo' as const),
      id: fc.constantFrom('a', 'b', 'c'),
      isStored: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), fc.nat(300), async (script, heldBytes) => {
        const play = (bytes: number) =>
          bounded(bytes, async () => {
            const { store, texts } = await openWall();
            const undo = createUndo(store);
            const seen: unknown[] = [];
            // The part that bounds memory is loaded with the first event.
            await store.append(Written({ id: 'z', text: 'first' })).until('stored');
            if (bytes < 10) await someReleased(store);
            for (const [i, one] of script.entries()) {
              if (one.do === 'put') store.append(Written({ id: one.id, text: `${i}` }));
              else {
                const call = undo[one.do];
                seen.push((await whenRead(store, () => call.call(undo))).ok);
              }
              if (one.isStored) await testHandle(store).written();
              seen.push(texts());
            }
            return seen;
          });
        expect(await play(heldBytes)).toEqual(await play(Infinity));
      }),
      budget(60),
    );
  });
});
