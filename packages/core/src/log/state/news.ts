import type { News, NewsOptions } from '../synced-log.ts';
import { commitIn } from './find.ts';
import { type LogState, markOf } from './log-state.ts';
import { read } from './read.ts';

/** Reads what an opener does not know yet. */
export function news(state: LogState, { since, limit }: NewsOptions): News {
  const mark = markOf(state);
  if (since.generation !== mark.generation || since.confirmed < state.floor) return { kind: 'restarted', mark };
  const { commits: confirmed, last } = read(state, { after: since.confirmed, limit });
  return last < mark.confirmed
    ? { kind: 'continued', confirmed, mark: { ...since, confirmed: last } }
    : { kind: 'continued', confirmed, pending: state.pending.map(commitIn), mark };
}
