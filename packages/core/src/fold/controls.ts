import { type ControlDraft, isControl, type RejectedData } from '../model/control-events.ts';
import type { LogEntry } from './fold.ts';
import { groupOf, type Tail } from './window/tail.ts';
import { upperBound } from './upper-bound.ts';

/**
 * Decides which events are out of the fold. An undo skips the earlier events of its groups, and a redo puts them back;
 * the last control that reaches an event decides. A rejection takes the earlier group events that it names out for
 * good. No control reaches beyond the horizon. A control without events has no effect.
 */
export class Controls {
  readonly tail: Tail;
  readonly #skipped = new Set<number>();
  /** By event that is out for good, the position of its rejection. */
  readonly #rejected = new Map<number, number>();
  /** Positions by group. Made when first asked for, since most logs are read without. */
  #members: Map<string, number[]> | undefined;
  /** Positions by id. Built on first use. */
  #places: Map<string, number> | undefined;

  /** `tail`: holds no control yet. From now on events come to it through `take`. */
  constructor(tail: Tail) {
    this.tail = tail;
  }

  /**
   * Takes the next events. Returns the positions of earlier ones that were flipped: skipped now and not before, or the
   * other way round, ascending. Which of the new events are skipped, `kept` tells afterwards.
   */
  take(entries: readonly LogEntry[]): readonly number[] {
    const before = this.tail.head;
    let flipped: Set<number> | undefined;
    for (const entry of entries) {
      const { position, event } = entry;
      if (isControl(event)) {
        for (const earlier of this.#obey(position, event)) {
          // An event that flips back within the batch is unchanged.
          if (earlier <= before && !(flipped ??= new Set()).delete(earlier)) flipped.add(earlier);
        }
      }
      this.tail.push(entry);
      if (this.#members !== undefined) index(this.#members, entry);
      this.#places?.set(event.id, position);
    }
    return flipped === undefined ? NONE : [...flipped].sort((a, b) => a - b);
  }

  /** Whether an event is taken out of the fold by the controls taken so far. */
  isSkipped(position: number): boolean {
    return this.#skipped.has(position);
  }

  /** Positions of the events that are taken out now. */
  out(): ReadonlySet<number> {
    return new Set(this.#skipped);
  }

  /** The events of a batch that are folded. */
  kept(entries: readonly LogEntry[]): readonly LogEntry[] {
    return this.#skipped.size === 0 ? entries : entries.filter(({ position }) => !this.#skipped.has(position));
  }

  /** Positions of a group's events in the tail, ascending. */
  members(group: string): readonly number[] {
    if (this.#members === undefined) {
      this.#members = new Map();
      for (const entry of this.tail.events) index(this.#members, entry);
    }
    return this.#members.get(group) ?? NONE;
  }

  /** The event with an id, if the tail holds it. */
  find(id: string): LogEntry | undefined {
    const { events } = this.tail;
    this.#places ??= new Map(events.map(({ position, event }) => [event.id, position]));
    const position = this.#places.get(id);
    return position === undefined ? undefined : events[upperBound(events, position) - 1];
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

  /** Lets the tail forget, and forgets the same. */
  forget(position: number): void {
    if (!this.tail.forget(position)) return;
    const { start } = this.tail;
    for (const skipped of this.#skipped) if (skipped <= start) this.#skipped.delete(skipped);
    for (const rejected of this.#rejected.keys()) if (rejected <= start) this.#rejected.delete(rejected);
    this.#members = this.#places = undefined;
  }

  /**
   * The controls as of a tail that ends earlier, and holds the same up to there. It takes over the indexes; these
   * controls make new ones when they need them.
   */
  cut(tail: Tail): Controls {
    const { head } = tail;
    const gone = this.tail.since(head);
    const before = new Controls(tail);
    before.#members = this.#members;
    before.#places = this.#places;
    this.#members = this.#places = undefined;
    for (const { event } of gone) {
      before.#places?.delete(event.id);
      const members = before.#members?.get(groupOf(event)!);
      while (members !== undefined && members.length > 0 && members.at(-1)! > head) members.pop();
    }
    if (gone.some(({ event }) => isControl(event))) {
      for (const { position, event } of tail.events) if (isControl(event)) before.#obey(position, event);
      return before;
    }
    for (const position of this.#skipped) if (position <= head) before.#skipped.add(position);
    for (const [position, by] of this.#rejected) if (position <= head) before.#rejected.set(position, by);
    return before;
  }

  #obey(position: number, control: ControlDraft): readonly number[] {
    const reach = position - this.tail.horizon;
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
        if (found.position > position) continue;
        if (this.#rejected.has(found.position)) continue;
        this.#rejected.set(found.position, position);
        flip(found.position, true);
      }
    } else if (control.type !== '$dismissed') {
      const isUndo = control.type === '$undo';
      for (const member of control.data.groups.flatMap((group) => this.members(group)))
        if (member >= reach && member < position && (isUndo || !this.#rejected.has(member))) flip(member, isUndo);
    }
    return changed;
  }
}

const NONE: readonly number[] = [];

function index(members: Map<string, number[]>, { position, event }: LogEntry): void {
  const group = groupOf(event);
  if (group === undefined) return;
  const known = members.get(group);
  if (known === undefined) members.set(group, [position]);
  else known.push(position);
}
