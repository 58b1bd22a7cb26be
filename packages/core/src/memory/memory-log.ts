import { loadPart } from '../errors/load-part.ts';
import { RefoldError } from '../errors/refold-error.ts';
import { compactedTo } from '../log/compaction.ts';
import { DEFAULT_UNDO_HORIZON, type EventLog, type LogHead } from '../log/event-log.ts';
import type { Snapshot } from '../log/snapshot-store.ts';
import type { Staging } from '../log/staging.ts';
import { append, importBatch } from '../log/state/append.ts';
import { dropOldest } from '../log/state/drop-oldest.ts';
import { find } from '../log/state/find.ts';
import { emptyLog, type LogState, positionOf, type Step } from '../log/state/log-state.ts';
import { read } from '../log/state/read.ts';
import { memorySnapshots } from './memory-snapshots.ts';

export interface MemoryLogOptions {
  /** How many positions back undo and redo reach. Default 10,000. */
  readonly undoHorizon?: number;
}

/**
 * The start of a log that continues another: the read models at a position, like the base snapshots of a compaction.
 */
export interface LogStart {
  readonly position: number;
  readonly bases: readonly Snapshot[];
}

/** Creates a log that lives as long as the page: for tests, local state, and where there is no storage. */
export function memoryLog(name = 'memory', options: MemoryLogOptions = {}): EventLog {
  return memoryLogFrom({ position: 0, bases: [] }, name, options);
}

/** Creates a log in memory whose events begin after a position. */
export function memoryLogFrom(
  start: LogStart,
  name: string,
  { undoHorizon = DEFAULT_UNDO_HORIZON }: MemoryLogOptions = {},
): EventLog {
  let state = emptyLog(name, undoHorizon, start.position);
  let isClosed = false;
  /** Loaded by the first import: most pages never import a file. */
  let staging: Staging | undefined;

  /** Runs synchronously, as a transaction is atomic; resolves later, as a database does. */
  const transaction = async <T>(run: (now: LogState) => T): Promise<T> => {
    if (isClosed) throw new RefoldError('log.closed', { log: name });
    return run(state);
  };
  const take = <T>(operation: (state: LogState) => Step<T>): T => {
    const [next, result] = operation(state);
    state = next;
    return result;
  };
  const facts = (): Omit<LogHead, 'unsealed'> => {
    const { id, floor, undoHorizon: horizon } = state;
    return { id, position: positionOf(state), floor, undoHorizon: horizon };
  };
  const snapshots = memorySnapshots(() => state, start.bases);

  return {
    name,
    snapshots,
    staging: {
      async begin() {
        const { memoryStaging } = await loadPart('staging', () => import('./memory-staging.ts'));
        staging ??= memoryStaging({ transaction, take });
        return staging.begin();
      },
    },
    async sync() {
      const { memorySync } = await loadPart('memory log', () => import('./memory-sync.ts'));
      return memorySync({ transaction, take, cutSnapshots: snapshots.cut });
    },
    open: () => transaction(() => ({ ...facts(), unsealed: 0 })),
    append: (batch) => transaction(() => take((before) => append(before, batch))),
    import: (batch) => transaction(() => take((before) => importBatch(before, batch))),
    flush: () => transaction(() => undefined),
    read: (options) => transaction(() => read(state, options)),
    find: (ids) => transaction(() => find(state, ids)),
    seal: () => transaction(() => undefined),
    compact: (planFor) =>
      transaction(() => {
        const { position: head, ...rest } = facts();
        const plan = planFor({ ...rest, head, saved: snapshots.saved() });
        if (take((before) => dropOldest(before, plan.through)) > 0) snapshots.rebase(plan);
        return compactedTo(state.floor, rest.floor, plan);
      }),
    close: async () => {
      isClosed = true;
    },
    destroy: async () => {
      isClosed = true;
      state = emptyLog(name, undoHorizon);
    },
  };
}
