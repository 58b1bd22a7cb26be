import { describe, test } from 'vitest';
import {
  compactionContract,
  logContract,
  snapshotContract,
  stagingContract,
  syncedLogContract,
} from '../testing/index.ts';
import { loadedMemoryLog } from './loaded-memory-log.ts';
import { memoryLog } from './memory-log.ts';

describe.each([
  ['in-memory log', () => memoryLog('contract', { undoHorizon: 1_000 })],
  ['in-memory log that is loaded when it opens', () => loadedMemoryLog({ undoHorizon: 1_000 })],
] as const)('[LOG-9] [LOG-10] the %s keeps the contract', (_, create) => {
  for (const { title, run } of [...logContract, ...snapshotContract, ...stagingContract, ...compactionContract]) {
    test(title, async () => {
      const log = create();
      await run({ open: () => log });
    });
  }
});

describe('[LOG-9] [LOG-13] the in-memory log keeps the contract of a log that can be synchronised', () => {
  for (const { title, run } of syncedLogContract) {
    test(title, async () => {
      const log = memoryLog('contract');
      await run({ open: () => log });
    });
  }
});
