import { loadPart } from '../errors/load-part.ts';
import type { Compacted } from '../log/compaction.ts';
import type { AnyStore } from './store.ts';
import { internalsOf } from './internals.ts';
import type { CompactionPolicy } from './run-compaction.ts';

/**
 * Drops the oldest events of a store's log for good, to bound its size. Read models continue: it saves snapshots first,
 * which replace the dropped events. It keeps events that can be undone, and events that another version of the app may
 * understand. If that is more than the policy asks for, `limit` gives the reason. The rest of the log begins after
 * `floor`: undo, time travel and exports end there. Export the log first to keep the dropped events.
 *
 * A read model that is added later, or changes its revision, lacks the dropped events; `status.incomplete` lists it.
 *
 * Rejects, with nothing dropped, with `store.not_ready`, `store.closed`, `store.travelling`, `log.write_failed`,
 * `log.full`, `log.lost`, `log.blocked`, `log.corrupt`, `part.not_loaded`, and with `log.compacted` if another tab was
 * first.
 *
 * @example
 * const { dropped, limit } = await compact(store, { keepDays: 90 });
 */
export async function compact(store: AnyStore, policy: CompactionPolicy): Promise<Compacted> {
  const internals = internalsOf(store);
  const { assert, imports, loads } = internals;
  assert.write('compact');
  return imports.run(async () => {
    const { runCompaction } = await loadPart('compaction', () => import('./run-compaction.ts'));
    await loads.idle();
    assert.write('compact');
    return runCompaction(internals, policy);
  });
}
