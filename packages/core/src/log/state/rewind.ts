import { RefoldError } from '../../errors/refold-error.ts';
import { EMPTY_CHAIN } from '../../protocol/chain.ts';
import type { Line } from '../../protocol/wire.ts';
import { pushedLine } from '../../protocol/wire-line.ts';
import type { RewindTarget, Rewound, SyncState } from '../synced-log.ts';
import { commitAt, commitsFrom, emptyCommits, firstAfter, keepFirst } from './commit-list.ts';
import { checkCursor, checkTerm, type LogState, markOf, type Step, syncOf } from './log-state.ts';

/**
 * Cuts the log after the last event that it shares with its authority. The log's own later commits are pending again,
 * before the others and under the same ids; those of other clients are dropped. Throws `cursor.mismatch` unless a
 * commit ends at the target, with its chain. Throws `log.compacted` if that event has been dropped. It is always
 * possible to begin again from nothing.
 */
export function rewind(state: LogState, { to, client }: RewindTarget, term: number): Step<Rewound> {
  const sync = syncOf(state);
  checkTerm(state, term);
  const { confirmed, floor } = state;
  if (to.seq < floor && to.seq > 0) throw new RefoldError('log.compacted', { log: state.id, after: to.seq, floor });
  const kept = firstAfter(confirmed, to.seq);
  checkCursor(state, { ...to, ...endOf(state, kept, to.seq) }, to);
  const later = commitsFrom(confirmed, kept);
  const own = later.filter((commit) => isOwn(sync, commit));
  const next = {
    ...state,
    ...(to.seq === 0 ? { floor: 0, confirmed: emptyCommits } : { confirmed: keepFirst(confirmed, kept) }),
    generation: state.generation + 1,
    pending: [...own.map(pushedLine), ...state.pending],
    sync: { ...renamed(sync, client), incarnation: to.incarnation, chain: to.chain },
  };
  const [returned, compacted] = [count(own), floor - next.floor];
  return [next, { mark: markOf(next), returned, dropped: count(later) - returned, compacted }];
}

/** Takes a new name for the log, under which its pending commits are numbered from 1. */
export function rename(state: LogState, client: string, term: number): Step<void> {
  const sync = syncOf(state);
  checkTerm(state, term);
  return [{ ...state, sync: renamed(sync, client) }, undefined];
}

const renamed = (sync: SyncState, client: string): SyncState => ({
  ...sync,
  client,
  formerClients: [...sync.formerClients, sync.client],
  settled: 0,
});

/** Position and chain after the first commits. */
function endOf({ confirmed, floor, floorChain }: LogState, kept: number, seq: number): { seq: number; chain: string } {
  const last = commitAt(confirmed, kept - 1);
  if (last !== undefined) return { seq: last.position + last.ids.length - 1, chain: last.chain! };
  return seq === 0 ? { seq, chain: EMPTY_CHAIN } : { seq: floor, chain: floorChain };
}

/** Whether a confirmed commit is of this log. A refusal never is: the authority made it, and has to make it again. */
export const isOwn = (
  { client, formerClients }: SyncState,
  { by, isRefusal }: { readonly by?: string | undefined; readonly isRefusal?: true },
): boolean => isRefusal !== true && (by === client || formerClients.includes(by!));

const count = (lines: readonly Line[]): number => lines.reduce((sum, { ids }) => sum + ids.length, 0);
