import { describe, expect, test } from 'vitest';
import { createStore } from '../index.ts';
import { Greeted } from './shop.fixture.ts';
import { createVirtualClock } from './virtual-clock.ts';

describe('createVirtualClock', () => {
  test('[TEST-5] time stands still until it is advanced', () => {
    const clock = createVirtualClock({ start: '2026-05-01T09:00:00.000Z' });
    expect(new Date(clock.now()).toISOString()).toBe('2026-05-01T09:00:00.000Z');
    clock.advance(1_500);
    expect(new Date(clock.now()).toISOString()).toBe('2026-05-01T09:00:01.500Z');
    expect(createVirtualClock().now()).toBe(Date.UTC(2026, 0, 1));
  });

  test('[TEST-5] runs due tasks by time, then in the order scheduled; idle tasks at the end', () => {
    const clock = createVirtualClock({ start: 0 });
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(`${name}@${clock.now()}`);
    clock.idle(note('idle'));
    clock.schedule(note('late'), 200);
    clock.schedule(note('second'), 100);
    clock.schedule(note('third'), 100);
    clock.schedule(() => {
      note('first')();
      clock.schedule(note('nested'), 20);
    }, 50);
    clock.schedule(note('cancelled'), 60)();
    clock.idle(note('cancelled'))();
    expect(clock.waiting).toBe(5);
    clock.advance(150);
    expect(ran).toEqual(['first@50', 'nested@70', 'second@100', 'third@100', 'idle@150']);
    expect(clock.waiting).toBe(1);
    clock.advance(50);
    expect(ran.at(-1)).toBe('late@200');
  });

  test('[TEST-5] throws the error of a task, and keeps the other tasks waiting', () => {
    const clock = createVirtualClock({ start: 0 });
    const ran: string[] = [];
    clock.schedule(() => {
      throw new Error('boom');
    }, 10);
    clock.schedule(() => void ran.push('next'), 20);
    clock.idle(() => void ran.push('idle'));
    expect(() => clock.advance(100)).toThrow('boom');
    expect([clock.now(), ...ran]).toEqual([10]);
    clock.advance(10);
    expect([clock.now(), ...ran]).toEqual([20, 'next', 'idle']);
  });

  test('[TEST-5] a pause ends at the next advance, even by 0', async () => {
    const clock = createVirtualClock();
    let isOver = false;
    const paused = clock.pause().then(() => {
      isOver = true;
    });
    await Promise.resolve();
    expect(isOver).toBe(false);
    clock.advance(0);
    await paused;
    expect(isOver).toBe(true);
  });

  test('[TEST-5] advanceAsync waits for promises, and runs the tasks they schedule', async () => {
    const clock = createVirtualClock({ start: 0 });
    const ran: number[] = [];
    const wait = (ms: number) => new Promise<void>((resolve) => void clock.schedule(resolve, ms));
    const work = (async () => {
      for (const ms of [10, 20, 30]) {
        await wait(ms);
        await clock.pause();
        ran.push(clock.now());
      }
    })();
    await clock.advanceAsync(45);
    expect(ran).toEqual([10, 30]);
    await clock.advanceAsync(15);
    expect(ran).toEqual([10, 30, 60]);
    await work;
  });

  test('[TEST-5] serves as the platform of a store', async () => {
    const clock = createVirtualClock({ start: '2026-05-01T09:00:00.000Z' });
    const store = createStore({ events: [Greeted], views: [], env: clock });
    await store.ready;
    const told: string[] = [];
    store.events$.subscribe((event) => void told.push(event.timestamp));
    store.append(Greeted({ name: 'Ann' }));
    clock.advance(90);
    store.append(Greeted({ name: 'Bob' }));
    expect(told).toEqual(['2026-05-01T09:00:00.000Z', '2026-05-01T09:00:00.090Z']);
    await store.close();
  });

  test('[TEST-5] throws for an invalid start or step, and for tasks that schedule each other without end', () => {
    const clock = createVirtualClock();
    expect(() => clock.advance(-1)).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Cannot advance the clock by -1 ms. Give 0 or more.]`,
    );
    expect(() => createVirtualClock({ start: 'noon' })).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: Invalid start of the clock: found noon. Give a date, an ISO string or milliseconds.]`,
    );
    const again = (): void => void clock.schedule(again, 0);
    again();
    expect(() => clock.advance(1)).toThrowErrorMatchingInlineSnapshot(
      `[Error: 100000 tasks ran within 1 ms and more are due. Check whether they schedule each other.]`,
    );
  });
});
