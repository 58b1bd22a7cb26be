import { isSameEvent } from '../../log/same-event.ts';
import { isControl } from '../../model/control-events.ts';
import type { Envelope } from '../../model/envelope.ts';
import { sameJson } from '../../model/json.ts';
import type { Controls } from '../controls.ts';
import type { LogEntry } from '../fold.ts';
import type { OpaqueEvent } from '../read-models.ts';
import { upperBound } from '../upper-bound.ts';
import { isReleased } from '../window/released-event.ts';
import type { Tail } from '../window/tail.ts';

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

/**
 * Where a tail first differs from the present one. An event that this app cannot decode is not held, so it counts as a
 * difference unless the present ones are known.
 */
export function firstDifference(
  present: readonly LogEntry[],
  presentSkipped: readonly OpaqueEvent[],
  head: number,
  { entries, skipped = [], position }: NewTail,
): number | undefined {
  let at = 0;
  while (at < present.length && at < entries.length && isSameEntry(present[at]!, entries[at]!)) at += 1;
  let known = 0;
  while (known < skipped.length && isSameOpaque(skipped[known]!, presentSkipped[known])) known += 1;
  const end = head === position ? Infinity : Math.min(head, position) + 1;
  const first = Math.min(
    present[at]?.position ?? Infinity,
    entries[at]?.position ?? Infinity,
    presentSkipped[known]?.position ?? Infinity,
    skipped[known]?.position ?? Infinity,
    end,
  );
  return first === Infinity ? undefined : first;
}

const isSameOpaque = (a: OpaqueEvent, b: OpaqueEvent | undefined): boolean =>
  a.position === b?.position && a.group === b.group;

const isSameEntry = (a: LogEntry, b: LogEntry): boolean => a.position === b.position && isSame(a.event, b.event);

/** An event without its payload is in the log, where an id belongs to one event. */
const isSame = (a: Envelope, b: Envelope): boolean =>
  a === b || (isReleased(a) ? a.id === b.id : isSameEvent(a, b) && sameJson(a.metadata, b.metadata));

/** Whether a control among events may affect what the tail no longer holds. Of a group it cannot be known. */
export function reachesBelowHeld({ start, horizon }: Tail, entries: readonly LogEntry[], controls?: Controls): boolean {
  if (start === 0 || controls === undefined) return false;
  return entries.some(({ position, event }) => {
    if (position - horizon > start || !isControl(event) || event.type === '$dismissed') return false;
    return event.type !== '$rejected' || event.data.events.some((id) => controls.find(id) === undefined);
  });
}

/** How the tail changes from the first difference on. */
export interface TailChange {
  /** The position after which the present tail goes on as the new one does, only that its positions move by `shift`. */
  readonly end: number;
  readonly shift: number;
  /** The events before that which are folded, of the present tail and of the new one. */
  readonly folded: readonly LogEntry[];
}

export function changeOf(
  first: number,
  gone: readonly LogEntry[],
  entries: readonly LogEntry[],
  shift: number,
  wasOut: ReadonlySet<number>,
  controls: Controls | undefined,
): TailChange {
  let same = 0;
  for (; same < gone.length && same < entries.length; same++) {
    const was = gone[gone.length - 1 - same]!;
    const is = entries[entries.length - 1 - same]!;
    if (is.position - was.position !== shift || !isSame(was.event, is.event)) break;
    if (wasOut.has(was.position) !== (controls?.isSkipped(is.position) ?? false)) break;
  }
  const gonePart = gone.slice(0, gone.length - same);
  const newPart = entries.slice(0, entries.length - same);
  const end = Math.max(
    first - 1,
    first - 1 - shift,
    gonePart.at(-1)?.position ?? 0,
    (newPart.at(-1)?.position ?? 0) - shift,
  );
  const wasFolded = gonePart.filter(({ position }) => !wasOut.has(position));
  const folded = [...wasFolded, ...(controls?.kept(newPart) ?? newPart)];
  return { end, shift, folded };
}

/**
 * The events below the first difference that are in the fold with one tail and out of it with the other. `wasOut`: the
 * positions that the present tail takes out.
 */
export function flippedBelow(
  first: number,
  gone: readonly LogEntry[],
  entries: readonly LogEntry[],
  wasOut: ReadonlySet<number>,
  controls: Controls | undefined,
): readonly LogEntry[] {
  if (controls === undefined || ![gone, entries].some((part) => part.some(({ event }) => isControl(event)))) return [];
  const { events } = controls.tail;
  return events
    .slice(0, upperBound(events, first - 1))
    .filter(({ position }) => wasOut.has(position) !== controls.isSkipped(position));
}
