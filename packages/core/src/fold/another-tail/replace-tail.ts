import { isControl } from '../../model/control-events.ts';
import { freezeJson } from '../../model/freeze-json.ts';
import { Controls } from '../controls.ts';
import type { FoldTools, LogEntry, ModelDefinition, ModelState } from '../fold.ts';
import { FoldedLog } from './folded-log.ts';
import type { Changes } from '../live-state.ts';
import type { OpaqueEvent, OtherTail, ReadModels, Rewound, UndoFold } from '../read-models.ts';
import { refoldTail } from './refold-tail.ts';
import {
  changeOf,
  firstDifference,
  flippedBelow,
  type NewTail,
  reachesBelowHeld,
  type TailChange,
} from './tail-difference.ts';
import { undoFold } from '../undo-fold.ts';
import { upperBound } from '../upper-bound.ts';
import { cutTail } from '../window/cut-tail.ts';
import { isReleased } from '../window/released-event.ts';
import type { Tail } from '../window/tail.ts';
import { type Checkpoint, checkpointsFrom } from '../window/undo-checkpoints.ts';
import { inOneStep, inParts, type StepBudget, type Steps } from '../work-steps.ts';

/** The read models with another tail, for `ReadModels.replace`. */
export interface ReplacedTail extends OtherTail {
  readonly kind: 'replaced';
  /** Position of the first difference. */
  readonly first: number;
  /** What differs in the states. Empty if all came out equal: then there is nothing to publish. */
  readonly changes: Changes;
  /** The new log, for who shows a state that lacks some of it. Call it once the tail is in place. */
  readonly foldedLog: (models: ReadModels) => FoldedLog;
}

/**
 * `unchanged`: the tail is the present one. `rebuild`: it differs below what is held in memory, so the read models must
 * be folded from the log.
 */
export type TailOutcome = { readonly kind: 'unchanged' } | { readonly kind: 'rebuild' } | ReplacedTail;

/**
 * Folds read models with another tail of the log. It folds from the checkpoint below the first difference, and below
 * each earlier event that the new controls flip. Rows, and parts of documents, that come out equal keep their identity.
 * Nothing changes until `ReadModels.replace`.
 */
export function replaceTail(models: ReadModels, next: NewTail): TailOutcome {
  return inOneStep((budget) => tailReplacement(foldedTail(models), next, budget));
}

/** Read models as they are folded over a tail of the log, and what they can be folded on from. */
export interface FoldedTail {
  readonly models: readonly ModelDefinition[];
  readonly tools: FoldTools;
  readonly position: number;
  readonly tail: Tail;
  /** Events of the tail that this app cannot decode, if these are known. */
  readonly skipped: readonly OpaqueEvent[];
  readonly undoFold: UndoFold | undefined;
  readonly controls: Controls | undefined;
  state(model: string): ModelState;
  checkpoints(model: string): readonly Checkpoint[];
}

/** Live read models as of now. Their tail and controls go on, the rest does not. */
export function foldedTail(live: ReadModels): FoldedTail {
  const { models, tools, position, tail, undoFold } = live;
  const held = new Map(
    models.map(({ name }) => [name, { state: live.world.state(name), checkpoints: live.undoCheckpoints(name).all }]),
  );
  return {
    ...{ models, tools, position, tail, undoFold, skipped: [] },
    controls: undoFold && live.controls,
    state: (model) => held.get(model)!.state,
    checkpoints: (model) => held.get(model)!.checkpoints,
  };
}

/** The same as `replaceTail`, in steps. Of live read models it takes over all that it needs before the first pause. */
export function* tailReplacement(present: FoldedTail, next: NewTail, budget: StepBudget): Steps<TailOutcome> {
  const { position: head, tail: old } = present;
  if (next.after < old.start || next.after > head) return REBUILD;
  const held = old.since(next.after);
  const skipped = present.skipped.filter(({ position }) => position > next.after);
  const first = firstDifference(held, skipped, head, next);
  if (first === undefined) return { kind: 'unchanged' };
  const entries = next.entries.slice(upperBound(next.entries, first - 1));
  const gone = held.slice(upperBound(held, first - 1));
  const isControlled = present.undoFold !== undefined || entries.some(({ event }) => isControl(event));
  const before = isControlled ? (present.controls ?? new Controls(old)) : undefined;
  if (reachesBelowHeld(old, gone, before)) return REBUILD;
  const wasOut = before?.out() ?? NONE;
  const tail = cutTail(old, first - 1);
  for (const { group, position } of next.skipped ?? []) if (position >= first) tail.markOpaque(group, position);
  const controls = before?.cut(tail);
  yield* inParts(entries, budget, (part) => {
    for (const entry of part) freezeJson(entry);
    if (controls === undefined) for (const entry of part) tail.push(entry);
    else controls.take(part);
  });
  tail.pass(next.position);
  if (reachesBelowHeld(tail, entries, controls)) return REBUILD;
  const change = changeOf(first, gone, entries, next.position - head, wasOut, controls);
  const flipped = flippedBelow(first, gone, entries, wasOut, controls);
  const rewound: Rewound[] = [];
  for (const model of present.models) {
    const one = yield* refoldModel(present, model, first, change, flipped, tail, controls, budget);
    if (one === undefined) return REBUILD;
    rewound.push(one);
  }
  const fold = isControlled ? undoFold : undefined;
  return replacedTail({ position: next.position, tail, undoFold: fold, controls, models: rewound }, first);
}

const REBUILD: TailOutcome = { kind: 'rebuild' };
const NONE: ReadonlySet<number> = new Set();

export function replacedTail(other: OtherTail, first: number): ReplacedTail {
  const changes = new Map(
    other.models.flatMap(({ model, folded }) => (folded.change === undefined ? [] : [[model, folded.change] as const])),
  );
  return { kind: 'replaced', first, ...other, changes, foldedLog: (models) => new FoldedLog(models, first) };
}

/** Undefined if no checkpoint stands below the first change. */
function* refoldModel(
  present: FoldedTail,
  model: ModelDefinition,
  first: number,
  change: TailChange,
  flipped: readonly LogEntry[],
  tail: Tail,
  controls: Controls | undefined,
  budget: StepBudget,
): Steps<Rewound | undefined> {
  const isFolded = ({ event }: LogEntry): boolean => model['~handlers'].has(event.type);
  const all = present.checkpoints(model.name);
  const lowest = Math.min(first, flipped.find(isFolded)?.position ?? first);
  const checkpoints = checkpointsBelow(all, lowest, tail);
  // A saved state is stable, and must stay so with the new tail.
  if (checkpoints === undefined || all[0]!.position > tail.settled) return undefined;
  const held = tail.since(checkpoints[0]!.position);
  if (tail.hasReleased && held.some((entry) => isReleased(entry.event) && isFolded(entry))) return undefined;
  const refolded = yield* refoldTail(
    {
      ...{ model, tools: present.tools, checkpoints, tail },
      state: present.state(model.name),
      position: present.position,
      entries: (after) => controls?.kept(tail.since(after)) ?? tail.since(after),
      end: change.end,
      shift: change.shift,
      isAffected: lowest < first || change.folded.some(isFolded),
    },
    budget,
  );
  return { model: model.name, dropped: checkpoints.length, ...refolded };
}

/** The checkpoints from the highest one below a position that cuts no group in two. */
function checkpointsBelow(all: readonly Checkpoint[], position: number, tail: Tail): readonly Checkpoint[] | undefined {
  const checkpoints = checkpointsFrom(all, position);
  if (checkpoints === undefined || !tail.isWithinGroup(checkpoints[0]!.position)) return checkpoints;
  return checkpointsBelow(all, checkpoints[0]!.position, tail) ?? checkpoints;
}
