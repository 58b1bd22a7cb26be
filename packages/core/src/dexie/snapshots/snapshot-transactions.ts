import { isOfNewerRelease } from '../../log/newer-release.ts';
import type { SnapshotStore } from '../../log/snapshot-store.ts';
import { type Database, headOf, type PageRow } from '../database.ts';
import type { Attempt } from '../errors.ts';
import { deleteUnnamed, hasPages, readManifest, readSnapshot } from './snapshot-rows.ts';

/** Keeps snapshots in the database of their log: a row a page, a row a manifest. */
export function snapshotTransactions(db: Database, attempt: Attempt): SnapshotStore {
  return {
    read: (model, which = 'latest', isWanted = () => true) =>
      attempt('read', () =>
        db.transaction('r', [db.manifests, db.pages], () => readSnapshot(db, model, which, isWanted)),
      ),
    put: (model, pages) =>
      attempt('write', () =>
        db.pages.bulkPut(pages.map((page): PageRow => ({ model, ...page }))).then(() => undefined),
      ),
    commit: (manifest) =>
      attempt('write', () =>
        db.transaction('rw', [db.head, db.manifests, db.pages], async () => {
          const head = await headOf(db);
          if (manifest.position < head.floor || !(await hasPages(db, manifest))) return false;
          // A snapshot that was folded before a rewind may hold events that have left.
          if ((manifest.generation ?? 0) !== head.generation) return false;
          // Unconfirmed events may still get another place.
          if (head.sync !== undefined && manifest.position > head.position) return false;
          const before = await readManifest(db, manifest.model, 'latest');
          const isNewest = before === undefined || !isOfNewerRelease(before, manifest);
          if (isNewest) await db.manifests.put(manifest);
          const latest = isNewest ? manifest : before;
          await deleteUnnamed(db, manifest.model, [latest, await readManifest(db, manifest.model, 'base')]);
          return isNewest;
        }),
      ),
    drop: (model) =>
      attempt('write', () =>
        db.transaction('rw', [db.manifests, db.pages], async () => {
          await db.manifests.delete(model);
          await deleteUnnamed(db, model, [await readManifest(db, model, 'base')]);
        }),
      ),
  };
}
