import { describe, test } from 'vitest';
import { logContract, snapshotContract } from '../testing/index.ts';
import { memoryLog } from './memory-log.ts';

describe('the in-memory log keeps the contract', () => {
  for (const { title, run } of [...logContract, ...snapshotContract]) {
    test(title, async () => {
      const log = memoryLog();
      await run({ open: () => log });
    });
  }
});
