import { apply } from '../log/state/apply.ts';
import { cursorsBack } from '../log/state/cursors.ts';
import { join } from '../log/state/join.ts';
import { lead } from '../log/state/lead.ts';
import { headOf, type LogState, positionOf, type Step } from '../log/state/log-state.ts';
import { news } from '../log/state/news.ts';
import { outgoing } from '../log/state/outgoing.ts';
import { dismiss, refusedCommits } from '../log/state/refused.ts';
import { rename, rewind } from '../log/state/rewind.ts';
import type { SyncedLog } from '../log/synced-log.ts';

/** The parts of the in-memory log that synchronisation uses. */
interface SyncPorts {
  /** Runs work atomically; rejects if the log is closed. */
  readonly transaction: <T>(run: (state: LogState) => T) => Promise<T>;
  /** Takes a step in a transaction. */
  readonly take: <T>(operation: (state: LogState) => Step<T>) => T;
  /** Deletes the snapshots after a position. */
  readonly cutSnapshots: (position: number) => void;
}

/** Tells confirmed from pending events in the in-memory log. */
export function memorySync({ transaction, take, cutSnapshots }: SyncPorts): SyncedLog {
  const step = <T>(operation: (state: LogState) => Step<T>): Promise<T> => transaction(() => take(operation));
  /** An operation that may take confirmed events out. */
  const cut = <T>(operation: (state: LogState) => Step<T>): Promise<T> =>
    transaction(() =>
      take((state) => {
        const [next, result] = operation(state);
        cutSnapshots(positionOf(next));
        return [next, result];
      }),
    );
  return {
    head: () =>
      transaction((state) => {
        const { mark, term, sync } = headOf(state);
        return sync === undefined ? { mark, term } : { mark, term, sync };
      }),
    news: (options) => transaction((state) => news(state, options)),
    lead: () => step(lead),
    join: (authority) => cut((state) => join(state, authority)),
    outgoing: (limit) => transaction((state) => outgoing(state, limit)),
    apply: (page, term) => step((state) => apply(state, page, term)),
    cursors: () => transaction(cursorsBack),
    rewind: (target, term) => cut((state) => rewind(state, target, term)),
    rename: (client, term) => step((state) => rename(state, client, term)),
    refused: () => transaction(refusedCommits),
    dismiss: (rejections) => step((state) => dismiss(state, rejections)),
  };
}
