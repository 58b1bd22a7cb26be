import type { EventLog } from '../log/event-log.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { Env } from './env.ts';

/**
 * An environment without a platform. The clock stands still until a test moves it, and the test runs idle tasks by
 * hand.
 */
export interface TestEnv extends Env {
  ms: number;
  readonly reported: unknown[];
  /** Calls of `console.error`. */
  readonly printed: (readonly unknown[])[];
  readonly runIdle: () => void;
  /** Runs all scheduled tasks, whether due or not. */
  readonly runScheduled: () => void;
  readonly hide: () => void;
}

let seeds = 0;

export function testEnv(): TestEnv {
  const idle = new Set<() => void>();
  const hiding = new Set<() => void>();
  const scheduled = new Set<() => void>();
  // Each store needs its own randomness: with equal ids, two writers would pass for one.
  let state = (seeds += 1);
  const env: TestEnv = {
    ms: Date.parse('2026-01-31T12:00:00.000Z'),
    now: () => env.ms,
    elapsed: () => env.ms,
    random: (bytes) => bytes.map((_, i, all) => (all[i] = (state = Math.imul(state, 1_103_515_245) + 12_345) >>> 16)),
    pause: () => Promise.resolve(),
    idle: (task) => {
      idle.add(task);
      return () => void idle.delete(task);
    },
    schedule: (task) => {
      scheduled.add(task);
      return () => void scheduled.delete(task);
    },
    onHide: (task) => {
      hiding.add(task);
      return () => void hiding.delete(task);
    },
    persist: () => Promise.resolve(undefined),
    report: (error) => void env.reported.push(error),
    console: { error: (...what) => void env.printed.push(what) },
    isDevelopment: true,
    reported: [],
    printed: [],
    hide: () => {
      for (const task of hiding) task();
    },
    runIdle: () => {
      for (const task of idle) {
        idle.delete(task);
        task();
      }
    },
    runScheduled: () => {
      for (const task of [...scheduled]) if (scheduled.delete(task)) task();
    },
  };
  return env;
}

/** A log that fails on request. */
export interface FaultyLog extends EventLog {
  /**
   * One entry for each future write: undefined succeeds, `lost` fails before it takes effect, `unknown` fails
   * afterwards.
   */
  readonly faults: ('lost' | 'unknown' | undefined)[];
  /** The sizes of the written batches, in commits. */
  readonly batches: number[];
}

export function faultyLog(inner: EventLog = memoryLog()): FaultyLog {
  const faults: ('lost' | 'unknown' | undefined)[] = [];
  const batches: number[] = [];
  const faultily = async <T>(commits: number, write: () => Promise<T>): Promise<T> => {
    const fault = faults.shift();
    if (fault === 'lost') throw new Error('disk');
    const result = await write();
    if (fault === 'unknown') throw new Error('no answer');
    batches.push(commits);
    return result;
  };
  return {
    ...inner,
    faults,
    batches,
    append: (batch) => faultily(batch.commits.length, () => inner.append(batch)),
    import: (batch) => faultily(batch.commits.length, () => inner.import(batch)),
  };
}
