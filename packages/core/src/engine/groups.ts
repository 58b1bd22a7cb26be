import type { Metadata } from '../model/envelope.ts';

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

/** Says which group a commit belongs to: one of its own, that of the transaction it is made in, or that of the one before it. */
export class Groups {
  readonly #now: () => number;
  #transaction: { readonly label: string; readonly scope: string | undefined; group?: string } | undefined;
  /** By actor and scope, the group that the next commit may join. */
  readonly #open = new Map<string, { readonly key: string; readonly group: string; readonly atMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The metadata of a commit of a group. */
  metadata(stamp: Metadata, { command, key, ...own }: Grouping): Metadata {
    const { label, scope } = this.#transaction ?? own;
    return {
      ...stamp,
      group: this.#groupOf(stamp, scope, key),
      ...(command !== undefined && { command }),
      ...(label !== undefined && { label }),
      ...(scope !== undefined && { scope }),
    };
  }

  /** Makes one group of all that is committed while `run` runs; within another transaction it is part of that one. */
  transaction<T>(label: string, scope: string | undefined, run: () => T): T {
    if (this.#transaction !== undefined) return run();
    this.#transaction = { label, scope };
    try {
      return run();
    } finally {
      this.#transaction = undefined;
    }
  }

  /** Says that something was undone or redone: what comes now begins a group of its own. */
  close(): void {
    this.#open.clear();
  }

  #groupOf({ actorId, correlationId }: Metadata, scope: string | undefined, key: string | undefined): string {
    const transaction = this.#transaction;
    if (transaction === undefined && key === undefined && this.#open.size === 0) return correlationId;
    const stack = JSON.stringify([actorId, scope]);
    const open = this.#open.get(stack);
    this.#open.delete(stack);
    if (transaction !== undefined) return (transaction.group ??= correlationId);
    if (key === undefined) return correlationId;
    const atMs = this.#now();
    const group = open?.key === key && atMs - open.atMs <= COALESCE_MS ? open.group : correlationId;
    this.#open.set(stack, { key, group, atMs });
    return group;
  }
}
