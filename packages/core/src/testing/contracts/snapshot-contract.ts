import type { Manifest, SnapshotStore } from '../../log/snapshot-store.ts';
import { checkEqual } from '../check.ts';
import { type LogContractCase, type LogStorage, openedLog } from './contract-case.ts';

/** The contract of a log that saves snapshots, as cases for any test framework. Give each case new, empty storage. */
export const snapshotContract: readonly LogContractCase[] = [
  {
    title: '[VIEW-5] pages become visible when their manifest commits, and pages it does not name are deleted',
    async run(storage) {
      const snapshots = await opened(storage);
      checkEqual(await snapshots.read('m'), undefined, 'a snapshot that was never saved');
      await snapshots.put('m', [
        { id: 'a', rows: [{ n: 1 }] },
        { id: 'b', rows: [{ n: 2 }] },
      ]);
      checkEqual(await snapshots.read('m'), undefined, 'pages without a manifest');
      checkEqual(await snapshots.commit(manifest('m', 1, 'a', 'b')), true, 'committing');
      await snapshots.put('m', [{ id: 'c', rows: [{ n: 3 }, { n: 4 }] }]);
      checkEqual((await rowsOf(snapshots, 'm'))[0], [{ n: 1 }, { n: 2 }], 'rows before the second commit');
      await snapshots.commit(manifest('m', 2, 'a', 'c'));
      checkEqual(await rowsOf(snapshots, 'm'), [[{ n: 1 }, { n: 3 }, { n: 4 }], 2], 'rows and position after it');
      checkEqual(await snapshots.commit(manifest('m', 3, 'a', 'b')), false, 'committing a page that is gone');
      checkEqual(await rowsOf(snapshots, 'm'), [[{ n: 1 }, { n: 3 }, { n: 4 }], 2], 'rows after a refused commit');
    },
  },
  {
    title: '[VIEW-5] models do not touch each other’s pages, and dropping one leaves the others',
    async run(storage) {
      const snapshots = await opened(storage);
      for (const model of ['m', 'm2', 'n']) {
        await snapshots.put(model, [{ id: 'a', rows: [{ model }] }]);
        await snapshots.commit(manifest(model, 1, 'a'));
      }
      await snapshots.drop('m');
      checkEqual(await snapshots.read('m'), undefined, 'the dropped model');
      checkEqual(
        [await rowsOf(snapshots, 'm2'), await rowsOf(snapshots, 'n')],
        [
          [[{ model: 'm2' }], 1],
          [[{ model: 'n' }], 1],
        ],
        'the other models',
      );
    },
  },
  {
    title: '[VIEW-5] the pages of a snapshot are read only if the caller accepts its manifest',
    async run(storage) {
      const snapshots = await opened(storage);
      await snapshots.put('m', [{ id: 'a', rows: [{ n: 1 }] }]);
      await snapshots.commit(manifest('m', 7, 'a'));
      const read = async (position: number): Promise<number | undefined> =>
        (await snapshots.read('m', 'latest', (found) => found.position === position))?.manifest.position;
      checkEqual([await read(6), await read(7)], [undefined, 7], 'the snapshot read at position 7');
    },
  },
  {
    title: '[VIEW-5] a manifest gives way to that of a newer release of the app, and its pages are deleted',
    async run(storage) {
      const snapshots = await opened(storage);
      const commit = async (position: number, page: string, more: Partial<Manifest>): Promise<boolean> => {
        await snapshots.put('m', [{ id: page, rows: [{ position }] }]);
        return snapshots.commit({ ...manifest('m', position, page), ...more });
      };
      checkEqual(await commit(1, 'a', { revision: 2 }), true, 'committing');
      checkEqual(await commit(2, 'b', { revision: 1, fold: 9 }), false, 'committing an earlier revision');
      checkEqual(await rowsOf(snapshots, 'm'), [[{ position: 1 }], 1], 'rows and position after it');
      checkEqual(await snapshots.commit({ ...manifest('m', 2, 'b'), revision: 2 }), false, 'committing its page');
      checkEqual(await commit(3, 'c', { revision: 2, fold: 2 }), true, 'committing a later fold');
      checkEqual(await commit(4, 'd', { revision: 2, fold: 1 }), false, 'committing an earlier fold');
      checkEqual(await commit(5, 'e', { revision: 2, fold: 2, events: [['x', 2]] }), true, 'a newer event');
      checkEqual(await commit(6, 'f', { revision: 2, fold: 2, events: [['x', 1]] }), false, 'an older event');
      const mixed: Manifest['events'] = [
        ['x', 3],
        ['y', 1],
      ];
      checkEqual(await commit(6, 'h', { revision: 3, fold: 2, events: mixed }), true, 'a later revision');
      const other: Manifest['events'] = [
        ['x', 2],
        ['y', 2],
      ];
      checkEqual(await commit(6, 'i', { revision: 3, fold: 2, events: other }), true, 'neither is newer');
      checkEqual(await commit(7, 'g', { revision: 1, log: 'other' }), true, 'committing a state of another log');
      checkEqual(await rowsOf(snapshots, 'm'), [[{ position: 7 }], 7], 'rows and position in the end');
    },
  },
  {
    title: '[VIEW-5] a snapshot may have no rows',
    async run(storage) {
      const snapshots = await opened(storage);
      await snapshots.commit(manifest('m', 5));
      checkEqual(await rowsOf(snapshots, 'm'), [[], 5], 'rows and position');
    },
  },
];

const manifest = (model: string, position: number, ...pages: readonly string[]): Manifest => ({
  model,
  revision: 1,
  log: 'log',
  position,
  skipped: [],
  pages: pages.map((id) => ({ id, first: id })),
});

async function rowsOf(
  snapshots: SnapshotStore,
  model: string,
): Promise<readonly [rows: readonly unknown[], position: number]> {
  const snapshot = await snapshots.read(model);
  if (snapshot === undefined) throw new Error(`There is no snapshot of "${model}".`);
  return [snapshot.pages.flatMap((page) => page.rows), snapshot.manifest.position];
}

async function opened(storage: LogStorage): Promise<SnapshotStore> {
  const log = await openedLog(storage);
  if (log.snapshots === undefined) throw new Error(`The log "${log.name}" keeps no snapshots.`);
  return log.snapshots;
}
