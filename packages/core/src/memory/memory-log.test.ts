import { describe, test } from 'vitest';
import { compactionContract, logContract, snapshotContract, stagingContract } from '../testing/index.ts';
import { memoryLog } from './memory-log.ts';

describe('[LOG-9] [LOG-10] the in-memory log keeps the contract', () => {
  for (const { title, run } of [...logContract, ...snapshotContract, ...stagingContract, ...compactionContract]) {
    test(title, async () => {
      const log = memoryLog('contract', { undoHorizon: 1_000 });
      await run({ open: () => log });
    });
  }
});
