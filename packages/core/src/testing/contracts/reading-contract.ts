import { checkEqual } from '../check.ts';
import { type LogContractCase, openedLog } from './contract-case.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';

/** Reading returns each event once, sealed or not. */
export const readingContract: readonly LogContractCase[] = [
  {
    title: '[LOG-6] pages of any size, from any position, return each later event once',
    async run(storage) {
      const log = await openedLog(storage);
      await log.append(sampleBatch('w', 1, ['a', 'b', 'c'], ['d']));
      await log.seal();
      await log.append(sampleBatch('w', 3, ['e'], ['f', 'g']));
      await log.append(sampleBatch('w', 5, ['h']));
      const commitEnds = [3, 4, 5, 7, 8];
      const whole = placesOf(await readAll(log));
      for (let after = 0; after <= 8; after++) {
        // A commit that reaches past the position is returned whole.
        const start = commitEnds.filter((end) => end <= after).at(-1) ?? 0;
        for (const limit of [1, 2, 3, 100])
          checkEqual(
            placesOf(await readAll(log, limit, after)),
            whole.slice(start),
            `pages of ${limit} after ${after}`,
          );
      }
      const { commits, last, mark } = await log.read({ after: 8, limit: 5 });
      checkEqual([commits, last, mark.confirmed], [[], 8, 8], 'a page after the head');
    },
  },
  {
    title: '[LOG-3] sealing changes no event, order or position, even while others append and seal',
    async run(storage) {
      const [one, two] = [await openedLog(storage), await openedLog(storage)];
      const expected: string[] = [];
      for (let round = 0; round < 4; round++) {
        for (let n = 1; n <= 30; n++) {
          const commit = round * 30 + n;
          await one.append(sampleBatch('one', commit, [`e${commit}`]));
          expected.push(`${commit}:e${commit}`);
        }
        await Promise.all([one.seal(), two.seal(), two.append(sampleBatch('two', round + 1, []))]);
        checkEqual(placesOf(await readAll(two, 7)), expected, `places after round ${round}`);
      }
      checkEqual((await two.open()).unsealed <= 1, true, 'that at most one batch is unsealed');
    },
  },
  {
    title: '[LOG-10] an event without a payload is read without one, and the result is writable',
    async run(storage) {
      const log = await openedLog(storage);
      const bare = sampleEvent('a', null);
      delete (bare as { data?: unknown }).data;
      const events = [bare, sampleEvent('b', { list: [1] })];
      await log.append({ writer: 'w', first: 1, commits: [{ events }] });
      for (const when of ['', ' after sealing']) {
        const [first, second] = (await readAll(log))[0]!.events;
        checkEqual(Object.hasOwn(first!, 'data'), false, `that there is data where there was none${when}`);
        (second!.data as { list: number[] }).list.push(2);
        const again = (await readAll(log))[0]!.events[1]!;
        checkEqual(again.data, { list: [1] }, `data read again, after the first copy was written to${when}`);
        const found = (await log.find([again.id])).get(again.id);
        checkEqual(found, sampleEvent('b', { list: [1] }), `the event found${when}`);
        await log.seal();
      }
    },
  },
];
