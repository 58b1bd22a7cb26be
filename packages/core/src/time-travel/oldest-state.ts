import { initialState, type ModelDefinition, type ModelState } from '../fold/fold.ts';
import { isAsFolded } from '../snapshot/lineage.ts';
import { fits, readSaved } from '../snapshot/load-snapshot.ts';
import type { StoreInternals } from '../store/internals.ts';
import type { LogHead } from '../log/event-log.ts';
import type { Manifest } from '../log/snapshot-store.ts';

/** The oldest known state of a store: its position, and the read models there. */
export interface OldestState {
  /** Position of the last compacted event; the log begins after it. */
  readonly logFloor: number;
  /** The latest position among these states. The base snapshots of a compacted log are later than its floor. */
  readonly base: number;
  readonly states: ReadonlyMap<string, ModelState>;
}

/** Reads the oldest known state of a store. */
export async function readOldestState(internals: StoreInternals, head: LogHead): Promise<OldestState> {
  const states = new Map<string, ModelState>();
  for (const model of internals.kernel.models.models) {
    const saved = head.floor === 0 ? undefined : await savedState(internals, model, head);
    states.set(model.name, saved ?? initialState(model, internals.kernel.models.tools));
  }
  const positions = Array.from(states.values(), ({ at = head.floor }) => at);
  return { logFloor: head.floor, base: positions.reduce((a, b) => Math.max(a, b), head.floor), states };
}

/** The base snapshot that compaction relied on, or the latest snapshot if that one does not fit. */
async function savedState(
  { log: { snapshots }, catalog, env }: StoreInternals,
  model: ModelDefinition,
  head: LogHead,
): Promise<ModelState | undefined> {
  if (snapshots === undefined) return undefined;
  for (const which of ['base', 'latest'] as const) {
    const isGood = (manifest: Manifest): boolean =>
      fits(model, manifest, head) && (which === 'base' || isAsFolded(model, catalog, manifest));
    const saved = await readSaved({ snapshots, pause: env.pause }, model, which, isGood);
    if (saved === undefined) continue;
    const { manifest, value } = saved;
    return { value, at: manifest.position };
  }
  return undefined;
}
