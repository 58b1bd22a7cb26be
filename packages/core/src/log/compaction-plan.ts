import type { CompactionLimit, CompactionRequest } from './compaction.ts';
import type { Manifest } from './snapshots.ts';

/** What is saved of a read model: the latest state whose pages are all there, and the one that the last compaction relied on. */
export interface SavedModel {
  readonly latest: Manifest | undefined;
  readonly base: Manifest | undefined;
}

export interface CompactionPlan {
  /** Position of the last event that may go. */
  readonly through: number;
  readonly limit: CompactionLimit | undefined;
  /** Saved states that take the place of the log's beginning, if anything goes. */
  readonly bases: readonly Manifest[];
  /** Read models whose saved states go with it. */
  readonly forgotten: readonly string[];
}

/**
 * How far a log may be cut off so that nothing that is in use, or could be again, misses what goes: what can be undone, read
 * models, and saved states. Each read model then begins from a base, a saved state at or behind the cut, as it began from
 * nothing before; so a base must have understood every event that it replaces.
 */
export function planCompaction(
  { through, models, forget }: CompactionRequest,
  log: { readonly id: string; readonly head: number; readonly horizon: number; readonly floor: number },
  saved: readonly SavedModel[],
): CompactionPlan {
  const limits: CompactionLimit[] = [{ by: 'horizon', position: Math.max(log.head - log.horizon, log.floor) }];
  const bases: Manifest[] = [];
  const forgotten: string[] = [];
  const revisions = new Map(models.map(({ model, revision }) => [model, revision]));
  const unsaved = new Set(revisions.keys());
  for (const { latest, base } of saved) {
    const { model } = (latest ?? base)!;
    const isForgotten = forget.includes(model);
    if (isForgotten && !revisions.has(model)) {
      forgotten.push(model);
      continue;
    }
    const kept = base?.position ?? log.floor;
    const limit = (by: CompactionLimit['by'], position = kept): unknown => limits.push({ by, position, model });
    if (latest === undefined || latest.log !== log.id) {
      limit('snapshot');
      continue;
    }
    const revision = revisions.get(model) ?? latest.revision;
    // Told below, among those that are not saved at all.
    if (latest.revision !== revision) continue;
    unsaved.delete(model);
    if (base !== undefined && base.revision !== revision && !isForgotten) limit('revision');
    else if (latest.skipped.length > 0) limit('skipped');
    else {
      limit('snapshot', latest.position);
      bases.push(latest);
    }
  }
  const missing = Array.from(unsaved, (model): CompactionLimit => ({ by: 'unsaved', position: log.floor, model }));
  const limit = [...missing, ...limits].reduce((least, next) => (next.position < least.position ? next : least));
  return limit.position < through
    ? { through: limit.position, limit, bases, forgotten }
    : { through, limit: undefined, bases, forgotten };
}
