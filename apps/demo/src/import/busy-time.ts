/** Does some work and tells how long it held up the thread at most. */
export type BusyTimer = <T>(work: () => Promise<T>) => Promise<{ readonly result: T; readonly busyMs: number }>;

export interface BusyClock {
  readonly now: () => number;
  /** Runs it in a turn of its own, soon; the answer calls it off. */
  readonly soon: (run: () => void) => () => void;
}

/**
 * Work that waits for storage takes long and holds up nothing; what counts is the longest stretch in which nothing else
 * got a turn. A chain of timers sees it: a timer that comes late was held up. Where timers are slowed down (a hidden tab), the
 * answer is the time that the work took as a whole, which is never too low.
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
