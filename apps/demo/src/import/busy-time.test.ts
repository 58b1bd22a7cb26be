import { expect, it } from 'vitest';
import { createBusyTimer } from './busy-time.ts';

/** A clock that goes on by itself only while something is busy, and gives timers their turn when told. */
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
    /** Nothing is busy for so long. */
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

it('tells the longest stretch in which nothing else had a turn, not the waiting between', async () => {
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

it('counts work that never lets go, up to its end', async () => {
  const clock = stoppedClock();
  const { busyMs } = await createBusyTimer(clock)(async () => clock.holdUp(70));
  expect(busyMs).toBe(70);
});

it('stops looking when the work fails', async () => {
  const clock = stoppedClock();
  await expect(createBusyTimer(clock)(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
  expect(clock.isQuiet()).toBe(true);
});
