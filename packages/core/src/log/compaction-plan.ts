import type { Compactable, CompactionLimit, CompactionPlan } from './compaction.ts';
import type { Manifest } from './snapshot-store.ts';

/** What may be dropped from the start of a log. */
export interface CompactionRequest {
  /** Position of the last event that may be dropped. */
  readonly through: number;
  /** Read models in use, each of which must be saved: it could not be folded from the log any more. */
  readonly models: readonly {
    readonly model: string;
    readonly revision: number;
    /** Whether a saved state is what this app would fold; another tab may be of another release. */
    readonly isAsFolded?: (manifest: Manifest) => boolean;
  }[];
  /** Read models of which saved states that those in use cannot begin from may become useless. */
  readonly forget: readonly string[];
}

/**
 * How far a log may be cut off so that nothing that is in use, or could be again, misses what goes: what can be undone, read
 * models, and saved states. Each read model then begins from a base, a saved state at or behind the cut, as it began from
 * nothing before; so a base must have understood every event that it replaces.
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
    // Told below, among those that are not saved at all.
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
  // What is no number asks for nothing.
  const asked = Math.max(0, through) || 0;
  return limit.position < asked
    ? { through: limit.position, limit, bases, forgotten }
    : { through: asked, limit: undefined, bases, forgotten };
}
