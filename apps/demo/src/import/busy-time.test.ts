import { expect, it } from 'vitest';
import { createBusyTimer } from './busy-time.ts';

/** A clock that advances only while something is busy, and runs timers on demand. */
function stoppedClock() {
  let ms = 0;
  let pending: (() => void) | undefined;
  return {
    now: () => ms,
    soon: (run: () => void) => {
      pending = run;
      return () => void (pending = undefined);
    },
    holdUp: (by: number) => void (ms += by),
    /** Lets time pass while nothing is busy. */
    idle: (by: number) => {
      for (let i = 0; i < by; i += 1) {
        ms += 1;
        const run = pending;
        pending = undefined;
        run?.();
      }
    },
    isQuiet: () => pending === undefined,
  };
}

it('measures the longest stretch in which nothing else could run, without the waits between', async () => {
  const clock = stoppedClock();
  const timed = await createBusyTimer(clock)(async () => {
    clock.holdUp(20);
    clock.idle(500);
    clock.holdUp(30);
    clock.idle(500);
    clock.holdUp(10);
    return 'done';
  });
  expect(timed).toEqual({ result: 'done', busyMs: 31 });
  expect(clock.isQuiet()).toBe(true);
});

it('counts work that never yields, up to its end', async () => {
  const clock = stoppedClock();
  const { busyMs } = await createBusyTimer(clock)(async () => clock.holdUp(70));
  expect(busyMs).toBe(70);
});

it('stops measuring when the work fails', async () => {
  const clock = stoppedClock();
  await expect(createBusyTimer(clock)(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(clock.isQuiet()).toBe(true);
});
