import { RefoldError } from '../../errors/refold-error.ts';
import type { RecordedCommit } from '../commit.ts';
import type { LogPage, ReadOptions } from '../event-log.ts';
import { commitAt, type ConfirmedCommit, firstAfter } from './commit-list.ts';
import { commitIn } from './find.ts';
import { type LogState, markOf } from './log-state.ts';

/** Reads confirmed commits. Throws `log.compacted` before the floor. */
export function read(state: LogState, { after, limit }: ReadOptions): LogPage {
  const { id, confirmed, floor } = state;
  if (after < floor) throw new RefoldError('log.compacted', { log: id, after, floor });
  const commits: RecordedCommit[] = [];
  let events = 0;
  let last = after;
  let index = firstAfter(confirmed, after);
  for (let commit = commitAt(confirmed, index); commit !== undefined && events < limit;) {
    commits.push(recorded(commit));
    events += commit.ids.length;
    last = commit.position + commit.ids.length - 1;
    commit = commitAt(confirmed, ++index);
  }
  return { commits, last, mark: markOf(state) };
}

/** A commit as read. The line of an authority also holds the position, which is a number of its own here. */
function recorded(confirmed: ConfirmedCommit): RecordedCommit {
  const { seq: _, ...commit } = commitIn(confirmed) as RecordedCommit & { readonly seq?: number };
  return { ...commit, position: confirmed.position };
}
