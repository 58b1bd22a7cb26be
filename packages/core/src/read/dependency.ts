import type { RowsRead } from '../model/table/tracked-rows.ts';
import type { ModelChange } from '../fold/fold.ts';

/** Something that reads, with its dependencies. */
export interface Reading {
  /** Undefined if they are unknown. */
  readonly dependencies: readonly Dependency[] | undefined;
}

/** A value that updates itself when read. */
export interface ComputedValue extends Reading {
  get(): unknown;
}

/** Something that was read, and its value. */
export type Dependency =
  | { readonly kind: 'whole'; readonly model: string; readonly value: unknown }
  | {
      readonly kind: 'query';
      readonly query: ComputedValue;
      readonly value: unknown;
      /** Whether reading it again would return the same. */
      holds(): boolean;
    }
  | RowsRead;

/** Whether reading it again would return the same. */
export function holds(dependency: Dependency, valueOf: (model: string) => unknown): boolean {
  if (dependency.kind === 'query') return dependency.holds();
  const value = valueOf(dependency.model);
  return dependency.kind === 'whole' ? value === dependency.value : dependency.holds(value);
}

/** Whether a change may affect a dependency: a cheap test that never misses a change. */
export function touches(dependency: Dependency, changes: ReadonlyMap<string, ModelChange>): boolean {
  if (dependency.kind === 'query') return true;
  const change = changes.get(dependency.model);
  if (change === undefined) return false;
  return change === 'whole' || dependency.kind === 'whole' || dependency.touches(change);
}

/**
 * Whether rows that a change touches certainly differ, without reading them again. That holds after a single batch with
 * known changes. Over several, a row may have changed back.
 */
export const isChanged = (
  dependency: Dependency,
  recent: readonly ReadonlyMap<string, ModelChange>[] | undefined,
): boolean =>
  recent?.length === 1 &&
  dependency.kind === 'rows' &&
  dependency.isCertain &&
  recent[0]!.get(dependency.model) !== 'whole';
