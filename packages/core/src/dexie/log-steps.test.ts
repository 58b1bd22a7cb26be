import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { test } from 'vitest';
import { memoryLog } from '../log/memory-log.ts';
import { dexieLog } from './dexie-log.ts';
import { logSteps, takeLogSteps } from './log-steps.fixture.ts';

test('[LOG-3] [LOG-4] whatever several openers append, append again, import and seal, the in-memory log is a gapless list of each once', async () => {
  await fc.assert(
    fc.asyncProperty(logSteps, async (steps) => {
      const log = memoryLog();
      await takeLogSteps({ open: () => log }, steps);
    }),
  );
});

test('[LOG-3] [LOG-4] whatever several openers append, append again, import and seal, the Dexie log is a gapless list of each once', async () => {
  await fc.assert(
    fc.asyncProperty(logSteps, async (steps) => {
      const options = { indexedDB: new IDBFactory(), IDBKeyRange };
      await takeLogSteps({ open: () => dexieLog('steps', options) }, steps);
    }),
  );
});
