// Seeks through the states of a log, to positions that look random and are the same for every contestant.
import { random } from '../../workload/log.mjs';

/**
 * @typedef {{ units: number, events: number, entities: number, spread: number, isHeld?: boolean }} SeekTask
 * @typedef {{ seek: (position: number) => unknown, sum: () => number }} Seekable shows the state after so many events
 */

/**
 * A `measure` that seeks. The cost is the 95th percentile, which a person who drags notices; the median is beside it.
 * `spread` is the largest distance from one position to the next. With `isHeld`, the cost is the heap that seeks hold,
 * above the heap before `open` was called. The opened state is kept for the next round.
 * @template {SeekTask} T
 * @param {(task: T) => Promise<() => Promise<Seekable>>} prepare makes what there is without history
 */
export function seeks(prepare) {
  /** @type {{ key: string, seekable: Seekable, heldBytes: number } | undefined} */
  let opened;
  return async (/** @type {T} */ task) => {
    const { units, events, entities, spread, isHeld = false } = task;
    const key = JSON.stringify([events, entities]);
    if (opened?.key !== key || isHeld) {
      opened = undefined;
      const open = await prepare(task);
      const before = heapBytes();
      const seekable = await open();
      for (const position of places(100, events, events)) await seekable.seek(position);
      opened = { key, seekable, heldBytes: heapBytes() - before };
    }
    const { seekable, heldBytes } = opened;
    if (isHeld) return { cost: heldBytes };
    /** @type {number[]} */
    const times = [];
    for (const position of places(units, events, spread)) {
      const startedAt = performance.now();
      await seekable.seek(position);
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    return { cost: at(times, 0.95) * units, check: seekable.sum(), extra: { median: at(times, 0.5) } };
  };
}

/**
 * @param {number} count
 * @param {number} events
 * @param {number} spread
 */
function* places(count, events, spread) {
  const draw = random(events);
  let place = events >> 1;
  for (let i = 0; i < count; i++) {
    place = spread === events ? draw() % events : Math.abs(place + (draw() % (2 * spread + 1)) - spread) % events;
    yield place;
  }
}

function heapBytes() {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/**
 * @param {readonly number[]} sorted
 * @param {number} share
 */
const at = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
