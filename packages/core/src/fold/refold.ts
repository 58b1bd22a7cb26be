import type { Key } from '../model/table/rows.ts';
import { Table } from '../model/table/table.ts';
import type { RowChange } from '../model/table/table-draft.ts';
import { type Folded, Folding, type FoldTools, type ModelDefinition, type ModelState, type LogEntry } from './fold.ts';
import { type Changed, type Checkpoint, merged } from './window/undo-checkpoints.ts';
import { reuse, reuseInParts } from './structural-sharing.ts';
import { inParts, type StepBudget, type Steps } from './work-steps.ts';

/** A read model folded again from a checkpoint, and the checkpoints on the way. */
export interface Refolded {
  readonly checkpoints: readonly Checkpoint[];
  readonly state: ModelState;
}

/** Folds events again from the lowest checkpoint, with a new checkpoint at each position that had one. */
export function* refold(
  model: ModelDefinition,
  checkpoints: readonly Checkpoint[],
  events: readonly LogEntry[],
  tools: FoldTools,
  budget: StepBudget,
): Steps<Refolded> {
  let { state } = checkpoints[0]!;
  let start = 0;
  const fresh: Checkpoint[] = [];
  for (const [i, { position }] of checkpoints.entries()) {
    const last = checkpoints[i + 1]?.position ?? Infinity;
    let end = start;
    while (end < events.length && events[end]!.position <= last) end += 1;
    const folded = yield* foldInParts(model, state, events.slice(start, end), tools, budget);
    const { change } = folded;
    const since = change === undefined || change === 'whole' ? change : new Set(change.keys());
    fresh.push({ position, state, since });
    start = end;
    ({ state } = folded);
  }
  return { checkpoints: fresh, state };
}

/** Folds events as one batch, in parts that fit into the steps. */
export function* foldInParts(
  model: ModelDefinition,
  before: ModelState,
  events: readonly LogEntry[],
  tools: FoldTools,
  budget: StepBudget,
): Steps<Folded> {
  const folding = new Folding(model, before, tools);
  yield* inParts(events, budget, (part) => folding.add(part));
  return folding.finish();
}

/** The changes over some checkpoints. */
export function changedOver(checkpoints: readonly Checkpoint[]): Changed {
  const keys = new Set<Key>();
  for (const { since } of checkpoints) {
    if (since === 'whole') return since;
    for (const key of since ?? []) keys.add(key);
  }
  return keys;
}

/**
 * The changes from one fold of a read model to another, both from the same checkpoint. Equal rows, and equal parts of a
 * view's document, keep their identity, and so does an equal whole.
 */
export function* reconcile(
  model: ModelDefinition,
  { checkpoints, state: before }: Refolded,
  { checkpoints: fresh, state: after }: Refolded,
  budget: StepBudget,
): Steps<Folded> {
  const { value, change } =
    model['~kind'] === 'view'
      ? yield* reconcileView(before.value, after.value, budget)
      : reconcileTable(
          before.value as Table,
          after.value as Table,
          changedOver([...checkpoints, ...fresh]),
          fresh.at(-1)!,
        );
  const stopped = isSameFault(before, after) ? before.stopped : after.stopped;
  if (change === undefined && stopped === before.stopped) return { state: before, change: undefined };
  return { state: stopped === undefined ? { value } : { value, stopped }, change };
}

function* reconcileView(
  before: unknown,
  after: unknown,
  budget: StepBudget,
): Steps<Pick<Folded, 'change'> & { readonly value: unknown }> {
  const value = budget.isLimited ? yield* reuseInParts(before, after, budget) : reuse(before, after);
  return { value, change: Object.is(value, before) ? undefined : 'whole' };
}

function reconcileTable(
  before: Table,
  after: Table,
  changed: Changed,
  top: Checkpoint,
): Pick<Folded, 'change'> & { readonly value: unknown } {
  const changes = new Map<Key, RowChange>();
  const rows = after.rows.clone();
  const reused = new Set<Key>();
  for (const key of changed === 'whole' ? allKeys(before, after) : (changed ?? [])) {
    const was = before.get(key) as object | undefined;
    const is = after.get(key) as object | undefined;
    if (was === is) continue;
    const row = reuse(was, is);
    if (row !== is) {
      rows.set(key, row!);
      reused.add(key);
    }
    if (row !== was) changes.set(key, { before: was, after: row });
  }
  // The checkpoints hold these rows as other objects, so a later fold from one of them must look at them again.
  if (reused.size > 0) top.since = merged(top.since, reused);
  if (changes.size === 0) return { value: before, change: undefined };
  return { value: reused.size > 0 ? new Table(after.shape, rows, after.indexes) : after, change: changes };
}

export function* allKeys(before: Table, after: Table): Generator<Key> {
  for (const [key] of before.rows.ascend()) yield key;
  for (const [key] of after.rows.ascend()) if (before.get(key) === undefined) yield key;
}

export const isSameFault = (a: ModelState, b: ModelState): boolean =>
  a.stopped !== undefined &&
  a.stopped.details.eventId === b.stopped?.details.eventId &&
  a.stopped.details.position === b.stopped.details.position;
