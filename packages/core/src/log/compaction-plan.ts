import type { Compactable, CompactionLimit, CompactionPlan } from './compaction.ts';
import type { Manifest } from './snapshot-store.ts';

/** The part of a log's beginning that may be dropped. */
export interface CompactionRequest {
  /** Position of the last event that may be dropped. */
  readonly through: number;
  /** Read models in use. Each must have a snapshot, since the log could no longer rebuild it. */
  readonly models: readonly {
    readonly model: string;
    readonly revision: number;
    /** Whether this app would fold the saved state the same. Another tab may run another release. */
    readonly isAsFolded?: (manifest: Manifest) => boolean;
  }[];
  /** Read models whose snapshots may be deleted, if a model in use cannot begin from them. */
  readonly forget: readonly string[];
}

/**
 * Computes how far a log may be cut. Undo, read models and snapshots, in use or usable again, must not lack the dropped
 * events. Each read model then begins from a base snapshot at or after the cut, instead of from nothing. So a base must
 * have understood every event that it replaces.
 */
export function planCompaction(
  { through, models, forget }: CompactionRequest,
  { id, head, floor, undoHorizon, saved }: Compactable,
): CompactionPlan {
  const limits: CompactionLimit[] = [{ by: 'horizon', position: Math.max(head - undoHorizon, floor) }];
  const bases: Manifest[] = [];
  const forgotten: string[] = [];
  const inUse = new Map(models.map((one) => [one.model, one]));
  const unsaved = new Set(inUse.keys());
  for (const { latest, base } of saved) {
    const { model } = (latest ?? base)!;
    const isForgotten = forget.includes(model);
    const used = inUse.get(model);
    if (isForgotten && used === undefined) {
      forgotten.push(model);
      continue;
    }
    const kept = base?.position ?? floor;
    const limit = (by: CompactionLimit['by'], position = kept): unknown => limits.push({ by, position, model });
    if (latest === undefined || latest.log !== id) {
      limit('snapshot');
      continue;
    }
    const { revision, isAsFolded = () => true } = used ?? { revision: latest.revision };
    // Models without a usable snapshot are in `unsaved`, and reported below.
    if (latest.revision !== revision || !isAsFolded(latest)) continue;
    unsaved.delete(model);
    if (base !== undefined && base.revision !== revision && !isForgotten) limit('revision');
    else if (latest.skipped.length > 0) limit('skipped');
    else {
      limit('snapshot', latest.position);
      bases.push(latest);
    }
  }
  const missing = Array.from(unsaved, (model): CompactionLimit => ({ by: 'unsaved', position: floor, model }));
  const limit = [...missing, ...limits].reduce((least, next) => (next.position < least.position ? next : least));
  // NaN drops nothing.
  const asked = Math.max(0, through) || 0;
  return limit.position < asked
    ? { through: limit.position, limit, bases, forgotten }
    : { through: asked, limit: undefined, bases, forgotten };
}
