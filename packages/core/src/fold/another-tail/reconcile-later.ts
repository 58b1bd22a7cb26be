import type { Table } from '../../model/table/table.ts';
import type { Folded, ModelChange, ModelDefinition, ModelState } from '../fold.ts';
import { isSameFault } from '../refold.ts';
import { type RowsByKey, settleRows } from './settle-rows.ts';
import { reuse } from '../structural-sharing.ts';
import type { Changed } from '../window/undo-checkpoints.ts';
import { inOneStep } from '../work-steps.ts';

/**
 * The changes from the present state of a read model to another one, which was reconciled with an earlier state.
 * `known`: what differed from that. `changed`: what may have changed since, in either state. `reused`: the rows that
 * are equal to those of the other state, but other objects.
 */
export function reconcileLater(
  model: ModelDefinition,
  before: ModelState,
  after: ModelState,
  known: ModelChange | undefined,
  changed: Changed,
): { readonly folded: Folded; readonly reused: Changed } {
  const { value, change, reused } =
    model['~kind'] === 'view'
      ? reconcileView(before.value, after.value)
      : reconcileTable(before.value as Table, after.value as Table, known, changed);
  const stopped = isSameFault(before, after) ? before.stopped : after.stopped;
  if (change === undefined && stopped === before.stopped)
    return { folded: { state: before, change: undefined }, reused };
  return { folded: { state: stopped === undefined ? { value } : { value, stopped }, change }, reused };
}

type Reconciled = Pick<Folded, 'change'> & { readonly value: unknown; readonly reused: Changed };

function reconcileView(before: unknown, after: unknown): Reconciled {
  const value = reuse(before, after);
  return { value, change: Object.is(value, before) ? undefined : 'whole', reused: undefined };
}

function reconcileTable(before: Table, after: Table, known: ModelChange | undefined, changed: Changed): Reconciled {
  const changes = new Map(known === 'whole' ? [] : known);
  const differing: RowsByKey = new Map(Array.from(changes, ([key, row]) => [key, row.after]));
  const compared = { changed: known === 'whole' ? known : changed };
  const { table, patches } = inOneStep((budget) => settleRows(before, after, compared, differing, budget));
  if (compared.changed === 'whole') changes.clear();
  for (const key of compared.changed === 'whole' ? differing.keys() : (compared.changed ?? [])) {
    if (differing.has(key)) changes.set(key, { before: before.rows.get(key), after: differing.get(key) });
    else changes.delete(key);
  }
  const change = changes.size === 0 ? undefined : changes;
  return { value: table, change, reused: new Set(patches.keys()) };
}
