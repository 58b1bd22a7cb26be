import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dexieLog } from '../dexie/dexie-log.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { EventLog } from '../log/event-log.ts';
import { budget } from '../property.fixture.ts';
import { sizedProperty } from '../sizes.fixture.ts';
import { play, playOpen } from './play.fixture.ts';
import { scripts } from './scripts.fixture.ts';

const runs = budget(300).numRuns!;
/** Many scripts take their time. */
const TIMEOUT_MS = Math.max(60_000, runs * 100);

/** A log in memory that outlives its stores. */
function lasting(undoHorizon: number): () => EventLog {
  const log = memoryLog('script', { undoHorizon });
  return () => ({ ...log, close: () => Promise.resolve() });
}

describe('[VIEW-2] [VIEW-5] [LOG-8] [UNDO-1] [TIME-1] after any script, the read models equal the naive fold', () => {
  test(
    'of a log in memory',
    async () => {
      await fc.assert(
        sizedProperty(scripts, async (script) => void (await play(lasting(script.horizon), script))),
        budget(300),
      );
    },
    TIMEOUT_MS,
  );

  test(
    'of a log in IndexedDB',
    async () => {
      await fc.assert(
        sizedProperty(scripts, async (script) => {
          const options = { indexedDB: new IDBFactory(), IDBKeyRange, undoHorizon: script.horizon };
          await play(() => dexieLog('script', options), script);
        }),
        // Each of these takes as long as thirty in memory.
        { ...budget(300), numRuns: Math.ceil(runs / 30) },
      );
    },
    TIMEOUT_MS,
  );
});

test(
  '[VIEW-5] [UNDO-3] undo in a reopened store has the same outcomes as in one that stayed open',
  async () => {
    await fc.assert(
      sizedProperty(scripts, async (script) => {
        const told = await play(lasting(script.horizon), script);
        expect(told).toEqual(await playOpen(lasting(script.horizon), script));
      }),
      { ...budget(300), numRuns: Math.ceil(runs / 2) },
    );
  },
  TIMEOUT_MS,
);
