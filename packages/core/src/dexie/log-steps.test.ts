import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { test } from 'vitest';
import { memoryLog } from '../memory/memory-log.ts';
import { budget } from '../property.fixture.ts';
import { crashing } from './crashing.fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { logSteps, takeLogSteps, UNDO_HORIZON as undoHorizon } from './log-steps.fixture.ts';
import { sizedProperty } from '../sizes.fixture.ts';

/** Shrinking may take much longer than finding a failure; after this time, the failure is reported as it is. */
const TIME_MS = 45_000;
const TIMEOUT_MS = 60_000;

test(
  '[LOG-4] [LOG-7] [LOG-8] after any steps of several openers, the in-memory log equals the model',
  async () => {
    await fc.assert(
      sizedProperty(logSteps, async (steps) => {
        const log = memoryLog('steps', { undoHorizon });
        await takeLogSteps({ open: () => log }, steps);
      }),
      { ...budget(60), interruptAfterTimeLimit: TIME_MS },
    );
  },
  TIMEOUT_MS,
);

test(
  '[LOG-4] [LOG-7] [LOG-8] the Dexie log equals the model: a step that crashes has its whole effect or none',
  async () => {
    await fc.assert(
      sizedProperty(logSteps, async (steps) => {
        const options = { indexedDB: new IDBFactory(), IDBKeyRange, undoHorizon };
        await takeLogSteps({ open: () => dexieLog('steps', options), crashing }, steps);
      }),
      { ...budget(60), interruptAfterTimeLimit: TIME_MS },
    );
  },
  TIMEOUT_MS,
);
