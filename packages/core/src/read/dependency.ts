import { isWithin, type Span } from '../model/table/order.ts';
import type { Key, Page } from '../model/table/rows.ts';
import type { Table } from '../model/table/table.ts';
import type { RowChange } from '../model/table/table-draft.ts';
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
  | { readonly kind: 'row'; readonly model: string; readonly key: Key; readonly row: object | undefined }
  | {
      readonly kind: 'rows';
      readonly model: string;
      readonly index: string | undefined;
      readonly span: Span;
      readonly page: Page | undefined;
      readonly rows: readonly object[];
    }
  | { readonly kind: 'size'; readonly model: string; readonly size: number }
  | { readonly kind: 'query'; readonly query: ComputedValue; readonly value: unknown };

/** Whether reading it again would return the same. */
export function holds(dependency: Dependency, valueOf: (model: string) => unknown): boolean {
  switch (dependency.kind) {
    case 'whole':
      return valueOf(dependency.model) === dependency.value;
    case 'row':
      return (valueOf(dependency.model) as Table).get(dependency.key) === dependency.row;
    case 'rows':
      return sameItems(
        scan(valueOf(dependency.model) as Table, dependency.index, dependency.span, dependency.page),
        dependency.rows,
      );
    case 'size':
      return (valueOf(dependency.model) as Table).size === dependency.size;
    case 'query':
      return wouldGive(dependency.query, dependency.value);
  }
}

/**
 * If the query throws, the dependency does not hold. The reader then finds out for itself, if it still reads the query.
 */
function wouldGive(query: ComputedValue, value: unknown): boolean {
  try {
    return Object.is(query.get(), value);
  } catch {
    return false;
  }
}

/** Whether a change may affect a dependency: a cheap test that never misses a change. */
export function touches(dependency: Dependency, changes: ReadonlyMap<string, ModelChange>): boolean {
  if (dependency.kind === 'query') return true;
  const change = changes.get(dependency.model);
  if (change === undefined) return false;
  if (change === 'whole') return true;
  if (dependency.kind === 'row') return change.has(dependency.key);
  if (dependency.kind !== 'rows') return true;
  for (const [key, row] of change) if (isInSpan(dependency.index, dependency.span, key, row)) return true;
  return false;
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
  dependency.page === undefined &&
  recent[0]!.get(dependency.model) !== 'whole';

export const scan = (table: Table, index: string | undefined, span: Span, page: Page | undefined): readonly object[] =>
  index === undefined ? table.scan(span, page) : table.scanIndex(index, span, page);

function isInSpan(index: string | undefined, span: Span, key: Key, { before, after }: RowChange): boolean {
  if (index === undefined) return isWithin(key, span);
  const isIn = (row: object | undefined): boolean =>
    row !== undefined && isWithin((row as Record<string, unknown>)[index], span);
  return isIn(before) || isIn(after);
}

export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => Object.is(item, b[i]));
