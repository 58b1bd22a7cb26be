import { type ControlDraft, isControl, type RejectedData } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { upperBound } from './upper-bound.ts';
import type { LogEntry } from './fold.ts';

/**
 * Decides which events are out of the fold. An undo skips the earlier events of its groups, and a redo puts them back;
 * the last control that reaches an event decides. A rejection takes the earlier group events that it names out for
 * good. No control reaches beyond the horizon. A control without events has no effect.
 *
 * It receives all events in log order, in batches, and holds them until `forget`. It must hold at least the group
 * events that a control may still reach. Imported events have no group, so it need not hold them.
 */
export class Controls {
  /** How many positions back a control reaches. */
  readonly horizon: number;
  #tail: LogEntry[] = [];
  /** How many events of the tail belong to no group in reach, and where the groups of these end. */
  #passed = 0;
  #passedEnd = 0;
  #settled: number;
  #start: number;
  #head: number;
  readonly #skipped = new Set<number>();
  /** The rejection that took an event out for good, by position of the event. */
  readonly #rejected = new Map<number, number>();
  /** Position of the last known event of each group that may be in reach. */
  readonly #latest = new Map<string, number>();
  /** Positions of the first and last unknown event of each group that has some. */
  readonly #opaque = new Map<string, Opaque>();
  /** Positions by group. Built on first use, since most logs are read without it. */
  #members: Map<string, number[]> | undefined;
  /** Positions by id. Built on first use. */
  #places: Map<string, number> | undefined;

  /** `start`: the position after which the events begin. */
  constructor(horizon: number, start = 0) {
    this.horizon = horizon;
    this.#start = this.#settled = this.#head = start;
  }

  /** The position after which it holds all events. */
  get start(): number {
    return this.#start;
  }

  /** Position of the last event. */
  get head(): number {
    return this.#head;
  }

  /**
   * The stable position: no future control flips an event at or before it, and no group is on both sides. Whether a
   * group may be undone does not matter here, since another app may decide differently. An event that joins a group out
   * of reach begins the group again.
   */
  get settled(): number {
    const reach = this.#head - this.horizon;
    const opaque = this.#firstOpaque(reach);
    for (; this.#passed < this.#tail.length; this.#passed++) {
      const { position, event } = this.#tail[this.#passed]!;
      const group = groupOf(event);
      const latest = group === undefined ? -Infinity : this.#latest.get(group)!;
      if (latest > reach || position > opaque) break;
      if (latest === position) this.#latest.delete(group!);
      this.#passedEnd = Math.max(this.#passedEnd, latest);
      if (this.#passedEnd <= position) this.#settled = position;
    }
    const next = this.#tail[this.#passed]?.position ?? this.#head + 1;
    const last = Math.min(next, opaque) - 1;
    if (this.#passedEnd <= last) this.#settled = Math.max(this.#settled, last);
    return this.#settled;
  }

  /** The events it holds, in order. */
  get tail(): readonly LogEntry[] {
    return this.#tail;
  }

  /**
   * Adds the next events. Returns the positions of earlier events that are now skipped or no longer skipped, ascending.
   * For the new events themselves, ask `isSkipped` afterwards.
   */
  take(entries: readonly LogEntry[]): readonly number[] {
    const before = this.#head;
    let flipped: Set<number> | undefined;
    for (const entry of entries) {
      const { position, event } = entry;
      if (isControl(event)) {
        for (const earlier of this.#obey(position, event)) {
          // An event that flips back within the batch is unchanged.
          if (earlier <= before && !(flipped ??= new Set()).delete(earlier)) flipped.add(earlier);
        }
      }
      this.#tail.push(entry);
      const group = groupOf(event);
      if (group !== undefined) {
        this.#latest.set(group, position);
        if (this.#members !== undefined) index(this.#members, group, position);
      }
      this.#places?.set(event.id, position);
      this.#head = position;
    }
    return flipped === undefined ? NONE : [...flipped].sort((a, b) => a - b);
  }

  /** Records the current point, for `asOf`. */
  bookmark(): Bookmark {
    const opaque = this.#opaque.size === 0 ? NO_OPAQUE : new Map(this.#opaque);
    return { count: this.#tail.length, head: this.#head, opaque };
  }

  /** The controls as they were at a bookmark. Valid only if nothing was forgotten since. */
  asOf({ count, head, opaque }: Bookmark): Controls {
    const before = new Controls(this.horizon, this.#start);
    for (const [group, where] of opaque) before.#opaque.set(group, where);
    before.take(this.#tail.slice(0, count));
    before.pass(head);
    return before;
  }

  /** Records an event of a group that this app cannot decode, and so did not add. */
  markOpaque(group: string | undefined, position: number): void {
    if (group === undefined) return;
    const { first = position } = this.#opaque.get(group) ?? {};
    this.#opaque.set(group, { first, last: position });
  }

  /** Whether the group contains an event that this app cannot decode. */
  isOpaque(group: string): boolean {
    return this.#opaque.has(group);
  }

  /** Moves the head over events that are unknown, and so were not added. */
  pass(position: number): void {
    this.#head = Math.max(this.#head, position);
  }

  /** Whether the controls so far take an event out of the fold. */
  isSkipped(position: number): boolean {
    return this.#skipped.has(position);
  }

  /** The events of a batch that are folded. */
  kept(entries: readonly LogEntry[]): readonly LogEntry[] {
    return this.#skipped.size === 0 ? entries : entries.filter(({ position }) => !this.#skipped.has(position));
  }

  /** Positions of a group's events that it holds, ascending. */
  members(group: string): readonly number[] {
    if (this.#members === undefined) {
      this.#members = new Map();
      for (const { position, event } of this.#tail) {
        const owner = groupOf(event);
        if (owner !== undefined) index(this.#members, owner, position);
      }
    }
    return this.#members.get(group) ?? NONE;
  }

  /** The event with an id, if it holds it. */
  find(id: string): LogEntry | undefined {
    this.#places ??= new Map(this.#tail.map(({ position, event }) => [event.id, position]));
    const position = this.#places.get(id);
    return position === undefined ? undefined : this.#tail[upperBound(this.#tail, position) - 1];
  }

  /** Whether the events before and after a position belong to one group. */
  isWithinGroup(position: number): boolean {
    const next = upperBound(this.#tail, position);
    const [group, other] = [next - 1, next].map((i) => this.#tail[i] && groupOf(this.#tail[i].event));
    return group !== undefined && group === other;
  }

  /** Whether an event was rejected for good. */
  isRejected(position: number): boolean {
    return this.#rejected.has(position);
  }

  /** The events that a rejection took out, without those that an earlier one had taken out. */
  rejectedBy({ position, event }: LogEntry): readonly LogEntry[] {
    return (event.data as RejectedData).events.flatMap((id) => {
      const entry = this.find(id);
      return entry !== undefined && this.#rejected.get(entry.position) === position ? [entry] : [];
    });
  }

  /** The events it holds after a position. */
  since(position: number): readonly LogEntry[] {
    return this.#tail.slice(upperBound(this.#tail, position));
  }

  /** Drops stable events up to a position. It may do so later. */
  forget(position: number): void {
    const start = Math.min(position, this.settled);
    const count = upperBound(this.#tail, start);
    // Moving the remaining events costs their number, so drop only a good part at once.
    if (count === 0 || count * 4 < this.#tail.length) return;
    this.#tail = this.#tail.slice(count);
    this.#passed -= count;
    this.#start = start;
    for (const skipped of this.#skipped) if (skipped <= start) this.#skipped.delete(skipped);
    for (const rejected of this.#rejected.keys()) if (rejected <= start) this.#rejected.delete(rejected);
    this.#members = this.#places = undefined;
  }

  /** Position of the first undecodable event whose group is in reach. */
  #firstOpaque(reach: number): number {
    for (const [group, { first, last }] of this.#opaque) {
      // Groups are in order of their beginning, so later ones that are out of reach wait.
      if (Math.max(last, this.#latest.get(group) ?? 0) > reach) return first;
      this.#opaque.delete(group);
    }
    return Infinity;
  }

  #obey(position: number, control: ControlDraft): readonly number[] {
    const reach = position - this.horizon;
    const changed: number[] = [];
    const flip = (member: number, isOut: boolean): void => {
      if (this.#skipped.has(member) === isOut) return;
      if (isOut) this.#skipped.add(member);
      else this.#skipped.delete(member);
      changed.push(member);
    };
    if (control.type === '$rejected') {
      for (const id of control.data.events) {
        const found = this.find(id);
        if (found === undefined || groupOf(found.event) === undefined || found.position < reach) continue;
        if (this.#rejected.has(found.position)) continue;
        this.#rejected.set(found.position, position);
        flip(found.position, true);
      }
    } else if (control.type !== '$dismissed') {
      const isUndo = control.type === '$undo';
      for (const member of control.data.groups.flatMap((group) => this.members(group)))
        if (member >= reach && (isUndo || !this.#rejected.has(member))) flip(member, isUndo);
    }
    return changed;
  }
}

interface Opaque {
  readonly first: number;
  readonly last: number;
}

/** A point in the sequence of controls. */
interface Bookmark {
  readonly count: number;
  readonly head: number;
  readonly opaque: ReadonlyMap<string, Opaque>;
}

const NO_OPAQUE: ReadonlyMap<string, Opaque> = new Map();
const NONE: readonly number[] = [];

/** The group of an event. A control has none: its opposite reverts it. */
const groupOf = (event: Envelope): string | undefined => (isControl(event) ? undefined : event.metadata.group);

function index(members: Map<string, number[]>, group: string, position: number): void {
  const known = members.get(group);
  if (known === undefined) members.set(group, [position]);
  else known.push(position);
}
