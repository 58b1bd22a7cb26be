import { patched } from '../../model/table/patched.ts';
import type { Key } from '../../model/table/rows.ts';
import type { RowChange } from '../../model/table/table-draft.ts';
import type { Table } from '../../model/table/table.ts';
import type { ModelChange } from '../fold.ts';
import { allKeys } from '../refold.ts';
import { reuse } from '../structural-sharing.ts';
import type { Changed } from '../window/undo-checkpoints.ts';
import type { StepBudget, Steps } from '../work-steps.ts';

/** Undefined: there is no such row. */
export type RowsByKey = Map<Key, object | undefined>;

/** The outcome of folding on: the keys that may have changed, and the rows that have, if these are known. */
export interface Ran {
  readonly changed: Changed;
  readonly rows: ModelChange | undefined;
}

/** Which rows to compare with an older fold, and where to find them if that is known already. */
export interface Compared {
  readonly changed: Changed;
  readonly was?: (key: Key, table: Table) => object | undefined;
  readonly is?: (key: Key, table: Table) => object | undefined;
}

/** Folds that continue each other. */
export class RanTogether {
  #changed: Set<Key> | 'whole' = new Set();
  #rows: Map<Key, RowChange> | undefined = new Map();

  add({ changed, rows }: Ran): void {
    if (changed === 'whole' || this.#changed === 'whole') this.#changed = 'whole';
    else for (const key of changed ?? []) this.#changed.add(key);
    const known = this.#rows;
    if (rows === 'whole') this.#rows = undefined;
    else if (known !== undefined)
      for (const [key, { before, after }] of rows ?? [])
        known.set(key, { before: known.has(key) ? known.get(key)!.before : before, after });
  }

  /**
   * To compare with another fold from the same state, which changed these keys. What one of both has not changed, the
   * other knows.
   */
  comparedWith(others: Changed): Compared {
    const changed = union(others, this.#changed);
    const rows = this.#rows;
    if (rows === undefined || others === 'whole' || changed === 'whole') return { changed };
    return {
      changed,
      was: (key, old) => (others?.has(key) || !rows.has(key) ? old.rows.get(key) : rows.get(key)!.before),
      is: (key, fresh) => (rows.has(key) ? rows.get(key)!.after : fresh.rows.get(key)),
    };
  }
}

/**
 * Compares rows with those of another table, which replace equal ones. `differing` holds the rows that differed before,
 * and then those that differ. `patches`: the rows that `fresh` lacks.
 */
export function* settleRows(
  old: Table,
  fresh: Table,
  { changed, was: rowBefore = rowOf, is: rowAfter = rowOf }: Compared,
  differing: RowsByKey,
  budget: StepBudget,
): Steps<{ readonly table: Table; readonly patches: RowsByKey }> {
  const patches: RowsByKey = new Map();
  if (changed === 'whole') differing.clear();
  for (const key of changed === 'whole' ? allKeys(old, fresh) : (changed ?? [])) {
    if (budget.isSpent) yield;
    budget.take(1);
    const was = rowBefore(key, old);
    const is = rowAfter(key, fresh);
    const row = was === is ? was : reuse(was, is);
    if (row !== is) patches.set(key, row);
    if (row === was) differing.delete(key);
    else differing.set(key, row);
  }
  const table =
    differing.size === 0 ? old : differing.size < patches.size ? patched(old, differing) : patched(fresh, patches);
  return { table, patches };
}

export const rowOf = (key: Key, table: Table): object | undefined => table.rows.get(key);

/** The rows of `old` with those that differ in an earlier table, where nothing in between has read or written these. */
export function carriedOver(old: Table, earlier: Table, since: Changed, differing: RowsByKey): Table {
  if (since === 'whole' || (since !== undefined && since.size >= differing.size)) return patched(old, differing);
  const rows: RowsByKey = new Map();
  for (const key of since ?? []) if (!differing.has(key)) rows.set(key, old.rows.get(key));
  return patched(earlier, rows);
}

/** Both, in a set of its own. */
export function union(a: Changed, b: Changed): Changed {
  if (a === 'whole' || b === 'whole') return 'whole';
  return new Set([...(a ?? []), ...(b ?? [])]);
}
