import { type Compactable, type Compacted, compactedTo, type CompactionPlan } from '../log/compaction.ts';
import { type Database, headOf } from './database.ts';
import { sealAll } from './seal-batches.ts';
import { baseKey, deleteUnnamed, savedModels } from './snapshots/snapshot-rows.ts';

/** Drops whole segments from the start of the log, in one transaction. Their id rows stay. */
export async function compactLog(db: Database, planFor: (log: Compactable) => CompactionPlan): Promise<Compacted> {
  // Only whole segments are dropped, and much may be unsealed before the undo horizon.
  await sealAll(db);
  return db.transaction('rw', [db.head, db.segments, db.manifests, db.pages], async () => {
    const head = await headOf(db);
    const { id, position, floor: before, undoHorizon } = head;
    const plan = planFor({ id, head: position, floor: before, undoHorizon, saved: await savedModels(db) });
    const floor = Math.max(before, await segmentEnd(db, plan.through));
    if (floor > before) {
      await db.segments.where('first').belowOrEqual(floor).delete();
      for (const base of plan.bases) {
        await db.manifests.put({ ...base, model: baseKey(base.model) });
        await deleteUnnamed(db, base.model, [base]);
      }
      for (const model of plan.forgotten) await forget(db, model);
      await db.head.put({ ...head, floor });
    }
    return compactedTo(floor, before, plan);
  });
}

/** Position of the last event of the last segment that ends at or before `position`; 0 if there is none. */
async function segmentEnd(db: Database, position: number): Promise<number> {
  const last = await db.segments.where('first').belowOrEqual(position).last();
  if (last === undefined) return 0;
  const end = last.first + last.events - 1;
  return end <= position ? end : last.first - 1;
}

async function forget(db: Database, model: string): Promise<void> {
  await db.manifests.bulkDelete([model, baseKey(model)]);
  await deleteUnnamed(db, model, []);
}
