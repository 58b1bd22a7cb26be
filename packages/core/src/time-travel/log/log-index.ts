import { Controls } from '../../fold/controls.ts';
import { Tail } from '../../fold/window/tail.ts';
import type { LogEntry } from '../../fold/fold.ts';
import { type ControlDraft, isControl } from '../../model/control-events.ts';
import type { Paging } from './page-cache.ts';
import { UndoneAsOf } from '../undone-as-of.ts';
import { TimeIndex } from './time-index.ts';

/** An index of the log, up to the position that has been read: which events are undone when, and their times. */
export class LogIndex {
  readonly undone: UndoneAsOf = new UndoneAsOf();
  readonly times: TimeIndex;
  readonly #tail: Tail;
  readonly #controls: Controls;
  readonly #floor: number;
  readonly #base: number;
  #lastBelow = 0;

  /** `floor`: position of the last compacted event. `base`: position up to which base snapshots hold the events. */
  constructor(horizon: number, floor: number, base: number, paging: Paging) {
    this.#tail = new Tail(horizon, floor);
    this.#controls = new Controls(this.#tail);
    this.#floor = floor;
    this.#base = base;
    this.times = new TimeIndex(paging, floor);
  }

  /**
   * Position of the last control that may reach events in the base snapshots. The snapshots were saved after it. They
   * are right from that position on, and wrong before it.
   */
  get lastBelow(): number {
    return this.#lastBelow;
  }

  /** Position up to which the log has been read. */
  get last(): number {
    return this.times.last;
  }

  /** Adds events in order, up to a position. Skips those already added. */
  take(events: readonly LogEntry[], last: number): void {
    const fresh = events.filter(({ position }) => position > this.last);
    noteFlips(this.#controls, this.undone, fresh, (control) => {
      if (this.#reachesBelow(control)) this.#lastBelow = control.position;
    });
    this.times.take(fresh, last);
    this.#tail.pass(this.last);
    this.#controls.forget(this.last);
  }

  /** Which events are undone when, if these pending events follow. Their positions may still change. */
  flipsWith(events: readonly LogEntry[]): UndoneAsOf {
    if (!events.some(({ event }) => isControl(event))) return this.undone;
    const { horizon, events: held } = this.#tail;
    const controls = new Controls(new Tail(horizon, (held[0]?.position ?? 1) - 1));
    controls.take(held);
    const undone = new UndoneAsOf(this.undone);
    noteFlips(controls, undone, events);
    return undone;
  }

  /** Treats a named event that is unknown as compacted. */
  #reachesBelow({ position, event }: LogEntry): boolean {
    const reach = position - this.#tail.horizon;
    if (this.#base === 0 || position <= this.#base || reach > this.#base) return false;
    return membersOf(this.#controls, event as ControlDraft).some((members) => {
      const first = members.find((member) => member >= reach);
      return first === undefined ? reach <= this.#floor : first <= this.#base;
    });
  }
}

/** Known positions of the events that a control names: a list for each name. */
function membersOf(controls: Controls, { type, data }: ControlDraft): readonly (readonly number[])[] {
  if (type === '$dismissed') return [];
  if (type !== '$rejected') return data.groups.map((group) => controls.members(group));
  return data.events.map((id) => [controls.find(id)?.position ?? -1]);
}

/** Applies the controls among events one by one, and records which events each of them flipped. */
function noteFlips(
  controls: Controls,
  undone: UndoneAsOf,
  events: readonly LogEntry[],
  tell: (control: LogEntry) => void = () => undefined,
): void {
  let from = 0;
  for (const [i, entry] of events.entries()) {
    if (!isControl(entry.event)) continue;
    controls.take(events.slice(from, i));
    tell(entry);
    undone.add(entry.position, controls.take(events.slice(i, i + 1)));
    from = i + 1;
  }
  controls.take(from === 0 ? events : events.slice(from));
}
