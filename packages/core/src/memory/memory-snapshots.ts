import type { CompactionPlan, SavedModel } from '../log/compaction.ts';
import { isOfNewerRelease } from '../log/newer-release.ts';
import { type LogState, positionOf } from '../log/state/log-state.ts';
import type { Manifest, Snapshot, SnapshotPage, SnapshotStore } from '../log/snapshot-store.ts';

/** Snapshots that live as long as the page, with what compaction of the in-memory log needs. */
export interface MemorySnapshots extends SnapshotStore {
  saved(): readonly SavedModel[];
  rebase(plan: CompactionPlan): void;
  /** Deletes the snapshots after a position. */
  readonly cut: (position: number) => void;
}

/** Copies states as a database does, so that a state that cannot be cloned fails here too. */
export function memorySnapshots(log: () => LogState, bases: readonly Snapshot[]): MemorySnapshots {
  const kept = {
    latest: new Map<string, Manifest>(),
    base: new Map(bases.map(({ manifest }) => [manifest.model, manifest])),
  };
  const pages = new Map(bases.map(({ manifest, pages: own }) => [manifest.model, byId(own)]));
  const pagesOf = (model: string): Map<string, SnapshotPage> => pages.get(model) ?? byId([]);
  const snapshot = (manifest: Manifest | undefined): Snapshot | undefined => {
    const found = manifest?.pages.flatMap(({ id }) => pagesOf(manifest.model).get(id) ?? []);
    return manifest === undefined || found?.length !== manifest.pages.length ? undefined : { manifest, pages: found };
  };
  /** Deletes the pages that no manifest names. */
  const tidy = (model: string): void => {
    const named = [kept.latest.get(model), kept.base.get(model)].flatMap((m) => snapshot(m)?.pages ?? []);
    pages.set(model, byId(named));
  };
  return {
    async read(model, which = 'latest', isWanted = () => true) {
      const manifest = kept[which].get(model);
      return manifest && isWanted(manifest) ? snapshot(manifest) : undefined;
    },
    async put(model, added) {
      pages.set(model, new Map([...pagesOf(model), ...byId(structuredClone(added))]));
    },
    async commit(manifest) {
      const state = log();
      if (snapshot(manifest) === undefined || manifest.position < state.floor) return false;
      // A snapshot that was folded before a rewind may hold events that have left.
      if ((manifest.generation ?? 0) !== state.generation) return false;
      // Unconfirmed events may still get another place.
      if (state.sync !== undefined && manifest.position > positionOf(state)) return false;
      const before = kept.latest.get(manifest.model);
      const isNewest = before === undefined || !isOfNewerRelease(before, manifest);
      if (isNewest) kept.latest.set(manifest.model, manifest);
      tidy(manifest.model);
      return isNewest;
    },
    async drop(model) {
      kept.latest.delete(model);
      tidy(model);
    },
    saved: () =>
      [...new Set([...kept.latest.keys(), ...kept.base.keys()])].map((model) => ({
        latest: snapshot(kept.latest.get(model))?.manifest,
        base: kept.base.get(model),
      })),
    rebase({ bases, forgotten }) {
      for (const base of bases) kept.base.set(base.model, base);
      for (const model of forgotten) for (const manifests of Object.values(kept)) manifests.delete(model);
      for (const model of pages.keys()) tidy(model);
    },
    cut(position) {
      for (const manifests of Object.values(kept))
        for (const { model, position: at } of [...manifests.values()]) if (at > position) manifests.delete(model);
      for (const model of pages.keys()) tidy(model);
    },
  };
}

const byId = (pages: readonly SnapshotPage[]): Map<string, SnapshotPage> =>
  new Map(pages.map((page) => [page.id, page]));
