import { freeze } from 'immer';
import { initialState, type ModelDefinition, type ModelState } from '../engine/fold.ts';
import { fits, savedValue } from '../engine/snapshotter.ts';
import type { StoreParts } from '../engine/store-parts.ts';
import type { LogHead } from '../log/port.ts';

/** Where the past of a store begins, and the read models there. */
export interface Beginning {
  /** The position behind which the log begins. */
  readonly logFloor: number;
  /** The first position that can be shown: where a log was compacted, the saved states that took its place are later than it begins. */
  readonly floor: number;
  readonly states: ReadonlyMap<string, ModelState>;
}

/** Reads where the past of a store begins. */
export async function readBeginning(parts: StoreParts, head: LogHead): Promise<Beginning> {
  const states = new Map<string, ModelState>();
  for (const model of parts.models.models) {
    const saved = head.floor === 0 ? undefined : await readSaved(parts, model, head);
    states.set(model.name, saved ?? initialState(model, parts.models.tools));
  }
  const positions = Array.from(states.values(), ({ at = head.floor }) => at);
  return { logFloor: head.floor, floor: Math.max(head.floor, ...positions), states };
}

/** The saved state that a compaction relied on; one saved later, where that does not fit. */
async function readSaved(
  { log, models, env }: StoreParts,
  model: ModelDefinition,
  head: LogHead,
): Promise<ModelState | undefined> {
  for (const which of ['base', 'latest'] as const) {
    const snapshot = await log.snapshots?.read(model.name, which, (manifest) => fits(model, manifest, head));
    if (snapshot === undefined) continue;
    const value = await savedValue(model, snapshot, env.pause);
    return { value: models.tools.isFrozen ? freeze(value, true) : value, at: snapshot.manifest.position };
  }
  return undefined;
}
