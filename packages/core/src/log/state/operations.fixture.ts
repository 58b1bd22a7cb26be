import { append, importBatch, publish } from './append.ts';
import { apply } from './apply.ts';
import { dropOldest } from './drop-oldest.ts';
import { join } from './join.ts';
import { lead } from './lead.ts';
import type { LogState, Step } from './log-state.ts';
import { dismiss } from './refused.ts';
import { rename, rewind } from './rewind.ts';

/** The operations that change a log. */
export const operations = { append, importBatch, publish, join, lead, apply, rewind, rename, dismiss, dropOldest };

export type Operations = typeof operations;

/** An operation that was run: its arguments, and the state after it with the result, or the error. */
export interface Call {
  readonly name: keyof Operations;
  readonly args: readonly unknown[];
  readonly state: LogState;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** The operations, which also report each call. */
export function reporting(report: (call: Call) => void): Operations {
  const wrap = (name: keyof Operations) => {
    const run = operations[name] as (state: LogState, ...args: unknown[]) => Step<unknown>;
    return (before: LogState, ...args: unknown[]): Step<unknown> => {
      try {
        const [state, result] = run(before, ...args);
        report({ name, args, state, result });
        return [state, result];
      } catch (error) {
        report({ name, args, state: before, error });
        throw error;
      }
    };
  };
  const names = Object.keys(operations) as (keyof Operations)[];
  return Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as Operations;
}
