import { RefoldError } from '../errors/refold-error.ts';
import type { Metadata } from '../model/envelope.ts';
import { isPromise } from '../model/synchronous.ts';
import type { Env } from '../env/env.ts';

/** What a commit says of how it is to be undone. */
export interface Grouping {
  readonly command?: string;
  readonly label?: string | undefined;
  readonly scope?: string | undefined;
  /** Commits with the same key, soon one after the other, are one group. */
  readonly key?: string | undefined;
}

/** How long after a commit the next one with its key is still the same group. */
const COALESCE_MS = 500;

/** The metadata of a commit, with its group. `note`: to be called once the commit is taken, and never when that fails. */
export interface Membership {
  readonly metadata: Metadata;
  readonly note: (() => void) | undefined;
}

/** Says which group a commit belongs to: one of its own, that of the transaction it is made in, or that of the one before it. */
export class Groups {
  readonly #clocks: Pick<Env, 'elapsed' | 'now'>;
  #transaction: { readonly label: string; readonly scope: string | undefined; group?: string } | undefined;
  /** By actor and scope, the group that the next commit may join. */
  readonly #open = new Map<string, { readonly key: string; readonly group: string; readonly at: Moment }>();

  constructor(clocks: Pick<Env, 'elapsed' | 'now'>) {
    this.#clocks = clocks;
  }

  /** The label of the transaction that is under way. */
  get transacting(): string | undefined {
    return this.#transaction?.label;
  }

  /** What the next commit belongs to. */
  next(stamp: Metadata, { command, key, ...own }: Grouping): Membership {
    const { label, scope } = this.#transaction ?? own;
    const { group, note } = this.#groupOf(stamp, scope, key);
    const metadata = {
      ...stamp,
      group,
      ...(command !== undefined && { command }),
      ...(label !== undefined && { label }),
      ...(scope !== undefined && { scope }),
    };
    return { metadata, note };
  }

  /**
   * Makes one group of all that is committed while `run` runs; within another transaction it is part of that one.
   * Throws `transaction.async` when `run` returns a promise.
   */
  transaction<T>(label: string, scope: string | undefined, run: () => T): T {
    if (this.#transaction !== undefined) return synchronous(label, run());
    this.#transaction = { label, scope };
    try {
      return synchronous(label, run());
    } finally {
      this.#transaction = undefined;
    }
  }

  /** Says that something was undone or redone: what comes now begins a group of its own. */
  close(): void {
    this.#open.clear();
  }

  #groupOf({ actorId, correlationId }: Metadata, scope: string | undefined, key: string | undefined): Joined {
    const transaction = this.#transaction;
    if (transaction === undefined && key === undefined && this.#open.size === 0)
      return { group: correlationId, note: undefined };
    const stack = JSON.stringify([actorId, scope]);
    if (transaction !== undefined) {
      const group = transaction.group ?? correlationId;
      const note = (): void => {
        transaction.group = group;
        this.#open.delete(stack);
      };
      return { group, note };
    }
    if (key === undefined) return { group: correlationId, note: () => this.#open.delete(stack) };
    const open = this.#open.get(stack);
    const { elapsed, now } = this.#clocks;
    const at: Moment = { elapsedMs: elapsed(), nowMs: now() };
    const group = open?.key === key && isSoonAfter(open.at, at) ? open.group : correlationId;
    return { group, note: () => this.#open.set(stack, { key, group, at }) };
  }
}

interface Moment {
  readonly elapsedMs: number;
  readonly nowMs: number;
}

/** By both clocks: the time of day may be set back, and the other one may stand still while the device sleeps. */
function isSoonAfter(before: Moment, after: Moment): boolean {
  const byDay = after.nowMs - before.nowMs;
  return after.elapsedMs - before.elapsedMs <= COALESCE_MS && byDay >= 0 && byDay <= COALESCE_MS;
}

interface Joined {
  readonly group: string;
  readonly note: Membership['note'];
}

function synchronous<T>(label: string, result: T): T {
  if (isPromise(result)) throw new RefoldError('transaction.async', { label });
  return result;
}
