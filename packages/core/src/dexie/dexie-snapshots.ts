import { loadPart } from '../errors/load-part.ts';
import type { SnapshotStore } from '../log/snapshot-store.ts';
import type { Database } from './database.ts';
import type { Attempt } from './errors.ts';

/** Keeps snapshots in the database of their log. Its code is loaded when something is saved, or has been. */
export function dexieSnapshots(db: Database, attempt: Attempt): SnapshotStore {
  let loaded: SnapshotStore | undefined;
  const load = async (): Promise<SnapshotStore> => {
    const part = await loadPart('saved states', () => import('./snapshot-transactions.ts'));
    return (loaded ??= part.snapshotTransactions(db, attempt));
  };
  const loadIfAny = async (what: 'read' | 'write'): Promise<SnapshotStore | undefined> => {
    const isEmpty = (): Promise<boolean> =>
      attempt(what, async () => (await db.manifests.count()) + (await db.pages.limit(1).count()) === 0);
    return loaded ?? ((await isEmpty()) ? undefined : load());
  };
  return {
    read: async (...of) => (await loadIfAny('read'))?.read(...of),
    put: async (...of) => (await load()).put(...of),
    commit: async (manifest) => (await load()).commit(manifest),
    drop: async (model) => (await loadIfAny('write'))?.drop(model),
  };
}
