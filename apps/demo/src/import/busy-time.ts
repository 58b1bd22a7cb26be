/** Does some work, and measures the longest time that it blocked the thread. */
export type BusyTimer = <T>(work: () => Promise<T>) => Promise<{ readonly result: T; readonly busyMs: number }>;

export interface BusyClock {
  readonly now: () => number;
  /** Calls `run` in a later task. Returns a function that cancels it. */
  readonly soon: (run: () => void) => () => void;
}

/**
 * Work that waits for storage takes long but blocks nothing. The result is the longest stretch in which nothing else
 * could run. A chain of timers measures it: a late timer was blocked. Where the browser slows timers down (in a hidden
 * tab), the result is the duration of the whole work, which is never too low.
 */
export function createBusyTimer({ now, soon }: BusyClock = systemClock): BusyTimer {
  return async (work) => {
    const startMs = now();
    let beatMs = startMs;
    let longestMs = 0;
    const beat = (): void => {
      const atMs = now();
      longestMs = Math.max(longestMs, atMs - beatMs);
      beatMs = atMs;
      callOff = soon(beat);
    };
    let callOff = soon(beat);
    try {
      const result = await work();
      const endMs = now();
      return { result, busyMs: Math.min(Math.max(longestMs, endMs - beatMs), endMs - startMs) };
    } finally {
      callOff();
    }
  };
}

const systemClock: BusyClock = {
  now: () => performance.now(),
  soon: (run) => {
    const timer = setTimeout(run, 0);
    return () => clearTimeout(timer);
  },
};
