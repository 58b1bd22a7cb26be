import type { Commit } from '../../log/commit.ts';
import { checkEqual, checkRejects } from '../check.ts';
import { type LogContractCase, openedLog } from './contract-case.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';

/**
 * The contract of a log that supports staged imports, as cases for any test framework. Give each case new, empty
 * storage.
 */
export const stagingContract: readonly LogContractCase[] = [
  {
    title: '[LOG-7] staged events are invisible until published; then all of them follow the earlier events',
    async run(storage) {
      const [log, other] = [await openedLog(storage), await openedLog(storage)];
      await log.append(sampleBatch('w', 1, ['a']));
      const staged = await log.staging.begin();
      await staged.stage(commits(['x'], ['y', 'z']));
      await log.append(sampleBatch('w', 2, ['b']));
      await staged.stage(commits(['q']));
      for (const opener of [log, other])
        checkEqual(placesOf(await readAll(opener)), ['1:a', '2:b'], 'places before publishing');
      checkEqual((await log.find([sampleEvent('x').id])).size, 0, 'staged events found');
      checkEqual(await staged.publish(), { events: 4, last: 6, duplicates: [], conflicts: [] }, 'outcome');
      await other.append(sampleBatch('v', 1, ['c']));
      const whole = ['1:a', '2:b', '3:x', '4:y', '5:z', '6:q', '7:c'];
      for (const opener of [log, other])
        for (const limit of [1, 1_000])
          checkEqual(placesOf(await readAll(opener, limit)), whole, `places after, in pages of ${limit}`);
      checkEqual(
        (await readAll(log)).map((commit) => [commit.events.length, commit.imported === true]),
        [
          [1, false],
          [1, false],
          [1, true],
          [2, true],
          [1, true],
          [1, false],
        ],
        'commits and their marks',
      );
      await log.seal();
      checkEqual(placesOf(await readAll(other)), whole, 'places after sealing');
      checkEqual((await log.find([sampleEvent('y').id, sampleEvent('c').id])).size, 2, 'found');
      checkEqual((await storage.open().open()).position, 7, 'position of the head');
    },
  },
  {
    title: '[LOG-7] skips an event that is stored or staged already, and reports one with other content as a conflict',
    async run(storage) {
      const log = await openedLog(storage);
      await log.append(sampleBatch('w', 1, ['a'], ['b']));
      await log.seal();
      const staged = await log.staging.begin();
      const other = (name: string): Commit => ({ events: [sampleEvent(name, { name: 'other' })], imported: true });
      checkEqual(
        await staged.stage([...commits(['a', 'x']), other('b')]),
        { duplicates: [sampleEvent('a').id], conflicts: [sampleEvent('b').id] },
        'outcome of the first',
      );
      checkEqual(
        await staged.stage([...commits(['x']), ...commits(['y', 'y']), other('x')]),
        { duplicates: [sampleEvent('x').id, sampleEvent('y').id], conflicts: [sampleEvent('x').id] },
        'outcome of the second',
      );
      checkEqual(await staged.stage(commits(['a', 'x'])), outcome(['a', 'x'], []), 'outcome without new events');
      checkEqual((await staged.publish()).events, 2, 'events published');
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:b', '3:x', '4:y'], 'places');
      checkEqual(
        (await (await log.staging.begin()).stage(commits(['x', 'y', 'a']))).duplicates.length,
        3,
        'duplicates after publishing',
      );
    },
  },
  {
    title: '[LOG-7] publishing skips events that reached the log after they were staged',
    async run(storage) {
      const [log, other] = [await openedLog(storage), await openedLog(storage)];
      await log.append(sampleBatch('w', 1, ['a']));
      const staged = await log.staging.begin();
      await staged.stage(commits(['x'], ['y'], ['z']));
      await staged.stage(commits(['v']));
      await other.import({ ...sampleBatch('o', 1, ['y']), commits: [{ events: [sampleEvent('y')] }] });
      await other.seal();
      await other.import({ writer: 'o', first: 2, commits: [{ events: [sampleEvent('z', { name: 'other' })] }] });
      await other.import(sampleBatch('o', 3, ['v']));
      checkEqual(await staged.publish(), { events: 1, last: 5, ...outcome(['y', 'v'], ['z']) }, 'outcome');
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:y', '3:other', '4:v', '5:x'], 'places');
    },
  },
  {
    title: '[LOG-7] beginning another import ends the earlier one, which leaves nothing visible',
    async run(storage) {
      const [log, other] = [await openedLog(storage), await openedLog(storage)];
      const first = await log.staging.begin();
      await first.stage(commits(['x']));
      const second = await other.staging.begin();
      await checkRejects(() => first.stage(commits(['y'])), 'staging.superseded', 'staging more');
      await checkRejects(() => first.publish(), 'staging.superseded', 'publishing');
      await first.discard();
      await second.stage(commits(['x'], ['z']));
      await second.publish();
      checkEqual(placesOf(await readAll(log)), ['1:x', '2:z'], 'places');
      await checkRejects(() => second.publish(), 'staging.superseded', 'publishing again');
    },
  },
  {
    title: '[LOG-7] events left staged by a crash are invisible, and not part of the next import',
    async run(storage) {
      const crashed = await openedLog(storage);
      await (await crashed.staging.begin()).stage(commits(['x'], ['y']));
      const log = await openedLog(storage);
      checkEqual((await log.open()).position, 0, 'position of the head');
      const staged = await log.staging.begin();
      checkEqual(await staged.stage(commits(['y'])), outcome([], []), 'outcome');
      await staged.publish();
      checkEqual(placesOf(await readAll(log)), ['1:y'], 'places');
    },
  },
  {
    title: '[LOG-7] a discarded import leaves nothing',
    async run(storage) {
      const log = await openedLog(storage);
      const staged = await log.staging.begin();
      await staged.stage(commits(['x']));
      await staged.discard();
      await checkRejects(() => staged.publish(), 'staging.superseded', 'publishing it');
      checkEqual(await readAll(log), [], 'commits');
    },
  },
  {
    title: '[LOG-7] [TAB-2] publishing adds one row',
    async run(storage) {
      const log = await openedLog(storage);
      await log.append(sampleBatch('w', 1, ['a']));
      const staged = await log.staging.begin();
      await staged.stage(commits(['x'], ['y']));
      await staged.publish();
      checkEqual((await log.read({ after: 0, limit: 1 })).mark.row, 2, 'the last row');
      checkEqual((await log.append(sampleBatch('w', 2, ['b']))).row, 3, 'the next row');
    },
  },
];

const commits = (...names: readonly (readonly string[])[]): readonly Commit[] =>
  sampleBatch('', 1, ...names).commits.map((commit): Commit => ({ ...commit, imported: true }));

const outcome = (duplicates: readonly string[], conflicts: readonly string[]): object => ({
  duplicates: duplicates.map((name) => sampleEvent(name).id),
  conflicts: conflicts.map((name) => sampleEvent(name).id),
});
