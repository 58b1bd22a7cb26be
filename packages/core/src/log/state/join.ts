import { EMPTY_CHAIN } from '../../protocol/chain.ts';
import { RefoldError } from '../../errors/refold-error.ts';
import { pushedLine } from '../../protocol/wire-line.ts';
import type { Mark } from '../mark.ts';
import type { Authority } from '../synced-log.ts';
import { commitsFrom, emptyCommits } from './commit-list.ts';
import { type LogState, markOf, type Step } from './log-state.ts';

/**
 * Makes a log of this device one that an authority confirms: all its commits are pending. Joining the same authority
 * again changes nothing. Throws `log.joined` if the log has joined another, and `sync.log_compacted` if its beginning
 * has been dropped: other devices would never get those events.
 */
export function join(state: LogState, { incarnation, client, undoHorizon }: Authority): Step<Mark> {
  const { id: log, sync, floor, confirmed } = state;
  if (sync?.incarnation === incarnation) return [state, markOf(state)];
  if (sync !== undefined) throw new RefoldError('log.joined', { log, incarnation: sync.incarnation });
  if (floor > 0) throw new RefoldError('sync.log_compacted', { log, floor });
  const next: LogState = {
    ...state,
    undoHorizon,
    generation: state.generation + 1,
    confirmed: emptyCommits,
    pending: commitsFrom(confirmed, 0).map(pushedLine),
    sync: { client, formerClients: [], incarnation, chain: EMPTY_CHAIN, settled: 0 },
  };
  return [next, markOf(next)];
}
