import { checkEqual, checkRejects } from '../check.ts';
import { type LogContractCase, openedLog } from './contract-case.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';

/** A log keeps what each writer appends, once and in order. */
export const appendingContract: readonly LogContractCase[] = [
  {
    title: '[LOG-4] events are read in the order appended, at positions from 1 without a gap',
    async run(storage) {
      const log = await openedLog(storage);
      await log.append(sampleBatch('w', 1, ['a', 'b'], ['c']));
      await log.append(sampleBatch('w', 3, ['d']));
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:b', '3:c', '4:d'], 'places');
      checkEqual(
        (await readAll(log)).map((c) => c.events.length),
        [2, 1, 1],
        'commits',
      );
      checkEqual((await log.open()).position, 4, 'position of the head');
    },
  },
  {
    title: '[LOG-10] the log stores the JSON text of an append, so later changes to the object have no effect',
    async run(storage) {
      const log = await openedLog(storage);
      const data = {
        name: 'a',
        deep: [{ z: 1, a: [null, true, 0.1, 'line\nbreak, "quote", ☃, \ud83d\ude00'] }],
        absent: undefined,
      };
      const event = sampleEvent('a', data);
      const expected: unknown = JSON.parse(JSON.stringify(event));
      await log.append({ writer: 'w', first: 1, commits: [{ events: [event] }] });
      data.deep.length = 0;
      const stored = (await readAll(log))[0]!.events[0]!;
      checkEqual(JSON.stringify(stored), JSON.stringify(expected), 'the text of the stored event');
    },
  },
  {
    title: '[LOG-4] a repeated append changes nothing, however its commits are batched the second time',
    async run(storage) {
      const log = await openedLog(storage);
      await log.append(sampleBatch('w', 1, ['a'], ['b']));
      await log.append(sampleBatch('w', 1, ['a'], ['b']));
      await log.append(sampleBatch('w', 2, ['b'], ['c', 'd']));
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:b', '3:c', '4:d'], 'places');
      await log.seal();
      await log.append(sampleBatch('w', 3, ['c', 'd'], ['e']));
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:b', '3:c', '4:d', '5:e'], 'places after sealing');
      await log.seal();
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:b', '3:c', '4:d', '5:e'], 'places after sealing again');
    },
  },
  {
    title: '[LOG-4] a gap in the commits of a writer is refused',
    async run(storage) {
      const log = await openedLog(storage);
      await log.append(sampleBatch('w', 1, ['a']));
      await checkRejects(() => log.append(sampleBatch('w', 3, ['c'])), 'log.gap', 'appending commit 3 after commit 1');
      checkEqual(placesOf(await readAll(log)), ['1:a'], 'places');
    },
  },
  {
    title: '[LOG-9] two openers append to one log: each keeps its order, and each position is used once',
    async run(storage) {
      const [one, two] = [await openedLog(storage), await openedLog(storage)];
      await Promise.all([
        ...[1, 2, 3].map((n) => one.append(sampleBatch('one', n, [`one${n}`]))),
        ...[1, 2, 3].map((n) => two.append(sampleBatch('two', n, [`two${n}`]))),
      ]);
      const places = placesOf(await readAll(one));
      checkEqual(places, placesOf(await readAll(two)), 'the places that both read');
      checkEqual(
        places.map((p) => Number.parseInt(p, 10)),
        [1, 2, 3, 4, 5, 6],
        'positions',
      );
      for (const writer of ['one', 'two']) {
        checkEqual(
          places.filter((p) => p.includes(writer)).map((p) => p.slice(2)),
          [1, 2, 3].map((n) => `${writer}${n}`),
          `order of ${writer}`,
        );
      }
    },
  },
  {
    title: '[TAB-2] each write adds one row, and the rows of all openers are numbered together',
    async run(storage) {
      const [log, other] = [await openedLog(storage), await openedLog(storage)];
      const last = async (): Promise<number> => (await log.read({ after: 0, limit: 1 })).mark.row;
      checkEqual(await last(), 0, 'an empty log');
      checkEqual((await log.append(sampleBatch('one', 1, ['a']))).row, 1, 'an append');
      checkEqual((await other.append(sampleBatch('two', 1, ['b'], ['c']))).row, 2, 'an append by another');
      await log.seal();
      checkEqual([await last(), (await log.append(sampleBatch('one', 2, ['d']))).row], [2, 3], 'after sealing');
      checkEqual((await other.import(sampleBatch('two', 3, ['a'], ['e']))).row, 4, 'an import');
      checkEqual((await log.append(sampleBatch('one', 2, ['d']))).row, 5, 'an append that is repeated');
      checkEqual((await other.append(sampleBatch('two', 5, []))).row, 6, 'a commit without events');
      checkEqual([await last(), placesOf(await readAll(log)).length], [6, 5], 'rows and events');
    },
  },
  {
    title: '[LOG-9] commits without events keep their numbers, and change nothing else',
    async run(storage) {
      const log = await openedLog(storage);
      for (const n of [1, 2, 3]) await log.append(sampleBatch('w', n * 2 - 1, [`e${n}`], []));
      checkEqual(placesOf(await readAll(log)), ['1:e1', '2:e2', '3:e3'], 'places');
      await log.append(sampleBatch('w', 7, [], []));
      checkEqual((await log.open()).position, 3, 'position of the head');
      await log.append(sampleBatch('w', 9, ['e4']));
      checkEqual(placesOf(await readAll(log)), ['1:e1', '2:e2', '3:e3', '4:e4'], 'places after commits without events');
    },
  },
];
