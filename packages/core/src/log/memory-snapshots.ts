import type { Manifest, SnapshotPage, SnapshotStore } from './snapshots.ts';

/** Snapshots that live as long as the page. States never change, so they are kept as they are. */
export function memorySnapshots(): SnapshotStore {
  const manifests = new Map<string, Manifest>();
  const pages = new Map<string, Map<string, SnapshotPage>>();
  const pagesOf = (model: string): Map<string, SnapshotPage> => pages.get(model) ?? new Map<string, SnapshotPage>();
  return {
    async read(model) {
      const manifest = manifests.get(model);
      const found = manifest?.pages.flatMap(({ id }) => pagesOf(model).get(id) ?? []);
      return manifest === undefined || found?.length !== manifest.pages.length ? undefined : { manifest, pages: found };
    },
    async put(model, added) {
      pages.set(model, new Map([...pagesOf(model), ...added.map((page) => [page.id, page] as const)]));
    },
    async commit(manifest) {
      const { model } = manifest;
      const named = manifest.pages.flatMap(({ id }) => pagesOf(model).get(id) ?? []);
      if (named.length !== manifest.pages.length) return false;
      manifests.set(model, manifest);
      pages.set(model, new Map(named.map((page) => [page.id, page])));
      return true;
    },
    async drop(model) {
      manifests.delete(model);
      pages.delete(model);
    },
  };
}
