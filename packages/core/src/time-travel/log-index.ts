import { Controls } from '../fold/controls.ts';
import type { LogEntry } from '../fold/fold.ts';
import { type ControlDraft, isControl } from '../model/control-events.ts';
import type { Paging } from './page-cache.ts';
import { UndoneAsOf } from './undone-as-of.ts';
import { TimeIndex } from './time-index.ts';

/** What is known of a log once it has been read up to a position: which events are out when, and how late it was where. */
export class LogIndex {
  readonly undone: UndoneAsOf = new UndoneAsOf();
  readonly times: TimeIndex;
  readonly #controls: Controls;
  readonly #floor: number;
  readonly #base: number;
  #lastBelow = 0;

  /** `floor`: the position behind which the log begins. `base`: the position up to which events are in saved states. */
  constructor(horizon: number, floor: number, base: number, paging: Paging) {
    this.#controls = new Controls(horizon, floor);
    this.#floor = floor;
    this.#base = base;
    this.times = new TimeIndex(paging, floor);
  }

  /**
   * Position of the last control that may have reached what saved states hold. They were saved after it, so from there on they
   * are what they say, and before it they are not.
   */
  get lastBelow(): number {
    return this.#lastBelow;
  }

  /** Position up to which the log has been read. */
  get last(): number {
    return this.times.last;
  }

  /** Takes events in order, up to a position; those that were taken before are passed over. */
  take(events: readonly LogEntry[], last: number): void {
    const fresh = events.filter(({ position }) => position > this.last);
    noteFlips(this.#controls, this.undone, fresh, (control) => {
      if (this.#reachesBelow(control)) this.#lastBelow = control.position;
    });
    this.times.take(fresh, last);
    this.#controls.pass(this.last);
    this.#controls.forget(this.last);
  }

  /** Which events are out when, with more events behind those taken, which may yet come to stand elsewhere. */
  flipsWith(events: readonly LogEntry[]): UndoneAsOf {
    if (!events.some(({ event }) => isControl(event))) return this.undone;
    const { horizon, tail } = this.#controls;
    const controls = new Controls(horizon, (tail[0]?.position ?? 1) - 1);
    controls.take(tail);
    const undone = new UndoneAsOf(this.undone);
    noteFlips(controls, undone, events);
    return undone;
  }

  /** What is not known any more, of what is named, may have been dropped. */
  #reachesBelow({ position, event }: LogEntry): boolean {
    const reach = position - this.#controls.horizon;
    if (this.#base === 0 || position <= this.#base || reach > this.#base) return false;
    return membersOf(this.#controls, event as ControlDraft).some((members) => {
      const first = members.find((member) => member >= reach);
      return first === undefined ? reach <= this.#floor : first <= this.#base;
    });
  }
}

/** Positions of what a control names, as far as they are known: a list for each name. */
function membersOf(controls: Controls, { type, data }: ControlDraft): readonly (readonly number[])[] {
  if (type === '$dismissed') return [];
  if (type !== '$rejected') return data.groups.map((group) => controls.members(group));
  return data.events.map((id) => [controls.find(id)?.position ?? -1]);
}

/** Has the controls among events obeyed one by one, so that it is known which of them flipped what. */
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
