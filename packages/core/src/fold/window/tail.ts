import { isControl } from '../../model/control-events.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { LogEntry } from '../fold.ts';
import { upperBound } from '../upper-bound.ts';

/** Where the tail stood, to go back to when folding fails. */
export interface Bookmark {
  readonly count: number;
  readonly head: number;
  readonly opaque: ReadonlyMap<string, Opaque>;
}

/**
 * The latest events of the log: at least those that a control may still reach, which are events of groups within the
 * horizon. It takes all events in log order and holds them until `forget`. Imported events have no group, so it need
 * not hold them.
 */
export class Tail {
  /** How many positions back a control reaches. */
  readonly horizon: number;
  #events: LogEntry[] = [];
  /** How many of the events belong to no group in reach, and where the groups of these end. */
  #passed = 0;
  #passedEnd = 0;
  #settled: number;
  #start: number;
  #head: number;
  /** Positions of the last known event of each group that may be in reach. Made when it is needed. */
  #latest: Map<string, number> | undefined = new Map();
  #hasReleased = false;
  /** Groups with events that this app cannot decode: the positions of the first and the last of these. */
  readonly #opaque: Map<string, Opaque>;

  /** `start`: the position after which the events begin. */
  constructor(horizon: number, start = 0, opaque: ReadonlyMap<string, Opaque> = NO_OPAQUE) {
    this.horizon = horizon;
    this.#start = this.#settled = this.#head = start;
    this.#opaque = new Map(opaque);
  }

  /** The position after which it holds all events. */
  get start(): number {
    return this.#start;
  }

  /** Position of the last event taken. */
  get head(): number {
    return this.#head;
  }

  /** The events it holds, in order. */
  get events(): readonly LogEntry[] {
    return this.#events;
  }

  /**
   * The position up to which all is settled: no later control flips an event at or before it, and no group stands on
   * both sides. It does not ask whether a group may be undone: another app may decide that. An event that joins a group
   * out of reach begins it anew.
   */
  get settled(): number {
    const reach = this.#head - this.horizon;
    const opaque = this.#firstOpaque(reach);
    const latestOf = this.#latestByGroup();
    for (; this.#passed < this.#events.length; this.#passed++) {
      const { position, event } = this.#events[this.#passed]!;
      const group = groupOf(event);
      const latest = group === undefined ? -Infinity : (latestOf.get(group) ?? this.#lastOf(group));
      if (latest > reach || position > opaque) break;
      if (latest === position) latestOf.delete(group!);
      this.#passedEnd = Math.max(this.#passedEnd, latest);
      if (this.#passedEnd <= position) this.#settled = position;
    }
    const next = this.#events[this.#passed]?.position ?? this.#head + 1;
    const last = Math.min(next, opaque) - 1;
    if (this.#passedEnd <= last) this.#settled = Math.max(this.#settled, last);
    return this.#settled;
  }

  push(entry: LogEntry): void {
    const { position, event } = entry;
    this.#events.push(entry);
    const group = groupOf(event);
    if (group !== undefined) this.#latest?.set(group, position);
    this.#head = position;
  }

  /** Moves the head past events that are unknown here, and so not taken. */
  pass(position: number): void {
    this.#head = Math.max(this.#head, position);
  }

  /** Notes that a group has an event that this app cannot decode, and so does not take. */
  markOpaque(group: string | undefined, position: number): void {
    if (group === undefined) return;
    const { first = position } = this.#opaque.get(group) ?? {};
    this.#opaque.set(group, { first, last: position });
  }

  /** Whether a group in reach is known to have events that this app cannot decode. */
  isOpaque(group: string): boolean {
    return this.#opaque.has(group);
  }

  /** Whether the events before and after a position are of one group. */
  isWithinGroup(position: number): boolean {
    const next = upperBound(this.#events, position);
    const [group, other] = [next - 1, next].map((i) => this.#events[i] && groupOf(this.#events[i].event));
    return group !== undefined && group === other;
  }

  /** The events it holds after a position. */
  since(position: number): readonly LogEntry[] {
    return this.#events.slice(upperBound(this.#events, position));
  }

  /** Whether some of its events may lack their payloads. */
  get hasReleased(): boolean {
    return this.#hasReleased;
  }

  /** Takes an event that it holds in another form: without its payload, or with it. Returns the form before, if any. */
  swap(entry: LogEntry): Envelope | undefined {
    const at = upperBound(this.#events, entry.position) - 1;
    const before = this.#events[at]?.event;
    if (before?.id !== entry.event.id) return undefined;
    this.#events[at] = entry;
    this.#hasReleased = true;
    return before;
  }

  bookmark(): Bookmark {
    const opaque = this.#opaque.size === 0 ? NO_OPAQUE : new Map(this.#opaque);
    return { count: this.#events.length, head: this.#head, opaque };
  }

  /** A new tail that begins where this one does, without events, or with a part of them. */
  emptied(opaque: Bookmark['opaque'], part?: TailPart): Tail {
    const tail = new Tail(this.horizon, this.#start, opaque);
    tail.#hasReleased = this.#hasReleased;
    if (part !== undefined) {
      tail.#events = part.events;
      tail.#passed = part.passed;
      tail.#passedEnd = part.passedEnd;
      tail.#settled = part.settled;
      tail.#latest = part.latest;
      tail.#head = part.head;
    }
    return tail;
  }

  /** What it is made of, to be changed for a tail that ends earlier. It makes a new index of groups if it goes on. */
  handOver(): TailPart {
    const latest = this.#latestByGroup();
    this.#latest = undefined;
    return {
      events: this.#events,
      head: this.#head,
      passed: this.#passed,
      passedEnd: this.#passedEnd,
      settled: this.#settled,
      latest,
    };
  }

  /** Drops settled events up to a position, possibly later. Returns whether it dropped any. */
  forget(position: number): boolean {
    const start = Math.min(position, this.settled);
    const count = upperBound(this.#events, start);
    // Moving the rest costs what the rest is long, so it is worth it only for a good part of it.
    if (count === 0 || count * 4 < this.#events.length) return false;
    this.#events = this.#events.slice(count);
    this.#passed -= count;
    this.#start = start;
    return true;
  }

  /** Position of the first event that cannot be decoded and whose group is in reach. */
  #firstOpaque(reach: number): number {
    for (const [group, { first, last }] of this.#opaque) {
      // In the order in which they began, so those that are out of reach and begin later wait.
      if (Math.max(last, this.#latestByGroup().get(group) ?? 0) > reach) return first;
      this.#opaque.delete(group);
    }
    return Infinity;
  }

  #latestByGroup(): Map<string, number> {
    if (this.#latest !== undefined) return this.#latest;
    this.#latest = new Map();
    for (const { position, event } of this.#events.slice(this.#passed)) {
      const group = groupOf(event);
      if (group !== undefined) this.#latest.set(group, position);
    }
    return this.#latest;
  }

  /** The same for a group that stood on both sides of a cut, and so has lost its entry. */
  #lastOf(group: string): number {
    let at = this.#events.length - 1;
    while (groupOf(this.#events[at]!.event) !== group) at -= 1;
    return this.#events[at]!.position;
  }
}

/** The events of a tail, and how far it is known what is settled among them. */
export interface TailPart {
  readonly events: LogEntry[];
  readonly head: number;
  /** How many of the events belong to no group in reach, and where the groups of these end. */
  readonly passed: number;
  readonly passedEnd: number;
  readonly settled: number;
  /** Positions of the last event of groups, of all groups with an event that is not passed, or of those in reach. */
  readonly latest: Map<string, number>;
}

interface Opaque {
  readonly first: number;
  readonly last: number;
}

const NO_OPAQUE: ReadonlyMap<string, Opaque> = new Map();

/** The group of an event. A control belongs to none: its opposite undoes it. */
export const groupOf = (event: Envelope): string | undefined => (isControl(event) ? undefined : event.metadata.group);
