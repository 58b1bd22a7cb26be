import type { EventLog } from '../log/event-log.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { Env } from './env.ts';

/** An environment without a platform: the clock stands until it is moved, and what waits for idle time is run by hand. */
export interface TestEnv extends Env {
  ms: number;
  readonly reported: unknown[];
  /** What was printed on the console. */
  readonly printed: (readonly unknown[])[];
  readonly runIdle: () => void;
  /** Runs what has been scheduled by now, whenever it is due. */
  readonly runScheduled: () => void;
  readonly hide: () => void;
}

let seeds = 0;

export function testEnv(): TestEnv {
  const idle = new Set<() => void>();
  const hiding = new Set<() => void>();
  const scheduled = new Set<() => void>();
  // Two stores are never made of the same randomness: their writers would pass for one.
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

/** A log that fails when told to. */
export interface FaultyLog extends EventLog {
  /** One entry for each write to come: undefined works, `lost` fails before, `unknown` after it took effect. */
  readonly faults: ('lost' | 'unknown' | undefined)[];
  /** The sizes of the batches that were written, in commits. */
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
