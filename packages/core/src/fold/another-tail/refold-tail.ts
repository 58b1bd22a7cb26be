import type { CollectionDefinition } from '../../model/collection.ts';
import type { Key } from '../../model/table/rows.ts';
import type { Table } from '../../model/table/table.ts';
import { sizes } from '../../log/sizes.ts';
import type { Folded, FoldTools, LogEntry, ModelDefinition, ModelState } from '../fold.ts';
import { type Footprint, FootprintRecorder } from '../footprint.ts';
import { changedOver, foldInParts, reconcile, refold } from '../refold.ts';
import {
  carriedOver,
  type Compared,
  type Ran,
  RanTogether,
  rowOf,
  type RowsByKey,
  settleRows,
  union,
} from './settle-rows.ts';
import type { Tail } from '../window/tail.ts';
import type { Changed, Checkpoint } from '../window/undo-checkpoints.ts';
import { upperBound } from '../upper-bound.ts';
import type { StepBudget, Steps } from '../work-steps.ts';

/** How one read model gets from the present tail of the log to another. */
export interface RefoldPlan {
  readonly model: ModelDefinition;
  readonly tools: FoldTools;
  /** From below the first change on. */
  readonly checkpoints: readonly Checkpoint[];
  /** The present state, and its position. */
  readonly state: ModelState;
  readonly position: number;
  /** The new tail, and its events after a position that are folded. */
  readonly tail: Tail;
  readonly entries: (after: number) => readonly LogEntry[];
  /** The position after which the present tail goes on as the new one does, only that its positions move by `shift`. */
  readonly end: number;
  readonly shift: number;
  /** Whether the read model folds any event that differs. */
  readonly isAffected: boolean;
}

/** A read model with another tail, and the checkpoints that replace those of the plan. */
export interface RefoldedTail {
  readonly checkpoints: readonly Checkpoint[];
  readonly folded: Folded;
}

export function* refoldTail(plan: RefoldPlan, budget: StepBudget): Steps<RefoldedTail> {
  // The fault of a stopped read model names a position, so it is folded again.
  const isStopped = plan.state.stopped !== undefined;
  if (!plan.isAffected && !isStopped) return moved(plan);
  if (plan.model['~kind'] === 'view' || isStopped) return yield* refoldWhole(plan, budget);
  const rows = yield* refoldRows(plan as RefoldPlan & { readonly model: CollectionDefinition }, budget);
  return rows ?? (yield* refoldWhole(plan, budget));
}

/** The checkpoints of a read model that folds none of the events that differ. */
function moved({ checkpoints, state, tail, end, shift }: RefoldPlan): RefoldedTail {
  const fresh = new FreshCheckpoints(tail);
  for (const [i, { position, state: at, since, footprint }] of checkpoints.entries()) {
    if (i === 0) fresh.add({ position, state: at, since });
    else if (position < end) fresh.join(since);
    else fresh.add({ position: position + shift, state: at, since, footprint: footprint && movedBy(shift, footprint) });
  }
  return { checkpoints: fresh.checkpoints, folded: { state, change: undefined } };
}

/**
 * Folds everything again, in as few drafts as will do: one draft of a large document costs more than a thousand events.
 */
function* refoldWhole(
  { model, tools, checkpoints, state, tail, entries, end, shift }: RefoldPlan,
  budget: StepBudget,
): Steps<RefoldedTail> {
  const base = checkpoints[0]!;
  const next = end + shift;
  const isApart = next - base.position >= sizes.checkpointGap && next < tail.head;
  const positions = isApart ? [next] : [];
  // In steps, no draft may be so large that it takes long to finish.
  const gap = sizes.checkpointGap * SPARSE_WHOLE;
  if (budget.isLimited) for (let at = next - gap; at > base.position; at -= gap) positions.unshift(at);
  const cut = positions.filter((position) => !tail.isWithinGroup(position));
  const wanted = [base, ...cut.map((position) => ({ ...base, position }))];
  const fresh = yield* refold(model, wanted, entries(base.position), tools, budget);
  const folded = yield* reconcile(model, { checkpoints, state }, fresh, budget);
  return { checkpoints: fresh.checkpoints, folded };
}

/**
 * Folds rows again from checkpoint to checkpoint of the present tail, and tracks the rows that differ there. Events
 * between two checkpoints that read and write none of these have the same results as before, so they are not folded.
 * Undefined if a reducer throws.
 */
function* refoldRows(
  plan: RefoldPlan & { readonly model: CollectionDefinition },
  budget: StepBudget,
): Steps<RefoldedTail | undefined> {
  const { model, tools, checkpoints, state, tail, end, shift } = plan;
  const points: readonly Checkpoint[] = [...checkpoints, { position: plan.position, state, since: undefined }];
  const from = points.findIndex(({ position }) => position >= end);
  const base = points[0]!;
  const events = plan.entries(base.position);
  const recorder = new FootprintRecorder(model);
  const fresh = new FreshCheckpoints(tail);
  const differing: RowsByKey = new Map();
  let taken = 0;
  let at = base.position;
  let current = base.state;
  /** Folds on to a position. Returns the keys that may have changed, and the rows that have, if these are known. */
  function* foldTo(position: number): Steps<Ran | undefined> {
    const last = upperBound(events, position);
    const { result, footprint } = yield* recorder.record((recorded) =>
      foldInParts(recorded, current, events.slice(taken, last), tools, budget),
    );
    if (result.state.stopped !== undefined) return undefined;
    const changed = footprint.isCleared ? 'whole' : new Set(footprint.keys);
    fresh.add({ position: at, state: current, since: changed, footprint: { ...footprint, end: position } });
    taken = last;
    at = position;
    current = { value: result.state.value };
    return { changed, rows: result.change };
  }
  function* settle(to: ModelState, compared: Compared): Steps<void> {
    const old = to.value as Table;
    const { table, patches } = yield* settleRows(old, current.value as Table, compared, differing, budget);
    fresh.note(patches.keys());
    current = table === old ? to : { value: table };
  }

  const next = points[from]!.position + shift;
  const nextIndex = upperBound(events, next);
  // If most of the events are new, the others add little to them, and rows are compared once.
  const isMostlyNew = nextIndex >= events.length - nextIndex;
  const compared = isMostlyNew ? points.length - 1 : from;
  const last = points[compared]!.position + shift;
  const all = new RanTogether();
  do {
    const to = at < next ? Math.min(at + sizes.checkpointGap * SPARSE, next) : at + sizes.checkpointGap;
    const ran = yield* foldTo(Math.min(to, last));
    if (ran === undefined) return undefined;
    all.add(ran);
  } while (at < last);
  const comparison = all.comparedWith(changedOver(points.slice(0, compared)));
  yield* settle(points[compared]!.state, comparison);

  for (let i = compared; i < points.length - 1;) {
    const { position, since, footprint } = known(points, i);
    let to = i + 1;
    if (differing.size === 0 || (footprint !== undefined && !touches(footprint, differing))) {
      at = position + shift;
      fresh.add({ position: at, state: current, since, footprint: footprint && movedBy(shift, footprint) });
      const { state: old } = points[to]!;
      if (differing.size === 0) current = old;
      else current = { value: carriedOver(old.value as Table, current.value as Table, since, differing) };
    } else {
      // Near the head checkpoints are closer than is worth a draft each.
      while (
        to < points.length - 1 &&
        points[to]!.position - position < sizes.checkpointGap &&
        known(points, to).footprint === undefined
      )
        to += 1;
      const ran = yield* foldTo(points[to]!.position + shift);
      if (ran === undefined) return undefined;
      yield* settle(points[to]!.state, { changed: union(changedOver(points.slice(i, to)), ran.changed) });
    }
    at = points[to]!.position + shift;
    taken = upperBound(events, at);
    i = to;
  }
  if (differing.size === 0) return { checkpoints: fresh.checkpoints, folded: { state, change: undefined } };
  const present = state.value as Table;
  const rowBefore = (isMostlyNew ? comparison.was : undefined) ?? rowOf;
  const changes = new Map(
    Array.from(differing, ([key, after]) => [key, { before: rowBefore(key, present), after }] as const),
  );
  return { checkpoints: fresh.checkpoints, folded: { state: current, change: changes } };
}

/** How many times further apart checkpoints are over new events of others, which few undos reach. */
const SPARSE = 16;
const SPARSE_WHOLE = 32;

/** A checkpoint, with its footprint only if that covers all events up to the next. */
function known(points: readonly Checkpoint[], i: number): Checkpoint {
  const point = points[i]!;
  return point.footprint?.end === points[i + 1]!.position ? point : { ...point, footprint: undefined };
}

function touches({ keys, isWide }: Footprint, differing: RowsByKey): boolean {
  if (isWide) return true;
  const [few, many] = keys.size < differing.size ? [keys, differing] : [differing, keys];
  for (const key of few.keys()) if (many.has(key)) return true;
  return false;
}

const movedBy = (shift: number, footprint: Footprint): Footprint => ({ ...footprint, end: footprint.end + shift });

/** Checkpoints of a new tail, ascending. None but the first cuts a group in two. */
class FreshCheckpoints {
  readonly checkpoints: Checkpoint[] = [];
  readonly #tail: Tail;

  constructor(tail: Tail) {
    this.#tail = tail;
  }

  add(checkpoint: Checkpoint): void {
    const last = this.checkpoints.at(-1);
    if (last === undefined || (checkpoint.position > last.position && !this.#tail.isWithinGroup(checkpoint.position)))
      this.checkpoints.push(checkpoint);
    else this.join(checkpoint.since);
  }

  /** The changes after the last checkpoint include these. */
  join(changed: Changed, footprint?: Footprint): void {
    const { position, state, since } = this.checkpoints.pop()!;
    this.checkpoints.push({ position, state, since: union(since, changed), footprint });
  }

  /** Notes rows that are equal to those of the last checkpoint, but other objects. */
  note(keys: Iterable<Key>): void {
    this.join(new Set(keys), this.checkpoints.at(-1)!.footprint);
  }
}
