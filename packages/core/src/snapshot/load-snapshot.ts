import type { LogHead } from '../log/event-log.ts';
import type { Manifest, Snapshot, SnapshotStore } from '../log/snapshot-store.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import { freezeJson } from '../model/freeze-json.ts';
import { laterSizes } from '../log/later-sizes.ts';

/** A loaded snapshot. */
export interface Saved {
  readonly manifest: Manifest;
  readonly value: unknown;
}

/**
 * Loads the snapshot of a read model, if there is one and `isWanted` accepts it. Rejects with the errors of reading it.
 */
export async function readSaved(
  { snapshots, pause }: { readonly snapshots: SnapshotStore; readonly pause: () => Promise<void> },
  model: ModelDefinition,
  which: 'latest' | 'base',
  isWanted: (manifest: Manifest) => boolean,
): Promise<Saved | undefined> {
  const snapshot = await snapshots.read(model.name, which, isWanted);
  return snapshot && { manifest: snapshot.manifest, value: await putTogether(model, snapshot, pause) };
}

/** Whether a snapshot belongs to this log. */
export function isInLog(manifest: Manifest, { id, position, floor }: LogHead): boolean {
  return manifest.log === id && manifest.position <= position && manifest.position >= floor;
}

/** Whether a snapshot belongs to this log and to the current definition of the read model. */
export function fits(model: ModelDefinition, manifest: Manifest, head: LogHead): boolean {
  return isInLog(manifest, head) && manifest.revision === model['~revision'];
}

async function putTogether(model: ModelDefinition, { pages }: Snapshot, pause: () => Promise<void>): Promise<unknown> {
  if (model['~kind'] === 'view') return freezeJson(pages[0]?.rows[0]);
  const table = model['~empty']();
  for (const [i, page] of pages.entries()) {
    table.load(freezeJson(page.rows) as readonly object[]);
    if (i % laterSizes.pagesRead === laterSizes.pagesRead - 1) await pause();
  }
  return table;
}
