import { appendingContract } from './appending-contract.ts';
import { checkEqual, checkRejects } from '../check.ts';
import { type LogContractCase, openedLog } from './contract-case.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';
import { importingContract } from './importing-contract.ts';
import { readingContract } from './reading-contract.ts';

/**
 * The contract of every event log, as cases for any test framework. Give each case new, empty storage.
 *
 * @example
 * for (const { title, run } of logContract) test(title, () => run(newStorage()));
 */
export const logContract: readonly LogContractCase[] = [
  {
    title: '[LOG-9] a new log is empty',
    async run(storage) {
      const log = storage.open();
      checkEqual((await log.open()).position, 0, 'position of the head');
      checkEqual(
        await log.read({ after: 0, limit: 10 }),
        { commits: [], last: 0, mark: { generation: 0, confirmed: 0, row: 0 } },
        'the first page',
      );
    },
  },
  {
    title: '[LOG-9] a reopened log is the same log, and continues',
    async run(storage) {
      const one = storage.open();
      const { id } = await one.open();
      await one.append(sampleBatch('one', 1, ['a']));
      await one.flush();
      const two = storage.open();
      const head = await two.open();
      checkEqual([head.id, head.position], [id, 1], 'identity and position');
      await two.append(sampleBatch('two', 1, ['b']));
      checkEqual(placesOf(await readAll(two)), ['1:a', '2:b'], 'places');
    },
  },
  {
    title: '[UNDO-1] the undo horizon is fixed when the log is created, for all openers',
    async run(storage) {
      const log = await openedLog(storage);
      const { undoHorizon } = await log.open();
      checkEqual(Number.isInteger(undoHorizon) && undoHorizon >= 0, true, 'that the horizon is a number of positions');
      await log.append(sampleBatch('w', 1, ['a']));
      await log.seal();
      checkEqual(
        (await storage.open().open()).undoHorizon,
        undoHorizon,
        'the horizon after sealing, in another opener',
      );
    },
  },
  {
    title: '[LOG-9] a closed log rejects with `log.closed`',
    async run(storage) {
      const log = await openedLog(storage);
      await log.close();
      await checkRejects(() => log.open(), 'log.closed', 'open');
      await checkRejects(() => log.append(sampleBatch('w', 1, ['a'])), 'log.closed', 'append');
      await checkRejects(() => log.import(sampleBatch('w', 1, ['a'])), 'log.closed', 'import');
      await checkRejects(() => log.flush(), 'log.closed', 'flush');
      await checkRejects(() => log.read({ after: 0, limit: 1 }), 'log.closed', 'read');
      await checkRejects(() => log.find([sampleEvent('a').id]), 'log.closed', 'find');
      await checkRejects(() => log.seal(), 'log.closed', 'seal');
      await checkRejects(
        () => log.compact(() => ({ through: 1, limit: undefined, bases: [], forgotten: [] })),
        'log.closed',
        'compact',
      );
    },
  },
  ...appendingContract,
  ...importingContract,
  ...readingContract,
];
