import type { Compacted } from '../../log/compaction.ts';
import { planCompaction, type CompactionRequest } from '../../log/compaction-plan.ts';
import type { EventLog, LogHead } from '../../log/event-log.ts';
import type { Manifest } from '../../log/snapshot-store.ts';
import { checkEqual, checkRejects } from '../check.ts';
import { type LogContractCase, type LogStorage, openedLog } from './contract-case.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';

/**
 * The contract of a log that supports compaction, as cases for any test framework. Give each case new, empty storage
 * for a log with an undo horizon of 1,000.
 */
export const compactionContract: readonly LogContractCase[] = [
  {
    title: '[LOG-8] compacted events are gone for all openers, and the others keep their positions',
    async run(storage) {
      const { log, other } = await filled(storage);
      await save(log, 'm', 2_000);
      const { floor, dropped, limit } = await compact(log, 700);
      checkEqual([dropped, limit], [floor, undefined], 'the number dropped, and the limit');
      checkEqual(floor > 0 && floor <= 700, true, `that the floor is above 0 and not above 700, but ${floor}`);
      for (const opener of [log, other, await openedLog(storage)]) {
        checkEqual((await opener.open()).floor, floor, 'the floor');
        checkEqual((await opener.open()).position, 2_000, 'position of the head');
        checkEqual(placesOf(await readAll(opener, 300, floor)), places(floor), 'places');
        await checkRejects(
          () => opener.read({ after: floor - 1, limit: 1 }),
          'log.compacted',
          'reading from before the floor',
        );
      }
      await other.append(sampleBatch('v', 1, ['more']));
      await other.seal();
      checkEqual(
        placesOf(await readAll(log, 300, floor)),
        [...places(floor), '2001:more'],
        'places after another append',
      );
      const again = await compact(log, 900);
      checkEqual(again.floor - again.dropped, floor, 'the floor before the second compaction');
    },
  },
  {
    title: '[LOG-8] compaction stops at the undo horizon of the log',
    async run(storage) {
      const { log } = await filled(storage);
      await save(log, 'm', 2_000);
      const { floor, limit } = await compact(log, 1_900);
      checkEqual(limit, { by: 'horizon', position: 1_000 }, 'limit');
      checkEqual(floor <= 1_000, true, `that the floor is not above 1,000, but ${floor}`);
      checkEqual((await log.open()).undoHorizon, 1_000, 'the horizon');
    },
  },
  {
    title: '[LOG-8] compaction stops at the snapshot of each read model, of this revision, and needs one',
    async run(storage) {
      const { log } = await filled(storage);
      const limit = async (request?: Partial<CompactionRequest>): Promise<unknown> =>
        (await compactBy(log, request)).limit;
      const unsaved = { by: 'unsaved', position: 0, model: 'm' };
      checkEqual(await limit(), unsaved, 'limit with nothing saved');
      await save(log, 'm', 550, { revision: 2 });
      checkEqual(await limit(), unsaved, 'limit with another revision saved');
      await save(log, 'm', 550, { log: 'other' });
      checkEqual(await limit(), unsaved, 'limit with a snapshot of another log');
      checkEqual((await log.open()).floor, 0, 'the floor');
      await save(log, 'm', 600);
      checkEqual(
        await limit({ models: [] }),
        { by: 'snapshot', position: 600, model: 'm' },
        'limit by a model not in use',
      );
      const { floor } = await log.open();
      checkEqual(floor > 0, true, 'that something was dropped');
      await save(log, 'm', 700, { skipped: [{ type: 'x', newest: 0, count: 1 }] });
      checkEqual(await limit(), { by: 'skipped', position: 600, model: 'm' }, 'limit by skipped events');
      await save(log, 'm', 800);
      checkEqual(await limit(), { by: 'snapshot', position: 800, model: 'm' }, 'limit by a model in use');
      checkEqual((await log.open()).floor >= floor, true, 'that the floor never falls');
    },
  },
  {
    title: '[LOG-8] [VIEW-5] the snapshot that compaction relied on stays as a base, whatever happens to the latest',
    async run(storage) {
      const { log } = await filled(storage);
      const snapshots = snapshotsOf(log);
      await save(log, 'm', 900);
      checkEqual(await snapshots.read('m', 'base'), undefined, 'the base before');
      const { floor } = await compact(log, 500);
      const base = await snapshots.read('m', 'base');
      checkEqual([base?.manifest.position, base?.pages.flatMap((page) => page.rows)], [900, [{ at: 900 }]], 'the base');
      checkEqual(await snapshots.read('m'), base, 'the latest');
      await save(log, 'm', 1_500, { revision: 2 });
      await snapshots.drop('m');
      checkEqual(await snapshots.read('m'), undefined, 'the latest, after dropping it');
      checkEqual(await snapshots.read('m', 'base'), base, 'the base, after dropping the latest');
      checkEqual(await save(log, 'm', floor - 1), false, 'saving a snapshot before the floor');
    },
  },
  {
    title: '[LOG-8] snapshots of another revision, or of an unused model, stay until the caller asks to forget them',
    async run(storage) {
      const { log } = await filled(storage);
      const snapshots = snapshotsOf(log);
      await save(log, 'm', 600);
      await save(log, 'unused', 650);
      const { floor } = await compact(log, 500);
      checkEqual(floor > 0, true, 'that something was dropped');
      await save(log, 'm', 1_500, { revision: 2 });
      const forgetting = (...forget: readonly string[]): Promise<Compacted> =>
        compactBy(log, { models: [{ model: 'm', revision: 2 }], forget });
      checkEqual((await forgetting()).limit, { by: 'revision', position: 600, model: 'm' }, 'limit by the base');
      checkEqual((await snapshots.read('m', 'base'))?.manifest.revision, 1, 'revision of the base');
      const other = { by: 'snapshot', position: 650, model: 'unused' };
      checkEqual((await forgetting('m')).limit, other, 'limit by the unused model');
      const last = await forgetting('m', 'unused');
      checkEqual([last.limit, last.floor > 600], [undefined, true], 'limit, and whether the floor is above 600');
      checkEqual((await snapshots.read('m', 'base'))?.manifest.revision, 2, 'revision of the new base');
      for (const which of ['latest', 'base'] as const)
        checkEqual(await snapshots.read('unused', which), undefined, `the ${which} of the unused`);
    },
  },
  {
    title: '[LOG-8] [LOG-4] a compacted event is not imported again, whatever its content',
    async run(storage) {
      const { log, other } = await filled(storage);
      await save(log, 'm', 2_000);
      await compact(log, 900);
      const [known, fresh] = [sampleEvent('e1'), sampleEvent('fresh')];
      for (const [opener, writer] of [
        [log, 'v'],
        [other, 'u'],
      ] as const) {
        checkEqual(await opener.find([known.id]), new Map([[known.id, undefined]]), 'found');
        const commits = [{ events: [known] }, { events: [{ ...known, data: {} }] }, { events: [fresh] }];
        const { duplicates, conflicts } = await opener.import({ writer, first: 1, commits });
        checkEqual([duplicates.slice(0, 2), conflicts], [[known.id, known.id], []], 'duplicates and conflicts');
      }
      checkEqual((await log.open()).position, 2_001, 'position of the head');
    },
  },
  {
    title: '[LOG-7] [LOG-8] publishing a staged import does not bring back events that were compacted meanwhile',
    async run(storage) {
      const { log, other } = await filled(storage);
      await save(log, 'm', 2_000);
      const staged = await log.staging.begin();
      await staged.stage([{ events: [sampleEvent('late')], imported: true }]);
      for (let n = 0; n < 6; n++)
        await other.import(sampleBatch('v', n * 250 + 1, ...names(2_000 + n * 250, 249), [n === 0 ? 'late' : `v${n}`]));
      await save(log, 'm', 3_500);
      const { floor } = await compact(log, 2_600);
      checkEqual(floor >= 2_250, true, `that the floor is not below 2,250, but ${floor}`);
      const { duplicates } = await staged.stage([{ events: [sampleEvent('e1')], imported: true }]);
      checkEqual(duplicates, [sampleEvent('e1').id], 'staged duplicates');
      const published = await staged.publish();
      checkEqual(
        [published.events, published.duplicates],
        [0, [sampleEvent('late').id]],
        'published events and duplicates',
      );
    },
  },
  {
    title: '[LOG-8] compaction does not count as a write, and may drop all events that the horizon allows',
    async run(storage) {
      const log = await openedLog(storage);
      for (let n = 0; n < 4; n++) await log.append(sampleBatch('w', n * 500 + 1, ...names(n * 500, 500)));
      await save(log, 'm', 2_000);
      await compact(log, 1_000);
      checkEqual((await log.append(sampleBatch('w', 2_001, ['more']))).row, 5, 'the next row');
      checkEqual((await log.open()).position, 2_001, 'position of the head');
    },
  },
];

const names = (from: number, count: number): readonly (readonly string[])[] =>
  Array.from({ length: count }, (_, i) => [`e${from + i + 1}`]);

const places = (floor: number): readonly string[] =>
  Array.from({ length: 2_000 - floor }, (_, i) => `${floor + i + 1}:e${floor + i + 1}`);

/** Opens a log of 2,000 events twice. */
async function filled(storage: LogStorage): Promise<{ readonly log: EventLog; readonly other: EventLog }> {
  const [log, other] = [await openedLog(storage), await openedLog(storage)];
  for (let n = 0; n < 8; n++) await log.append(sampleBatch('w', n * 250 + 1, ...names(n * 250, 250)));
  return { log, other };
}

/** Compacts up to 1,000 events of a log with the read model `m`, by default. */
const compactBy = (log: EventLog, request: Partial<CompactionRequest> = {}): Promise<Compacted> =>
  log.compact((state) =>
    planCompaction({ through: 1_000, models: [{ model: 'm', revision: 1 }], forget: [], ...request }, state),
  );

const compact = (log: EventLog, through: number): Promise<Compacted> => compactBy(log, { through });

async function save(log: EventLog, model: string, position: number, more: Partial<Manifest> = {}): Promise<boolean> {
  const snapshots = snapshotsOf(log);
  const { id }: LogHead = await log.open();
  const page = `${model}${position}`;
  await snapshots.put(model, [{ id: page, rows: [{ at: position }] }]);
  const pages = [{ id: page, first: '' }];
  return snapshots.commit({ model, revision: 1, log: id, position, skipped: [], pages, ...more });
}

function snapshotsOf({ name, snapshots }: EventLog): NonNullable<EventLog['snapshots']> {
  if (snapshots === undefined) throw new Error(`The log "${name}" keeps no snapshots.`);
  return snapshots;
}
