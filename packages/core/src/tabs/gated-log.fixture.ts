import type { EventLog } from '../log/event-log.ts';
import type { SyncedLog } from '../log/synced-log.ts';

interface Transaction {
  /** Takes effect at once, and resolves later. */
  readonly run: () => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The connection of one tab to a log. Its transactions take effect, and answer, when a simulation lets them. */
export class Gate {
  readonly #waiting: Transaction[] = [];
  readonly #answers: (() => void)[] = [];
  isGone = false;

  get isIdle(): boolean {
    return this.#waiting.length + this.#answers.length === 0;
  }

  /** The oldest transaction takes effect. */
  async transact(): Promise<void> {
    const transaction = this.#waiting.shift();
    if (transaction === undefined) return;
    const { run, resolve, reject } = transaction;
    try {
      const value = await run();
      this.#answers.push(() => resolve(value));
    } catch (error) {
      this.#answers.push(() => reject(error));
    }
  }

  /** The tab hears an answer: the oldest, or a later one, since transactions that only read may overtake each other. */
  answer(index = 0): void {
    this.#answers.splice(Math.min(index, this.#answers.length - 1), 1)[0]?.();
  }

  /** The page is gone: nothing more takes effect, and nothing is heard. */
  close(): void {
    this.isGone = true;
    this.#waiting.length = this.#answers.length = 0;
  }

  add<T>(run: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!this.isGone) this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
    });
  }
}

const METHODS = ['open', 'append', 'import', 'flush', 'read', 'find', 'seal', 'compact'] as const;

/** A log that several tabs share, as one of them sees it. */
export function gatedLog(log: EventLog, gate: Gate): EventLog {
  const gated = <T extends object>(part: T, names: readonly (keyof T)[]): Partial<T> =>
    Object.fromEntries(
      names.map((name) => [
        name,
        (...args: readonly unknown[]) =>
          gate.add(() => (part[name] as (...given: readonly unknown[]) => Promise<unknown>)(...args)),
      ]),
    ) as Partial<T>;
  return {
    ...log,
    ...gated(log, METHODS),
    ...(log.snapshots && {
      snapshots: { ...log.snapshots, ...gated(log.snapshots, ['read', 'put', 'commit', 'drop']) },
    }),
    close: () => Promise.resolve(),
    // Loading its code is no transaction.
    sync: async () => {
      const synced = await log.sync!();
      return { ...synced, ...gated(synced, ['head', 'news', 'lead']) } as SyncedLog;
    },
  } as EventLog;
}
