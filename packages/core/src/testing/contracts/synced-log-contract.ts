import type { EventLog } from '../../log/event-log.ts';
import type { SnapshotStore } from '../../log/snapshot-store.ts';
import type { News, SyncedLog } from '../../log/synced-log.ts';
import type { Page } from '../../protocol/wire.ts';
import { toLine } from '../../protocol/wire-line.ts';
import { checkEqual, checkRejects } from '../check.ts';
import { type LogContractCase, type LogStorage, openedLog } from './contract-case.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from './log-fixture.ts';
import { lineOf, pageOf, type Pushed, RECEIVED_AT } from './page-fixture.ts';
import { namesIn, shownNews, shownOutgoing } from './shown-fixture.ts';

const authority = { incarnation: 'i1', client: 'c1', undoHorizon: 500 };

/**
 * The contract of a log that tells confirmed events from pending ones, as cases for any test framework. Give each case
 * new, empty storage.
 */
export const syncedLogContract: readonly LogContractCase[] = [
  {
    title: '[LOG-13] where the device is the authority, everything stored is confirmed, and each write is one row',
    async run(storage) {
      const [log, sync] = await opened(storage);
      const { mark, term } = await sync.head();
      checkEqual([mark, term], [{ generation: 0, confirmed: 0, row: 0 }, 0], 'the mark and the term of a new log');
      await log.append(sampleBatch('w', 1, ['a', 'b'], ['c']));
      await log.append(sampleBatch('w', 1, ['a', 'b'], ['c']));
      await log.import(sampleBatch('w', 3, ['a'], ['d']));
      const { mark: after } = await sync.head();
      checkEqual(after, { generation: 0, confirmed: 4, row: 3 }, 'the mark');
      const staged = await log.staging.begin();
      await staged.stage([{ events: [sampleEvent('e')] }]);
      await staged.publish();
      await log.seal();
      const found = await sync.news({ since: after, limit: 10 });
      checkEqual(shownNews(found), { confirmed: ['5:e'], pending: [], row: 4 }, 'news');
      await checkRejects(() => sync.outgoing(1), 'log.not_joined', 'reading what is to be pushed');
      await checkRejects(() => sync.cursors(), 'log.not_joined', 'reading cursors');
    },
  },
  {
    title: '[LOG-13] an opener reads what another stored, in pages of any size',
    async run(storage) {
      const [log] = await opened(storage);
      const [, other] = await opened(storage);
      await log.append(sampleBatch('w', 1, ['a', 'b'], ['c'], ['d', 'e', 'f']));
      const { mark } = await other.head();
      for (const limit of [1, 2, 3, 9]) {
        let places: readonly string[] = [];
        let since = { ...mark, confirmed: 0, row: 0 };
        for (let found = await continued(other, since, limit); ; found = await continued(other, since, limit)) {
          places = [...places, ...placesOf(found.confirmed)];
          since = found.mark;
          if (found.pending !== undefined) break;
        }
        checkEqual(places, ['1:a', '2:b', '3:c', '4:d', '5:e', '6:f'], `news in pages of ${limit}`);
        checkEqual(since, mark, `the mark after pages of ${limit}`);
      }
    },
  },
  {
    title: '[LOG-13] a log joins one authority: all it holds is pending, and openers begin again',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await log.append(sampleBatch('w', 1, ['a'], ['b', 'c']));
      await log.seal();
      await log.append(sampleBatch('w', 3, ['d']));
      const saved = { model: 'm', revision: 1, log: 'log', position: 1, skipped: [], pages: [] };
      checkEqual(await log.snapshots!.commit(saved), true, 'that a snapshot is saved');
      const before = await sync.head();
      checkEqual(await sync.join(authority), { generation: 1, confirmed: 0, row: 2 }, 'the mark');
      const { position, undoHorizon } = await log.open();
      checkEqual([position, undoHorizon], [0, 500], 'position and horizon');
      checkEqual(await readAll(log), [], 'confirmed commits');
      checkEqual(await log.snapshots!.read('m'), undefined, 'the snapshot');
      checkEqual((await sync.news({ since: before.mark, limit: 9 })).kind, 'restarted', 'news since an earlier mark');
      const since = { generation: 1, confirmed: 0, row: 0 };
      const pending = { confirmed: [], pending: ['a', 'b c', 'd'], row: 2 };
      checkEqual(shownNews(await sync.news({ since, limit: 9 })), pending, 'news');
      checkEqual((await log.find([sampleEvent('c').id])).size, 1, 'pending events that are found');
      await sync.join({ ...authority, client: 'c2' });
      checkEqual((await sync.head()).sync?.client, 'c1', 'the client after joining again');
      const another = { ...authority, incarnation: 'i2' };
      await checkRejects(() => sync.join(another), 'log.joined', 'joining another authority');
    },
  },
  {
    title: '[SYNC-3] pending commits are pushed in order, and their numbers outlive a reopening',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await log.append(sampleBatch('w', 1, ['a']));
      await sync.join(authority);
      await log.append(sampleBatch('w', 2, ['b', 'c'], []));
      await log.append(sampleBatch('w', 2, ['b', 'c'], []));
      const staged = await log.staging.begin();
      await staged.stage([{ events: [sampleEvent('a'), sampleEvent('d')], imported: true }]);
      await staged.publish();
      checkEqual(shownOutgoing(await sync.outgoing(1)), ['c1', 1, ['a']], 'pushed, one event at a time');
      checkEqual(shownOutgoing(await sync.outgoing(9)), ['c1', 1, ['a', 'b c', 'd']], 'pushed at once');
      const { lines, cursor } = (await sync.outgoing(9))!;
      checkEqual(lines[2], toLine({ events: [sampleEvent('d')], imported: true }), 'the line of an imported commit');
      await sync.apply(pageOf(cursor, [lines[0]!, 'c1']), 0);
      const [, reopened] = await opened(storage);
      checkEqual(shownOutgoing(await reopened.outgoing(9)), ['c1', 2, ['b c', 'd']], 'pushed after a page');
      await reopened.rename('c2', 0);
      checkEqual(shownOutgoing(await reopened.outgoing(9)), ['c2', 1, ['b c', 'd']], 'pushed under a new name');
    },
  },
  {
    title: '[SYNC-5] commits leave pending when their events are confirmed, from whichever device, in whole or in part',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await sync.join(authority);
      await log.append(sampleBatch('w', 1, ['a'], ['b', 'c'], ['d']));
      const { lines, cursor } = (await sync.outgoing(9))!;
      const since = (await sync.head()).mark;
      const page = pageOf(cursor, [lineOf('x'), 'c9'], [lines[0]!, 'c1'], [lineOf('c'), 'c9']);
      checkEqual(await sync.apply(page, 0), { generation: 1, confirmed: 3, row: 1 }, 'the mark');
      const shown = { confirmed: ['1:x', '2:a', '3:c'], pending: ['b', 'd'], row: 1 };
      checkEqual(shownNews(await sync.news({ since, limit: 9 })), shown, 'news');
      const [first] = (await log.read({ after: 0, limit: 1 })).commits;
      checkEqual(first, { at: RECEIVED_AT, by: 'c9', events: [sampleEvent('x')], position: 1 }, 'a confirmed commit');
      const outcome = await log.import(sampleBatch('w', 4, ['x', 'b', 'e']));
      checkEqual(outcome.duplicates, ['x', 'b'].map(idOf), 'events that an import leaves out');
    },
  },
  {
    title: '[SYNC-6] a page that does not continue the log is refused, and changes nothing',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await sync.join(authority);
      await log.append(sampleBatch('w', 1, ['a']));
      const { lines, cursor } = (await sync.outgoing(9))!;
      const page = pageOf(cursor, [lines[0]!, 'c1'], [lineOf('x'), 'c9']);
      const wrong: readonly Page[] = [
        { ...page, after: { ...cursor, incarnation: 'i2' }, cursor: { ...page.cursor, incarnation: 'i2' } },
        { ...page, lines: page.lines.slice(1) },
        { ...page, lines: [...page.lines].reverse() },
        pageOf(page.cursor, [lineOf('y'), 'c9']),
      ];
      const before = await sync.head();
      for (const one of wrong) await checkRejects(() => sync.apply(one, 0), 'cursor.mismatch', 'applying a wrong page');
      checkEqual(await sync.head(), before, 'the head');
      checkEqual(shownOutgoing(await sync.outgoing(9)), ['c1', 1, ['a']], 'what is to be pushed');
    },
  },
  {
    title: '[SYNC-6] the text of a refused commit is kept until it is dismissed',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await sync.join(authority);
      await log.append(sampleBatch('w', 1, ['a'], ['b']));
      const { cursor } = (await sync.outgoing(9))!;
      const refusal = { ...sampleEvent('no', { events: [idOf('a')], code: 'no' }), type: '$rejected' };
      await sync.apply(pageOf(cursor, [toLine({ events: [refusal] }), 'c1']), 0);
      const [again, reopened] = await opened(storage);
      const refused = [{ rejection: refusal.id, commit: { events: [sampleEvent('a')] } }];
      checkEqual(await reopened.refused(), refused, 'refused commits');
      checkEqual(shownOutgoing(await reopened.outgoing(9)), ['c1', 2, ['b']], 'what is to be pushed');
      checkEqual((await again.import(sampleBatch('v', 1, ['a']))).duplicates, [idOf('a')], 'what an import leaves out');
      await reopened.dismiss([refusal.id]);
      checkEqual(await sync.refused(), [], 'refused commits that were dismissed');
    },
  },
  {
    title: '[SYNC-5] a refused commit that another device brings after a rewind is confirmed, and no longer refused',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await sync.join(authority);
      await log.append(sampleBatch('w', 1, ['a'], ['b']));
      const { cursor, lines } = (await sync.outgoing(9))!;
      const refusal = (name: string) => {
        const event = { ...sampleEvent(`no ${name}`, { events: [idOf(name)], code: 'no' }), type: '$rejected' };
        return toLine({ events: [event] });
      };
      await sync.apply(pageOf(cursor, [refusal('a'), 'c1'], [refusal('b'), 'c1']), 0);
      await sync.rewind({ to: { ...cursor, incarnation: 'i2' }, client: 'c2' }, 0);
      checkEqual((await sync.refused()).length, 2, 'refused commits after the rewind');
      await sync.apply(pageOf({ ...cursor, incarnation: 'i2' }, [lines[0]!, 'c9']), 0);
      checkEqual(namesIn((await sync.refused()).map(({ commit }) => commit)), ['b'], 'refused commits');
      checkEqual(placesOf(await readAll(log)), ['1:a'], 'places');
    },
  },
  {
    title: '[LOG-13] the work of an earlier leader is refused, and changes nothing',
    async run(storage) {
      const [log, sync] = await opened(storage);
      const [, other] = await opened(storage);
      await sync.join(authority);
      await log.append(sampleBatch('w', 1, ['a']));
      const { cursor, lines } = (await sync.outgoing(9))!;
      const term = await sync.lead();
      const next = await other.lead();
      checkEqual(next > term, true, 'that terms go up');
      const page = pageOf(cursor, [lines[0]!, 'c1']);
      const target = { to: cursor, client: 'c2' };
      await checkRejects(() => sync.apply(page, term), 'log.term_over', 'applying');
      await checkRejects(() => sync.rewind(target, term), 'log.term_over', 'rewinding');
      await checkRejects(() => sync.rename('c2', term), 'log.term_over', 'renaming');
      checkEqual(shownOutgoing(await sync.outgoing(9)), ['c1', 1, ['a']], 'what is to be pushed');
      await other.apply(page, next);
      checkEqual(placesOf(await readAll(log)), ['1:a'], 'places');
    },
  },
  {
    title:
      '[SYNC-6] a rewind returns own events to the front of pending, and drops those of others and later snapshots',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await sync.join(authority);
      await log.append(sampleBatch('w', 1, ['a'], ['b'], ['c']));
      const { cursor, lines } = (await sync.outgoing(9))!;
      const [a, b] = lines;
      const whole = pageOf(cursor, [lineOf('x'), 'c9'], [a!, 'c1'], [lineOf('y'), 'c9'], [b!, 'c1']);
      await sync.apply(whole, 0);
      const [early, late] = [await save(log.snapshots!, 'early', 1), await save(log.snapshots!, 'late', 4)];
      checkEqual([early, late], [true, true], 'that snapshots are saved');
      checkEqual(await save(log.snapshots!, 'none', 5), false, 'that a snapshot of pending events is saved');
      checkEqual(
        (await sync.cursors()).map(({ seq }) => seq),
        [4, 3, 1, 0],
        'positions of cursors',
      );
      const to = { ...(await sync.cursors())[2]!, incarnation: 'i2' };
      const wrong = { to: { ...to, chain: cursor.chain }, client: 'c2' };
      await checkRejects(() => sync.rewind(wrong, 0), 'cursor.mismatch', 'rewinding to a place it does not have');
      const { mark, ...counts } = await sync.rewind({ to, client: 'c2' }, 0);
      checkEqual(counts, { returned: 2, dropped: 1, compacted: 0 }, 'events returned and dropped');
      checkEqual(mark, { generation: 2, confirmed: 1, row: 1 }, 'the mark');
      checkEqual(placesOf(await readAll(log)), ['1:x'], 'places');
      checkEqual(shownOutgoing(await sync.outgoing(9)), ['c2', 1, ['a', 'b', 'c']], 'what is to be pushed');
      checkEqual((await sync.outgoing(9))!.lines[0], a, 'the line of a returned commit');
      const left = [await log.snapshots!.read('early'), await log.snapshots!.read('late')].map(
        (one) => one !== undefined,
      );
      checkEqual(left, [true, false], 'which snapshots are left');
      checkEqual(await save(log.snapshots!, 'late', 1), false, 'that a snapshot of an earlier generation is saved');
    },
  },
  {
    title: '[LOG-13] a compacted log joins no authority; one that has joined can begin again from nothing',
    async run(storage) {
      const [log, sync] = await opened(storage);
      await sync.join(authority);
      const { sync: state } = await sync.head();
      const begin = { incarnation: 'i1', seq: 0, chain: state!.chain };
      await sync.apply(pageOf(begin, ...Array.from({ length: 600 }, (_, n): Pushed => [lineOf(`e${n}`), 'c9'])), 0);
      await log.seal();
      const { floor } = await log.compact(() => ({ through: 560, limit: undefined, bases: [], forgotten: [] }));
      checkEqual(floor > 0, true, 'that something was dropped');
      const rewound = await sync.rewind({ to: begin, client: 'c2' }, 0);
      checkEqual([rewound.compacted, rewound.dropped], [floor, 600 - floor], 'events compacted and dropped');
      const head = await log.open();
      checkEqual([head.floor, head.position], [0, 0], 'floor and position');
      checkEqual((await log.find([idOf('e0'), idOf('e599')])).size, 0, 'events that are found');
      await sync.apply(pageOf(begin, [lineOf('e0'), 'c9']), 0);
      checkEqual(placesOf(await readAll(log)), ['1:e0'], 'places');
    },
  },
  {
    title: '[LOG-9] a closed log rejects what synchronisation asks with `log.closed`',
    async run(storage) {
      const [log, sync] = await opened(storage);
      const { mark } = await sync.head();
      await log.close();
      await checkRejects(() => sync.head(), 'log.closed', 'head');
      await checkRejects(() => sync.news({ since: mark, limit: 1 }), 'log.closed', 'news');
      await checkRejects(() => sync.lead(), 'log.closed', 'lead');
      await checkRejects(() => sync.join(authority), 'log.closed', 'join');
    },
  },
];

const idOf = (name: string): string => sampleEvent(name).id;

async function continued(sync: SyncedLog, since: News['mark'], limit: number) {
  const found = await sync.news({ since, limit });
  if (found.kind === 'restarted') throw new Error('The log begins again.');
  return found;
}

const save = (snapshots: SnapshotStore, model: string, position: number): Promise<boolean> =>
  snapshots.commit({ model, revision: 1, log: 'log', position, generation: 1, skipped: [], pages: [] });

async function opened(storage: LogStorage): Promise<readonly [EventLog, SyncedLog]> {
  const log = await openedLog(storage);
  if (log.sync === undefined) throw new Error(`The log "${log.name}" cannot be synchronised.`);
  return [log, await log.sync()];
}
