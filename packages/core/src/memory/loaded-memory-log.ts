import { loadPart } from '../errors/load-part.ts';
import type { EventLog } from '../log/event-log.ts';
import type { SnapshotStore } from '../log/snapshot-store.ts';
import type { MemoryLogOptions } from './memory-log.ts';

/**
 * A log in memory whose code is loaded when it is opened: most stores bring a log of their own. Opening rejects with
 * `part.not_loaded`; the next opening tries again.
 */
export function loadedMemoryLog(options?: MemoryLogOptions): EventLog {
  let loading: Promise<EventLog> | undefined;
  const load = (): Promise<EventLog> =>
    (loading ??= loadPart('memory log', async () =>
      (await import('./memory-log.ts')).memoryLog('memory', options),
    ).catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  const snapshots = async (): Promise<SnapshotStore> => (await load()).snapshots!;
  return {
    name: 'memory',
    open: async () => (await load()).open(),
    append: async (batch) => (await load()).append(batch),
    import: async (batch) => (await load()).import(batch),
    flush: async () => (await load()).flush(),
    read: async (options) => (await load()).read(options),
    find: async (ids) => (await load()).find(ids),
    seal: async () => (await load()).seal(),
    compact: async (plan) => (await load()).compact(plan),
    // Nothing is to be closed or deleted if it was never opened.
    close: async () => (await loading)?.close(),
    destroy: async () => (await loading)?.destroy(),
    staging: { begin: async () => (await load()).staging.begin() },
    snapshots: {
      read: async (...of) => (await snapshots()).read(...of),
      put: async (...of) => (await snapshots()).put(...of),
      commit: async (manifest) => (await snapshots()).commit(manifest),
      drop: async (model) => (await snapshots()).drop(model),
    },
  };
}
