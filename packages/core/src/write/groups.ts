import type { Metadata } from '../model/envelope.ts';
import type { Env } from '../env/env.ts';

/** The undo metadata of a commit. */
export interface Grouping {
  readonly command?: string;
  readonly label?: string | undefined;
  readonly scope?: string | undefined;
  /** Commits with the same key in quick succession are one group. */
  readonly key?: string | undefined;
}

/** Milliseconds after a commit in which the next one with its key joins its group. */
const COALESCE_MS = 500;

/** The metadata of a commit, with its group. Call `note` once the commit succeeded, and never if it failed. */
export interface Membership {
  readonly metadata: Metadata;
  readonly note: (() => void) | undefined;
}

/** Assigns groups to commits: a new one, or that of the commit before. */
export class Groups {
  readonly #clocks: Pick<Env, 'elapsed' | 'now'>;
  /** By actor and scope, the group that the next commit may join. */
  readonly #open = new Map<string, { readonly key: string; readonly group: string; readonly at: ClockTimes }>();

  constructor(clocks: Pick<Env, 'elapsed' | 'now'>) {
    this.#clocks = clocks;
  }

  /** The group and metadata of the next commit. */
  next(stamp: Metadata, { command, key, label, scope }: Grouping): Membership {
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

  /** Ends open groups after an undo or redo: the next commit begins a new group. */
  close(): void {
    this.#open.clear();
  }

  #groupOf({ actorId, correlationId }: Metadata, scope: string | undefined, key: string | undefined): Joined {
    if (key === undefined && this.#open.size === 0) return { group: correlationId, note: undefined };
    const stack = JSON.stringify([actorId, scope]);
    if (key === undefined) return { group: correlationId, note: () => this.#open.delete(stack) };
    const open = this.#open.get(stack);
    const { elapsed, now } = this.#clocks;
    const at: ClockTimes = { elapsedMs: elapsed(), nowMs: now() };
    const group = open?.key === key && isSoonAfter(open.at, at) ? open.group : correlationId;
    return { group, note: () => this.#open.set(stack, { key, group, at }) };
  }
}

interface ClockTimes {
  readonly elapsedMs: number;
  readonly nowMs: number;
}

/** Compares both clocks: the wall clock may be set back, and the other may stop while the device sleeps. */
function isSoonAfter(before: ClockTimes, after: ClockTimes): boolean {
  const byDay = after.nowMs - before.nowMs;
  return after.elapsedMs - before.elapsedMs <= COALESCE_MS && byDay >= 0 && byDay <= COALESCE_MS;
}

interface Joined {
  readonly group: string;
  readonly note: Membership['note'];
}
