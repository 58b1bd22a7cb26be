import type { Compacted } from '../log/compaction.ts';
import { planCompaction } from '../log/compaction-plan.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Manifest } from '../log/snapshot-store.ts';
import type { Env } from '../env/env.ts';
import { isAsFolded } from '../snapshot/lineage.ts';
import type { StoreInternals } from './internals.ts';
import { laterSizes } from '../log/later-sizes.ts';

/** The events to keep: at least those that either number keeps. */
export type CompactionPolicy = (
  | { readonly keepDays: number; readonly keepEvents?: number }
  | { readonly keepEvents: number; readonly keepDays?: number }
) & {
  /**
   * Read models whose snapshots may be deleted: those of another revision, to which an older app version could return,
   * or those that the app no longer has. Unless named here, they prevent dropping, and `limit` reports them.
   */
  readonly forget?: readonly string[];
};

/** Saves the read models, then drops the oldest events that the policy lets go. */
export async function runCompaction(
  { catalog, env, kernel, log }: StoreInternals,
  policy: CompactionPolicy,
): Promise<Compacted> {
  const { models, snapshotter, status } = kernel;
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
}

const DAY_MS = 86_400_000;

/** Position of the last event that a policy allows to drop. */
async function throughOf(
  { keepDays, keepEvents = keepDays === undefined ? Infinity : 0 }: CompactionPolicy,
  log: EventLog,
  { now, pause }: Pick<Env, 'now' | 'pause'>,
): Promise<number> {
  const { position, floor, undoHorizon } = await log.open();
  const through = position - keepEvents;
  if (keepDays === undefined) return through;
  const until = now() - keepDays * DAY_MS;
  // Imported events have times of their own, so times need not ascend. Stop before the first event to keep.
  for (let last = floor; last < Math.min(through, position - undoHorizon);) {
    const page = await log.read({ after: last, limit: laterSizes.logPage });
    for (const { events, position: first } of page.commits) {
      const young = events.findIndex(({ timestamp }) => !(Date.parse(timestamp) < until));
      if (young !== -1) return Math.min(through, first + young - 1);
    }
    last = page.last;
    await pause();
  }
  return through;
}
