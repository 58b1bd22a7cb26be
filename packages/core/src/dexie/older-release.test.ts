import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { testEnv } from '../env/env.fixture.ts';
import type { EventLog } from '../log/event-log.ts';
import { withSizes } from '../sizes.fixture.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineEvent } from '../model/event.ts';
import { eventIdFrom } from '../model/ids.ts';
import { defineView } from '../model/view.ts';
import { createStore } from '../store/create-store.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

const Counted = defineEvent('counted', z.object({ n: z.number() }));
/** Both releases have the same name for the sum; the newer one doubles it. */
const sumOf = (revision: number) =>
  defineView('sum', { initial: { n: 0 }, revision }).on(
    Counted,
    (draft, { data }) => void (draft.n += data.n * revision),
  );

const logs: readonly { readonly name: string; readonly device: () => () => EventLog }[] = [
  {
    name: 'memory',
    device: () => {
      const log = memoryLog('shared', { undoHorizon: 1 });
      return () => ({ ...log, close: () => Promise.resolve() });
    },
  },
  {
    name: 'Dexie',
    device: () => {
      const { options } = testDevice();
      return () => dexieLog('shared', { ...options, undoHorizon: 1 });
    },
  },
];

let made = 0;

describe.each(logs)('[VIEW-5] two releases of an app on one log: $name', ({ device }) => {
  async function open(log: EventLog, revision: number) {
    const sum = sumOf(revision);
    const store = createStore({ events: [Counted], views: [sum], log, env: testEnv() });
    await store.ready;
    // Imported events have no group, so they are saved at once.
    const count = async (times: number): Promise<void> => {
      const timestamp = '2026-01-01T00:00:00.000Z';
      const given = Array.from({ length: times }, () => ({
        ...{ id: eventIdFrom(String((made += 1))), type: Counted.type, timestamp, data: { n: 1 } },
      }));
      await store.import(given);
    };
    const save = async (): Promise<void> => {
      await testHandle(store).written();
      await testHandle(store).saveSnapshots();
    };
    return { store, count, save, value: () => store.get(sum).n };
  }
  const savedOf = async (log: EventLog) => {
    const saved = await log.snapshots!.read('sum');
    return saved && { revision: saved.manifest.revision, position: saved.manifest.position, ids: saved.pages.length };
  };

  test('opened in turns: the older one drops and replaces nothing, and the newer one begins from its state', () =>
    withSizes({ snapshotDue: 1 }, async () => {
      const openLog = device();
      const looking = openLog();
      await looking.open();
      let events = 0;
      for (const revision of [1, 2, 1, 1, 2, 1]) {
        const before = await savedOf(looking);
        const app = await open(openLog(), revision);
        expect(app.value()).toBe(events * revision);
        await app.count(5);
        events += 5;
        await app.save();
        expect(app.value()).toBe(events * revision);
        const after = await savedOf(looking);
        const isOlder = before?.revision === 2 && revision === 1;
        expect(after).toEqual(isOlder ? before : { revision, position: events, ids: 1 });
        await app.store.close();
      }
      await looking.close();
    }));

  test('open both at once: the state of the newer one stays, and the older one stops writing pages until it is newest', () =>
    withSizes({ snapshotDue: 1 }, async () => {
      const openLog = device();
      const olderLog = openLog();
      let puts = 0;
      const inner = olderLog.snapshots!;
      const put: typeof inner.put = (model, pages) => {
        if (model === 'sum') puts += 1;
        return inner.put(model, pages);
      };
      Object.defineProperty(olderLog, 'snapshots', { value: { ...inner, put } });
      const older = await open(olderLog, 1);
      await older.count(5);
      await older.save();
      const newer = await open(openLog(), 2);
      await newer.count(5);
      await newer.save();
      const saved = await savedOf(olderLog);
      expect([puts, saved?.revision]).toEqual([1, 2]);
      // It reads what the newer one wrote, so that it may save again.
      for (let i = 0; i < 3; i++) {
        await older.store.attach(defineView(`other ${i}`, { initial: 0 }));
        await older.count(5);
        await older.save();
      }
      expect([puts, await savedOf(olderLog)]).toEqual([2, saved]);
      await older.store.attach(sumOf(3));
      await older.count(5);
      await older.save();
      expect(await savedOf(olderLog)).toMatchObject({ revision: 3 });
      await Promise.all([older.store.close(), newer.store.close()]);
    }));
});
