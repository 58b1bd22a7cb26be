import type { Batch } from '../log/commit.ts';
import type { Manifest, Snapshot, SnapshotPage, SnapshotStore } from '../log/snapshots.ts';
import type { Database, PageRow } from './database.ts';

/** Runs work on the database, and says what a fault of it means for the log. */
export type Attempt = <T>(what: 'read' | 'write', work: () => PromiseLike<T>, batch?: Batch) => Promise<T>;

/** Snapshots in the database of their log: a row a page, a row a manifest. */
export function dexieSnapshots(db: Database, attempt: Attempt): SnapshotStore {
  const pageIds = async (model: string): Promise<readonly string[]> => {
    const keys = await db.pages.where('[model+id]').between([model, ''], [model, '\uffff']).primaryKeys();
    return (keys as unknown as readonly (readonly [string, string])[]).map(([, id]) => id);
  };
  const deletePages = (model: string, ids: readonly string[]): PromiseLike<void> =>
    db.pages.bulkDelete(ids.map((id) => [model, id]));
  return {
    read: (model) =>
      attempt('read', () => db.transaction('r', [db.manifests, db.pages], () => readSnapshot(db, model))),
    put: (model, pages) =>
      attempt('write', () =>
        db.pages.bulkPut(pages.map((page): PageRow => ({ model, ...page }))).then(() => undefined),
      ),
    commit: (manifest) =>
      attempt('write', () =>
        db.transaction('rw', [db.manifests, db.pages], async () => {
          const { model } = manifest;
          const named = new Set(manifest.pages.map(({ id }) => id));
          const stored = await pageIds(model);
          if (stored.filter((id) => named.has(id)).length !== named.size) return false;
          await db.manifests.put(manifest);
          await deletePages(
            model,
            stored.filter((id) => !named.has(id)),
          );
          return true;
        }),
      ),
    drop: (model) =>
      attempt('write', () =>
        db.transaction('rw', [db.manifests, db.pages], async () => {
          await db.manifests.delete(model);
          await deletePages(model, await pageIds(model));
        }),
      ),
  };
}

async function readSnapshot(db: Database, model: string): Promise<Snapshot | undefined> {
  const manifest: Manifest | undefined = await db.manifests.get(model);
  if (manifest === undefined) return undefined;
  const rows = await db.pages.where('[model+id]').between([model, ''], [model, '\uffff']).toArray();
  const byId = new Map(rows.map((row): [string, SnapshotPage] => [row.id, row]));
  const pages = manifest.pages.flatMap(({ id }) => byId.get(id) ?? []);
  return pages.length === manifest.pages.length ? { manifest, pages } : undefined;
}
