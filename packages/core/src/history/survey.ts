import { Controls } from '../engine/controls.ts';
import type { Placed } from '../engine/fold.ts';
import { isControl } from '../model/control-events.ts';
import type { Paging } from './event-pages.ts';
import { Flips } from './flips.ts';
import { Times } from './times.ts';

/** What is known of a log once it has been read up to a position: which events are out when, and how late it was where. */
export class Survey {
  readonly flips: Flips = new Flips();
  readonly times: Times;
  readonly #controls: Controls;

  /** `floor`: the position behind which the log begins. */
  constructor(horizon: number, floor: number, paging: Paging) {
    this.#controls = new Controls(horizon, floor);
    this.times = new Times(paging, floor);
  }

  /** Position up to which the log has been read. */
  get last(): number {
    return this.times.last;
  }

  /** Takes events in order, up to a position; those that were taken before are passed over. */
  take(events: readonly Placed[], last: number): void {
    const fresh = events.filter(({ position }) => position > this.last);
    noteFlips(this.#controls, this.flips, fresh);
    this.times.take(fresh, last);
    this.#controls.pass(this.last);
    this.#controls.forget(this.last);
  }

  /** Which events are out when, with more events behind those taken, which may yet come to stand elsewhere. */
  flipsWith(events: readonly Placed[]): Flips {
    if (!events.some(({ event }) => isControl(event))) return this.flips;
    const { horizon, tail } = this.#controls;
    const controls = new Controls(horizon, (tail[0]?.position ?? 1) - 1);
    controls.take(tail);
    const flips = new Flips(this.flips);
    noteFlips(controls, flips, events);
    return flips;
  }
}

/** Has the controls among events obeyed one by one, so that it is known which of them flipped what. */
function noteFlips(controls: Controls, flips: Flips, events: readonly Placed[]): void {
  let from = 0;
  for (const [i, { position, event }] of events.entries()) {
    if (!isControl(event)) continue;
    controls.take(events.slice(from, i));
    flips.add(position, controls.take(events.slice(i, i + 1)));
    from = i + 1;
  }
  controls.take(from === 0 ? events : events.slice(from));
}
