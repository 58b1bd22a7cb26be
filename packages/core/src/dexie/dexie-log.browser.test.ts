import { Dexie } from 'dexie';
import fc from 'fast-check';
import { afterEach, describe, test } from 'vitest';
import type { EventLog } from '../log/event-log.ts';
import {
  compactionContract,
  logContract,
  snapshotContract,
  stagingContract,
  syncedLogContract,
  type LogStorage,
} from '../testing/index.ts';
import { dexieLog } from './dexie-log.ts';
import { logSteps, takeLogSteps, UNDO_HORIZON } from './log-steps.fixture.ts';

const open: EventLog[] = [];
const names: string[] = [];
afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  for (const name of names.splice(0)) await Dexie.delete(name);
});

function newStorage(undoHorizon = 1_000): LogStorage {
  const name = `contract-${crypto.randomUUID()}`;
  names.push(name);
  return {
    open: () => {
      const log = dexieLog(name, { undoHorizon });
      open.push(log);
      return log;
    },
  };
}

const contract = [logContract, snapshotContract, stagingContract, compactionContract, syncedLogContract].flat();

describe('the Dexie log keeps the contract, in a browser', () => {
  for (const { title, run } of contract) test(title, () => run(newStorage()));
});

test('[LOG-3] [LOG-4] several openers leave a gapless log without duplicates, in a browser', async () => {
  await fc.assert(
    fc.asyncProperty(logSteps, (steps) => takeLogSteps(newStorage(UNDO_HORIZON), steps)),
    { numRuns: 20 },
  );
});
