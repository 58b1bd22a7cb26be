import { checkEqual } from '../check.ts';
import { type LogContractCase, openedLog } from './contract-case.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';

/** An import leaves out stored events, and events are found by id. */
export const importingContract: readonly LogContractCase[] = [
  {
    title: '[LOG-9] a commit keeps its mark of being imported',
    async run(storage) {
      const log = await openedLog(storage);
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
    title: '[LOG-4] an import adds new events, skips stored ones, and reports ids with other content',
    async run(storage) {
      const log = await openedLog(storage);
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
      const log = await openedLog(storage);
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
      const [one, two] = [await openedLog(storage), await openedLog(storage)];
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
      const log = await openedLog(storage);
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
];
