import type { Compacted } from '../log/compaction.ts';
import { planCompaction } from '../log/compaction-plan.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Manifest } from '../log/snapshot-store.ts';
import type { Env } from '../env/env.ts';
import { isAsFolded } from '../snapshot/lineage.ts';
import type { AnyStore } from './store.ts';
import { internalsOf } from './internals.ts';
import { sizes } from '../log/sizes.ts';

/** Which events are to be kept, at least: those that any of the two numbers keeps. */
export type CompactionPolicy = (
  | { readonly keepDays: number; readonly keepEvents?: number }
  | { readonly keepEvents: number; readonly keepDays?: number }
) & {
  /**
   * Read models whose saved states may become useless: of another revision, to which an older version of the app could go
   * back, or of a read model that the app no longer has. As long as they are not named here they keep the log from being
   * dropped, and `limit` says so.
   */
  readonly forget?: readonly string[];
};

/**
 * Drops the oldest events of a store's log for good, so that it does not grow for ever. Read models go on: their saved
 * states take the place of what is dropped, and are saved first. What can be undone is kept, and so is what could be of use
 * to another version of the app; `limit` says when that is more than the policy asks for. What is left begins behind `floor`:
 * undo and time travel end there, and so does an exported log; export it before, to keep what is dropped.
 *
 * A read model that is added, or changes its revision, after that lacks what was dropped: `status.incomplete` says so.
 *
 * Rejects with `store.not_ready`, `store.closed`, `store.travelling`, `log.write_failed`, `log.full`, `log.lost`, `log.blocked`,
 * `log.corrupt`, and `log.compacted` when another tab was first; then nothing is dropped.
 *
 * @example
 * const { dropped, limit } = await compact(store, { keepDays: 90 });
 */
export async function compact(store: AnyStore, policy: CompactionPolicy): Promise<Compacted> {
  const { assert, catalog, env, imports, kernel, loads, log } = internalsOf(store);
  const { models, snapshotter, status } = kernel;
  assert.write('compact');
  return imports.run(async () => {
    await loads.idle();
    assert.write('compact');
    await snapshotter?.saveNow();
    const through = await throughOf(policy, log, env);
    const inUse = models.models.map((model) => ({
      model: model.name,
      revision: model['~revision'],
      isAsFolded: (manifest: Manifest) => isAsFolded(model, catalog, manifest),
    }));
    const request = { through, models: inUse, forget: policy.forget ?? [] };
    const compacted = await log.compact((state) => planCompaction(request, state));
    const { floor, dropped } = compacted;
    if (dropped > 0) status.tell({ type: 'log.compacted', floor, dropped });
    return compacted;
  });
}

const DAY_MS = 86_400_000;

/** Position of the last event that a policy lets go. */
async function throughOf(
  { keepDays, keepEvents = keepDays === undefined ? Infinity : 0 }: CompactionPolicy,
  log: EventLog,
  { now, pause }: Pick<Env, 'now' | 'pause'>,
): Promise<number> {
  const { position, floor, undoHorizon } = await log.open();
  const through = position - keepEvents;
  if (keepDays === undefined) return through;
  const until = now() - keepDays * DAY_MS;
  // Times need not be in order, as imported events have their own: it ends before the first that is to be kept.
  for (let last = floor; last < Math.min(through, position - undoHorizon);) {
    const page = await log.read({ after: last, limit: sizes.logPage });
    for (const { events, position: first } of page.commits) {
      const young = events.findIndex(({ timestamp }) => !(Date.parse(timestamp) < until));
      if (young !== -1) return Math.min(through, first + young - 1);
    }
    last = page.last;
    await pause();
  }
  return through;
}
