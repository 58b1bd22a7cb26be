import { type ControlDraft, isControl, type RejectedData } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { upperBound } from './upper-bound.ts';
import type { LogEntry } from './fold.ts';

/**
 * Which events are taken out of the fold. An undo skips the events of its groups that stand before it, a redo puts them
 * back; the last one that reaches an event decides. What a rejection names, of the events of groups before it, is out for
 * good. None reaches further back than the horizon. One that finds no events has no effect.
 *
 * It is given all events in the order of the log, some at a time, and holds them until it is told which it may forget: at
 * least those that a control may still reach, which are events of groups. What is imported has none, and need not be held.
 */
export class Controls {
  /** How many positions back a control reaches. */
  readonly horizon: number;
  #tail: LogEntry[] = [];
  /** How many events of the tail have been found to be of no group that is in reach, and where the groups of these end. */
  #passed = 0;
  #passedEnd = 0;
  #settled: number;
  #start: number;
  #head: number;
  readonly #skipped = new Set<number>();
  /** By event that is out for good, the rejection that saw to it. */
  readonly #rejected = new Map<number, number>();
  /** Positions of the last known event of each group that may be in reach. */
  readonly #latest = new Map<string, number>();
  /** Of groups with events that are not understood here: where the first and the last of these stand. */
  readonly #opaque = new Map<string, Opaque>();
  /** Positions by group. Made when first asked for, since most logs are read without. */
  #members: Map<string, number[]> | undefined;
  /** Positions by id, made in the same way. */
  #places: Map<string, number> | undefined;

  /** `start`: the position behind which the events begin. */
  constructor(horizon: number, start = 0) {
    this.horizon = horizon;
    this.#start = this.#settled = this.#head = start;
  }

  /** The position behind which it holds all events. */
  get start(): number {
    return this.#start;
  }

  /** Position of the last event taken. */
  get head(): number {
    return this.#head;
  }

  /**
   * The position up to which all is settled: no control that comes flips an event at or before it, and no group stands on
   * both sides. Whether a group may be undone does not matter: that is judged elsewhere, perhaps by another app. What joins a
   * group that is out of reach begins it anew.
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
   * Takes the next events; gives the positions of earlier ones that are skipped now and were not, or the other way round,
   * ascending. Of the events themselves it knows at once which are skipped: they are to be asked for after.
   */
  take(entries: readonly LogEntry[]): readonly number[] {
    const before = this.#head;
    let flipped: Set<number> | undefined;
    for (const entry of entries) {
      const { position, event } = entry;
      if (isControl(event)) {
        for (const earlier of this.#obey(position, event)) {
          // Flipped back in the same batch, it is as it was.
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

  /** Notes where it is, for `asOf`. */
  bookmark(): Bookmark {
    const opaque = this.#opaque.size === 0 ? NO_OPAQUE : new Map(this.#opaque);
    return { count: this.#tail.length, head: this.#head, opaque };
  }

  /** As it was before what it has taken since a bookmark. It must not have forgotten anything since. */
  asOf({ count, head, opaque }: Bookmark): Controls {
    const before = new Controls(this.horizon, this.#start);
    for (const [group, where] of opaque) before.#opaque.set(group, where);
    before.take(this.#tail.slice(0, count));
    before.pass(head);
    return before;
  }

  /** Says that a group has an event at a position that is not understood here, and so not taken. */
  markOpaque(group: string | undefined, position: number): void {
    if (group === undefined) return;
    const { first = position } = this.#opaque.get(group) ?? {};
    this.#opaque.set(group, { first, last: position });
  }

  /** Whether a group that is in reach is known to have events that are not understood here. */
  isOpaque(group: string): boolean {
    return this.#opaque.has(group);
  }

  /** Says that the log goes on to a position with events that are not known, and so not taken. */
  pass(position: number): void {
    this.#head = Math.max(this.#head, position);
  }

  /** Whether an event is taken out of the fold by the controls taken so far. */
  isSkipped(position: number): boolean {
    return this.#skipped.has(position);
  }

  /** The events of a batch that are to be folded. */
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

  /** The event of an id, if it holds it. */
  find(id: string): LogEntry | undefined {
    this.#places ??= new Map(this.#tail.map(({ position, event }) => [event.id, position]));
    const position = this.#places.get(id);
    return position === undefined ? undefined : this.#tail[upperBound(this.#tail, position) - 1];
  }

  /** Whether the events before and after a position are of one group. */
  isWithinGroup(position: number): boolean {
    const next = upperBound(this.#tail, position);
    const [group, other] = [next - 1, next].map((i) => this.#tail[i] && groupOf(this.#tail[i].event));
    return group !== undefined && group === other;
  }

  /** Whether an event is out for good. */
  isRejected(position: number): boolean {
    return this.#rejected.has(position);
  }

  /** The events that a rejection took out, which are not those that another had taken out before. */
  rejectedBy({ position, event }: LogEntry): readonly LogEntry[] {
    return (event.data as RejectedData).events.flatMap((id) => {
      const entry = this.find(id);
      return entry !== undefined && this.#rejected.get(entry.position) === position ? [entry] : [];
    });
  }

  /** The events it holds behind a position. */
  since(position: number): readonly LogEntry[] {
    return this.#tail.slice(upperBound(this.#tail, position));
  }

  /** Lets go of events up to a position, as far as they are settled. It may take its time. */
  forget(position: number): void {
    const start = Math.min(position, this.settled);
    const count = upperBound(this.#tail, start);
    // Moving the rest costs what the rest is long, so it is worth it only for a good part of it.
    if (count === 0 || count * 4 < this.#tail.length) return;
    this.#tail = this.#tail.slice(count);
    this.#passed -= count;
    this.#start = start;
    for (const skipped of this.#skipped) if (skipped <= start) this.#skipped.delete(skipped);
    for (const rejected of this.#rejected.keys()) if (rejected <= start) this.#rejected.delete(rejected);
    this.#members = this.#places = undefined;
  }

  /** Where the first event stands that is not understood here and whose group is in reach. */
  #firstOpaque(reach: number): number {
    for (const [group, { first, last }] of this.#opaque) {
      // In the order in which they began, so those that are out of reach and begin later wait.
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

/** How far controls had come. */
interface Bookmark {
  readonly count: number;
  readonly head: number;
  readonly opaque: ReadonlyMap<string, Opaque>;
}

const NO_OPAQUE: ReadonlyMap<string, Opaque> = new Map();
const NONE: readonly number[] = [];

/** The group of an event. A control belongs to none: it is undone by its opposite. */
const groupOf = (event: Envelope): string | undefined => (isControl(event) ? undefined : event.metadata.group);

function index(members: Map<string, number[]>, group: string, position: number): void {
  const known = members.get(group);
  if (known === undefined) members.set(group, [position]);
  else known.push(position);
}
