import type { SavedModel } from '../../log/compaction.ts';
import type { Manifest, Snapshot, SnapshotPage } from '../../log/snapshot-store.ts';
import type { Database } from '../database.ts';
import { laterSizes } from '../../log/later-sizes.ts';

// Call all of these in a transaction over manifests and pages. They await nothing but the database.

/** A prefix that no read model's name has, since names do not begin with `$`. */
const BASE = '$base:';

/** The key of a read model's base snapshot among the manifests. */
export const baseKey = (model: string): string => `${BASE}${model}`;

const modelOf = (key: string): string => (key.startsWith(BASE) ? key.slice(BASE.length) : key);

export async function readManifest(
  db: Database,
  model: string,
  which: 'latest' | 'base',
): Promise<Manifest | undefined> {
  const manifest = await db.manifests.get(which === 'base' ? baseKey(model) : model);
  return manifest && { ...manifest, model };
}

export async function readSnapshot(
  db: Database,
  model: string,
  which: 'latest' | 'base',
  isWanted: (manifest: Manifest) => boolean,
): Promise<Snapshot | undefined> {
  const manifest = await readManifest(db, model, which);
  if (manifest === undefined || !isWanted(manifest)) return undefined;
  const byId = new Map<string, SnapshotPage>();
  for (let last = ''; ;) {
    const rows = await db.pages
      .where('[model+id]')
      .between([model, last], [model, '\uffff'], false)
      .limit(laterSizes.pagesRead)
      .toArray();
    for (const row of rows) byId.set((last = row.id), row);
    if (rows.length < laterSizes.pagesRead) break;
  }
  const pages = manifest.pages.flatMap(({ id }) => byId.get(id) ?? []);
  return pages.length === manifest.pages.length ? { manifest, pages } : undefined;
}

/** The saved state of each read model, without its pages. */
export async function savedModels(db: Database): Promise<readonly SavedModel[]> {
  const keys = await db.manifests.toCollection().primaryKeys();
  const models = new Set(keys.map(modelOf));
  const saved: SavedModel[] = [];
  for (const model of models) {
    const latest = await readManifest(db, model, 'latest');
    const base = await readManifest(db, model, 'base');
    saved.push({ latest: latest && (await hasPages(db, latest)) ? latest : undefined, base });
  }
  return saved;
}

/** Whether all pages that a manifest names exist. */
export async function hasPages(db: Database, { model, pages }: Manifest): Promise<boolean> {
  const stored = new Set(await pageIds(db, model));
  return pages.every(({ id }) => stored.has(id));
}

/** Deletes the pages of a read model that no manifest names. */
export async function deleteUnnamed(
  db: Database,
  model: string,
  manifests: readonly (Manifest | undefined)[],
): Promise<void> {
  const named = new Set(manifests.flatMap((manifest) => manifest?.pages.map(({ id }) => id) ?? []));
  const stored = await pageIds(db, model);
  await db.pages.bulkDelete(stored.filter((id) => !named.has(id)).map((id) => [model, id]));
}

/** Deletes the snapshots after a position. */
export async function cutSnapshots(db: Database, position: number): Promise<void> {
  const late = (await db.manifests.toArray()).filter((manifest) => manifest.position > position);
  await db.manifests.bulkDelete(late.map(({ model }) => model));
  for (const model of new Set(late.map((manifest) => modelOf(manifest.model))))
    await deleteUnnamed(db, model, [await readManifest(db, model, 'latest'), await readManifest(db, model, 'base')]);
}

async function pageIds(db: Database, model: string): Promise<readonly string[]> {
  const keys = await db.pages.where('[model+id]').between([model, ''], [model, '\uffff']).primaryKeys();
  return (keys as unknown as readonly (readonly [string, string])[]).map(([, id]) => id);
}
