import { isSameEvent } from '../log/same-event.ts';
import { isControl } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { freezeJson } from '../model/freeze-json.ts';
import { sameJson } from '../model/json.ts';
import { Controls } from './controls.ts';
import { cutTail } from './window/cut-tail.ts';
import type { LogEntry, ModelDefinition } from './fold.ts';
import type { Changes } from './live-state.ts';
import type { OpaqueEvent, OtherTail, ReadModels, Rewound } from './read-models.ts';
import { isReleased } from './window/released-event.ts';
import { refoldTail } from './refold-tail.ts';
import type { Tail } from './window/tail.ts';
import { undoFold } from './undo-fold.ts';
import type { Checkpoint } from './window/undo-checkpoints.ts';
import { upperBound } from './upper-bound.ts';

/** Everything that stands after a position of the log. */
export interface NewTail {
  readonly after: number;
  /** The events, with positions above `after`, ascending. */
  readonly entries: readonly LogEntry[];
  /** Position of the last event of the log. */
  readonly position: number;
  /** Events of the tail that this app cannot decode, positions ascending. */
  readonly skipped?: readonly OpaqueEvent[];
}

/** The read models with another tail, for `ReadModels.replace`. */
export interface ReplacedTail extends OtherTail {
  readonly kind: 'replaced';
  /** Position of the first difference. */
  readonly first: number;
  /** What differs in the states. Empty if all came out equal: then there is nothing to publish. */
  readonly changes: Changes;
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
  const { position: head, tail: old } = models;
  if (next.after < old.start || next.after > head) return REBUILD;
  const present = old.since(next.after);
  const first = firstDifference(present, head, next);
  if (first === undefined) return { kind: 'unchanged' };
  freezeJson(next.entries);
  const entries = next.entries.slice(upperBound(next.entries, first - 1));
  const isControlled = models.undoFold !== undefined || entries.some(({ event }) => isControl(event));
  const tail = cutTail(old, first - 1);
  for (const { group, position } of next.skipped ?? []) if (position >= first) tail.markOpaque(group, position);
  const before = isControlled ? (models.undoFold === undefined ? new Controls(old) : models.controls) : undefined;
  const controls = before?.cut(tail);
  if (controls === undefined) for (const entry of entries) tail.push(entry);
  else controls.take(entries);
  tail.pass(next.position);
  const gone = present.slice(upperBound(present, first - 1));
  if (reachesBelowHeld(old, gone, before) || reachesBelowHeld(tail, entries, controls)) return REBUILD;
  const change = changeOf(first, gone, entries, next.position - head, before, controls);
  const flipped = before && controls ? flippedBelow(first, gone, entries, before, controls) : [];
  const rewound: Rewound[] = [];
  for (const model of models.models) {
    const one = refoldModel(models, model, first, change, flipped, tail, controls);
    if (one === undefined) return REBUILD;
    rewound.push(one);
  }
  const changes = new Map(
    rewound.flatMap(({ model, folded }) => (folded.change === undefined ? [] : [[model, folded.change] as const])),
  );
  const fold = isControlled ? undoFold : undefined;
  return { kind: 'replaced', first, position: next.position, tail, undoFold: fold, controls, models: rewound, changes };
}

const REBUILD: TailOutcome = { kind: 'rebuild' };

/** Where the tail first differs. An event that this app cannot decode is not held, so it counts as a difference. */
function firstDifference(present: readonly LogEntry[], head: number, next: NewTail): number | undefined {
  const { entries, skipped, position } = next;
  let at = 0;
  while (at < present.length && at < entries.length && isSameEntry(present[at]!, entries[at]!)) at += 1;
  const end = head === position ? Infinity : Math.min(head, position) + 1;
  const first = Math.min(
    present[at]?.position ?? Infinity,
    entries[at]?.position ?? Infinity,
    skipped?.[0]?.position ?? Infinity,
    end,
  );
  return first === Infinity ? undefined : first;
}

const isSameEntry = (a: LogEntry, b: LogEntry): boolean => a.position === b.position && isSame(a.event, b.event);

/** An event without its payload is in the log, where an id belongs to one event. */
const isSame = (a: Envelope, b: Envelope): boolean =>
  a === b || (isReleased(a) ? a.id === b.id : isSameEvent(a, b) && sameJson(a.metadata, b.metadata));

/** Whether a control among events may affect what the tail no longer holds. Of a group it cannot be known. */
function reachesBelowHeld({ start, horizon }: Tail, entries: readonly LogEntry[], controls?: Controls): boolean {
  if (start === 0 || controls === undefined) return false;
  return entries.some(({ position, event }) => {
    if (position - horizon > start || !isControl(event) || event.type === '$dismissed') return false;
    return event.type !== '$rejected' || event.data.events.some((id) => controls.find(id) === undefined);
  });
}

/** How the tail changes from the first difference on. */
interface TailChange {
  /** The position after which the present tail goes on as the new one does, only that its positions move by `shift`. */
  readonly end: number;
  readonly shift: number;
  /** The events before that which are folded, of the present tail and of the new one. */
  readonly folded: readonly LogEntry[];
}

function changeOf(
  first: number,
  gone: readonly LogEntry[],
  entries: readonly LogEntry[],
  shift: number,
  before: Controls | undefined,
  controls: Controls | undefined,
): TailChange {
  let same = 0;
  for (; same < gone.length && same < entries.length; same++) {
    const was = gone[gone.length - 1 - same]!;
    const is = entries[entries.length - 1 - same]!;
    if (is.position - was.position !== shift || !isSame(was.event, is.event)) break;
    if (before?.isSkipped(was.position) !== controls?.isSkipped(is.position)) break;
  }
  const gonePart = gone.slice(0, gone.length - same);
  const newPart = entries.slice(0, entries.length - same);
  const end = Math.max(
    first - 1,
    first - 1 - shift,
    gonePart.at(-1)?.position ?? 0,
    (newPart.at(-1)?.position ?? 0) - shift,
  );
  const folded = [...(before?.kept(gonePart) ?? gonePart), ...(controls?.kept(newPart) ?? newPart)];
  return { end, shift, folded };
}

/** The events below the first difference that are in the fold with one tail and out of it with the other. */
function flippedBelow(
  first: number,
  gone: readonly LogEntry[],
  entries: readonly LogEntry[],
  before: Controls,
  controls: Controls,
): readonly LogEntry[] {
  if (![gone, entries].some((part) => part.some(({ event }) => isControl(event)))) return [];
  const { events } = controls.tail;
  return events
    .slice(0, upperBound(events, first - 1))
    .filter(({ position }) => before.isSkipped(position) !== controls.isSkipped(position));
}

/** Undefined if no checkpoint stands below the first change. */
function refoldModel(
  models: ReadModels,
  model: ModelDefinition,
  first: number,
  change: TailChange,
  flipped: readonly LogEntry[],
  tail: Tail,
  controls: Controls | undefined,
): Rewound | undefined {
  const isFolded = ({ event }: LogEntry): boolean => model['~handlers'].has(event.type);
  const undoCheckpoints = models.undoCheckpoints(model.name);
  const lowest = Math.min(first, flipped.find(isFolded)?.position ?? first);
  const checkpoints = checkpointsBelow(undoCheckpoints, lowest, tail);
  // A saved state is stable, and must stay so with the new tail.
  if (checkpoints === undefined || undoCheckpoints.base.position > tail.settled) return undefined;
  const held = tail.since(checkpoints[0]!.position);
  if (tail.hasReleased && held.some((entry) => isReleased(entry.event) && isFolded(entry))) return undefined;
  const refolded = refoldTail({
    models,
    model,
    checkpoints,
    state: models.world.state(model.name),
    tail,
    entries: (after) => controls?.kept(tail.since(after)) ?? tail.since(after),
    end: change.end,
    shift: change.shift,
    isAffected: lowest < first || change.folded.some(isFolded),
  });
  return { model: model.name, dropped: checkpoints.length, ...refolded };
}

/** The checkpoints from the highest one below a position that cuts no group in two. */
function checkpointsBelow(
  undoCheckpoints: { from(position: number): readonly Checkpoint[] | undefined },
  position: number,
  tail: Tail,
): readonly Checkpoint[] | undefined {
  const checkpoints = undoCheckpoints.from(position);
  if (checkpoints === undefined || !tail.isWithinGroup(checkpoints[0]!.position)) return checkpoints;
  return checkpointsBelow(undoCheckpoints, checkpoints[0]!.position, tail) ?? checkpoints;
}
