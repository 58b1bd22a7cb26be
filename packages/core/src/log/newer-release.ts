import type { Manifest } from './snapshot-store.ts';

/** What tells which of two releases of an app is the newer one, for a read model of the same log. */
export type Release = Pick<Manifest, 'log' | 'generation' | 'revision' | 'fold' | 'events'>;

/**
 * Whether a newer release of the app saved a state: one of a higher revision. At the same revision it is the one with
 * a higher fold number, or with a newer version of an event that both fold.
 */
export function isOfNewerRelease(saved: Release, own: Release): boolean {
  // A rewind changes what positions mean, so states from before it are of no use.
  if (saved.log !== own.log || (saved.generation ?? 0) !== (own.generation ?? 0)) return false;
  if (saved.revision !== own.revision) return saved.revision > own.revision;
  const [fold = 0, ownFold = 0] = [saved.fold, own.fold];
  if (fold !== ownFold) return fold > ownFold;
  const versions = new Map(own.events?.map(([type, version]) => [type, version]));
  const ahead = (saved.events ?? []).map(([type, version]) => version - (versions.get(type) ?? version));
  return ahead.some((by) => by > 0) && ahead.every((by) => by >= 0);
}
