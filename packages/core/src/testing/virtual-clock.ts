import type { Env } from '../env/env.ts';

/** Tasks that may run at one instant. More than this schedule each other without end. */
const MAX_TASKS = 100_000;

/**
 * A clock that stands still until it is advanced, and the tasks that wait for it. Pass it to a store (`env: clock`), so
 * that a test controls all its timing and never has to wait.
 */
export interface VirtualClock extends Pick<Env, 'now' | 'elapsed' | 'pause' | 'idle' | 'schedule'> {
  /**
   * Advances the time. Runs the tasks that fall due, by time, then in the order scheduled; then the idle tasks. Throws
   * the error of a task, and keeps the others waiting.
   */
  readonly advance: (ms: number) => void;
  /** Like `advance`, but lets promises settle after each task, and runs the tasks that they schedule. */
  readonly advanceAsync: (ms: number) => Promise<void>;
  /** How many tasks wait, idle ones included. */
  readonly waiting: number;
}

interface Timer {
  readonly atMs: number;
  readonly task: () => void;
}

/**
 * Creates a clock for tests. `pause()` resolves at the next advance, even `advance(0)`.
 *
 * @example
 * const clock = createVirtualClock({ start: '2026-05-01T09:00:00.000Z' });
 * const store = createStore({ events, views, env: clock });
 * clock.advance(60_000);
 */
export function createVirtualClock({
  start = '2026-01-01T00:00:00.000Z',
}: { readonly start?: Date | string | number } = {}): VirtualClock {
  let nowMs = new Date(start).getTime();
  if (Number.isNaN(nowMs))
    throw new RangeError(
      `Invalid start of the clock: found ${String(start)}. Give a date, an ISO string or milliseconds.`,
    );
  const timers = new Set<Timer>();
  const idle = new Set<() => void>();

  const schedule = (task: () => void, delayMs: number): (() => void) => {
    const timer = { atMs: nowMs + Math.max(0, delayMs), task };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  /** Removes the next task that is due by then, and sets the time to its own. */
  const next = (untilMs: number): (() => void) | undefined => {
    let first: Timer | undefined;
    // A set keeps the order of scheduling, so the first of one time was scheduled first.
    for (const timer of timers)
      if (timer.atMs <= untilMs && (first === undefined || timer.atMs < first.atMs)) first = timer;
    if (first === undefined) return undefined;
    timers.delete(first);
    nowMs = Math.max(nowMs, first.atMs);
    return first.task;
  };
  function* due(ms: number): Generator<() => void> {
    if (!(ms >= 0)) throw new RangeError(`Cannot advance the clock by ${ms} ms. Give 0 or more.`);
    const untilMs = nowMs + ms;
    let ran = 0;
    for (let task = next(untilMs); task !== undefined; task = next(untilMs)) {
      if (++ran > MAX_TASKS)
        throw new Error(
          `${MAX_TASKS} tasks ran within ${ms} ms and more are due. Check whether they schedule each other.`,
        );
      yield task;
    }
    nowMs = untilMs;
    for (const task of [...idle]) if (idle.delete(task)) yield task;
  }
  return {
    now: () => nowMs,
    elapsed: () => nowMs,
    schedule,
    idle: (task) => {
      const entry = (): void => task();
      idle.add(entry);
      return () => void idle.delete(entry);
    },
    pause: () => new Promise((resolve) => void schedule(resolve, 0)),
    advance: (ms) => {
      for (const task of due(ms)) task();
    },
    advanceAsync: async (ms) => {
      await turn();
      for (const task of due(ms)) {
        task();
        // oxlint-disable-next-line no-await-in-loop -- what follows from a task may schedule the next one
        await turn();
      }
    },
    get waiting() {
      return timers.size + idle.size;
    },
  };
}

/** Resolves when all promises that can settle have settled. */
function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(undefined);
  });
}
