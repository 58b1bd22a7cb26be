import type { EventLog } from '../log/event-log.ts';
import { checkEqual, checkRejects } from './check.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';

/** Storage of a log under test. Each `open` opens the same stored log again, like another tab or a reload. */
export interface LogStorage {
  open(): EventLog;
}

/** One guarantee of the port. `run` throws, with the expected and the actual value, if the log does not keep it. */
export interface LogContractCase {
  readonly title: string;
  run(storage: LogStorage): Promise<void>;
}

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
      checkEqual(await log.read({ after: 0, limit: 10 }), { commits: [], last: 0, head: 0 }, 'the first page');
    },
  },
  {
    title: '[LOG-4] events are read in the order appended, at positions from 1 without a gap',
    async run(storage) {
      const log = await opened(storage);
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
      const log = await opened(storage);
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
    title: '[LOG-9] a commit keeps its mark of being imported',
    async run(storage) {
      const log = await opened(storage);
      await log.import({ writer: 'w', first: 1, commits: [{ events: [sampleEvent('a')], imported: true }] });
      await log.append(sampleBatch('w', 2, ['b']));
      await log.seal();
      checkEqual(
        (await readAll(log)).map((c) => c.imported === true),
        [true, false],
        'marks',
      );
    },
  },
  {
    title: '[LOG-4] a repeated append changes nothing, however its commits are batched the second time',
    async run(storage) {
      const log = await opened(storage);
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
      const log = await opened(storage);
      await log.append(sampleBatch('w', 1, ['a']));
      await checkRejects(() => log.append(sampleBatch('w', 3, ['c'])), 'log.gap', 'appending commit 3 after commit 1');
      checkEqual(placesOf(await readAll(log)), ['1:a'], 'places');
    },
  },
  {
    title: '[LOG-9] two openers append to one log: each keeps its order, and each position is used once',
    async run(storage) {
      const [one, two] = [await opened(storage), await opened(storage)];
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
    title: '[TAB-2] an append reports whether the writer now knows the whole log',
    async run(storage) {
      const log = await opened(storage);
      const write = async (writer: string, first: number, after: number): Promise<boolean> =>
        (await log.append({ ...sampleBatch(writer, first, [`${writer}${first}`]), after })).follows;
      await readAll(log);
      checkEqual([await write('one', 1, 0), await write('one', 2, 1)], [true, true], 'alone');
      await log.seal();
      checkEqual(await write('one', 3, 2), true, 'after sealing');
      const other = await opened(storage);
      await readAll(other);
      checkEqual(
        (await other.append({ ...sampleBatch('two', 1, ['two1']), after: 3 })).follows,
        true,
        'another opener that has read everything',
      );
      checkEqual(
        [await write('one', 4, 3), await write('one', 5, 4)],
        [false, false],
        'the first opener, which has not read that',
      );
      await readAll(log);
      checkEqual(await write('one', 6, 5), false, 'an opener that read everything, with an outdated position');
      await readAll(log);
      checkEqual(await write('one', 7, 7), true, 'an opener that knows the whole log');
    },
  },
  {
    title: '[LOG-6] pages of any size, from any position, return each later event once',
    async run(storage) {
      const log = await opened(storage);
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
      checkEqual(await log.read({ after: 8, limit: 5 }), { commits: [], last: 8, head: 8 }, 'a page after the head');
    },
  },
  {
    title: '[LOG-3] sealing changes no event, order or position, even while others append and seal',
    async run(storage) {
      const [one, two] = [await opened(storage), await opened(storage)];
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
    title: '[LOG-4] an import adds new events, skips stored ones, and reports ids with other content',
    async run(storage) {
      const log = await opened(storage);
      await log.append(sampleBatch('w', 1, ['a']));
      await log.seal();
      await log.append(sampleBatch('w', 2, ['b']));
      const other = { ...sampleEvent('b'), data: { name: 'other' } };
      const outcome = await log.import({
        writer: 'w',
        first: 3,
        commits: [
          { events: [sampleEvent('a')] },
          { events: [other] },
          { events: [sampleEvent('c'), sampleEvent('c')] },
          { events: [sampleEvent('d')] },
        ],
      });
      checkEqual(
        { duplicates: outcome.duplicates, conflicts: outcome.conflicts },
        { duplicates: [sampleEvent('a').id, sampleEvent('c').id], conflicts: [other.id] },
        'outcome',
      );
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:b', '3:c', '4:d'], 'places');
      await log.append(sampleBatch('w', 7, ['e']));
      await log.seal();
      checkEqual(placesOf(await readAll(log)), ['1:a', '2:b', '3:c', '4:d', '5:e'], 'places after sealing');
    },
  },
  {
    title: '[LOG-4] another type, version, time or payload is other content; other metadata is not',
    async run(storage) {
      const log = await opened(storage);
      const event = sampleEvent('a');
      await log.append({ writer: 'w', first: 1, commits: [{ events: [event] }] });
      const others = [
        { ...event, type: 'other.happened' },
        { ...event, version: 2 },
        { ...event, timestamp: '2026-01-31T12:00:00.001Z' },
        { ...event, data: { name: 'b' } },
      ];
      const same = { ...event, metadata: { ...event.metadata, source: 'other' } };
      const commits = [...others, same].map((one) => ({ events: [one] }));
      const { duplicates, conflicts } = await log.import({ writer: 'w', first: 2, commits });
      checkEqual([duplicates.length, conflicts.length], [1, 4], 'duplicates and conflicts');
    },
  },
  {
    title: '[LOG-4] two openers that import the same at once store it once',
    async run(storage) {
      const [one, two] = [await opened(storage), await opened(storage)];
      const names = Array.from({ length: 20 }, (_, i) => [`e${i}`]);
      const outcomes = await Promise.all([
        one.import(sampleBatch('one', 1, ...names)),
        two.import(sampleBatch('two', 1, ...names)),
      ]);
      checkEqual(outcomes.flatMap((o) => o.duplicates).length, 20, 'duplicates');
      checkEqual((await readAll(one)).flatMap((c) => c.events).length, 20, 'events');
    },
  },
  {
    title: '[LOG-4] events are found by id, sealed or not',
    async run(storage) {
      const log = await opened(storage);
      const names = Array.from({ length: 600 }, (_, i) => `e${i}`);
      await log.append(sampleBatch('w', 1, names.slice(0, 400), names.slice(400)));
      await log.seal();
      await log.append(sampleBatch('w', 3, ['late']));
      const found = await log.find([
        sampleEvent('e0').id,
        sampleEvent('e599').id,
        sampleEvent('late').id,
        sampleEvent('none').id,
      ]);
      checkEqual(
        [...found.values()].map((e) => (e!.data as { readonly name: string }).name).sort(),
        ['e0', 'e599', 'late'],
        'found',
      );
      checkEqual((await log.find([])).size, 0, 'events found for no ids');
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
    title: '[LOG-10] an event without a payload is read without one, and the result is writable',
    async run(storage) {
      const log = await opened(storage);
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
  {
    title: '[LOG-9] commits without events keep their numbers, and change nothing else',
    async run(storage) {
      const log = await opened(storage);
      for (const n of [1, 2, 3]) await log.append(sampleBatch('w', n * 2 - 1, [`e${n}`], []));
      checkEqual(placesOf(await readAll(log)), ['1:e1', '2:e2', '3:e3'], 'places');
      await log.append(sampleBatch('w', 7, [], []));
      checkEqual((await log.open()).position, 3, 'position of the head');
      await log.append(sampleBatch('w', 9, ['e4']));
      checkEqual(placesOf(await readAll(log)), ['1:e1', '2:e2', '3:e3', '4:e4'], 'places after commits without events');
    },
  },
  {
    title: '[UNDO-1] the undo horizon is fixed when the log is created, for all openers',
    async run(storage) {
      const log = await opened(storage);
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
      const log = await opened(storage);
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
];

async function opened(storage: LogStorage): Promise<EventLog> {
  const log = storage.open();
  await log.open();
  return log;
}
