import { loadPart } from '../../errors/load-part.ts';
import type { SnapshotStore } from '../../log/snapshot-store.ts';
import type { Database } from '../database.ts';
import type { Attempt } from '../errors.ts';

/** Keeps snapshots in the database of their log. Its code is loaded when something is saved, or has been. */
export function dexieSnapshots(
  db: Database,
  attempt: Attempt,
): { readonly store: SnapshotStore; readonly preload: () => void } {
  let loading: Promise<SnapshotStore> | undefined;
  const load = (): Promise<SnapshotStore> =>
    (loading ??= loadPart('saved states', () => import('./snapshot-transactions.ts')).then(
      (part) => part.snapshotTransactions(db, attempt),
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    ));
  const loadIfAny = async (what: 'read' | 'write'): Promise<SnapshotStore | undefined> => {
    const preloaded = await loading?.catch(() => {
      // It is tried again below, if there is anything to load it for.
    });
    if (preloaded) return preloaded;
    const count = await attempt(what, async () => (await db.manifests.count()) + (await db.pages.limit(1).count()));
    return count === 0 ? undefined : load();
  };
  return {
    store: {
      read: async (...of) => (await loadIfAny('read'))?.read(...of),
      put: async (...of) => (await load()).put(...of),
      commit: async (manifest) => (await load()).commit(manifest),
      drop: async (model) => (await loadIfAny('write'))?.drop(model),
    },
    preload: () => {
      load().catch(() => {
        // The next use loads it again, and reports the failure.
      });
    },
  };
}
