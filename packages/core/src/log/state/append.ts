import { RefoldError } from '../../errors/refold-error.ts';
import type { Line } from '../../protocol/wire.ts';
import { toLine } from '../../protocol/wire-line.ts';
import type { Batch, Commit, ImportOutcome } from '../commit.ts';
import type { Appended } from '../event-log.ts';
import { dedupe } from '../dedupe.ts';
import { extend } from './commit-list.ts';
import { find } from './find.ts';
import { type LogState, positionOf, type Step } from './log-state.ts';

/** Appends a batch. It looks no event up. Commits that the writer appended before change nothing. */
export function append(state: LogState, batch: Batch): Step<Appended> {
  return add(state, batch, freshCommits(state, batch));
}

/** Appends a batch without the events that the log has. */
export function importBatch(state: LogState, batch: Batch): Step<Appended & ImportOutcome> {
  const fresh = freshCommits(state, batch);
  const known = find(
    state,
    fresh.flatMap(({ events }) => events.map(({ id }) => id)),
  );
  const { commits, duplicates, conflicts } = dedupe(fresh, known);
  const [next, written] = add(state, batch, commits);
  return [next, { ...written, duplicates, conflicts }];
}

/** Adds commits that were staged, as one row. Returns the position of the last event, or the one it will have. */
export function publish(state: LogState, commits: readonly Commit[]): Step<number> {
  const next = put({ ...state, row: state.row + 1 }, commits.map(toLine));
  return [next, endOf(next)];
}

/** The commits that the writer did not append before. Throws `log.gap` if some between are missing. */
function freshCommits({ writers }: LogState, { writer, first, commits }: Batch): readonly Commit[] {
  const expected = lastCommit(writers, writer) + 1;
  if (first > expected) throw new RefoldError('log.gap', { writer, expected, found: first });
  return commits.slice(expected - first);
}

function add(state: LogState, { writer, first, commits }: Batch, fresh: readonly Commit[]): Step<Appended> {
  const last = Math.max(lastCommit(state.writers, writer), first + commits.length - 1);
  const others = state.writers.filter(([name]) => name !== writer);
  const written: LogState = { ...state, row: state.row + 1, writers: [...others, [writer, last]] };
  return [put(written, fresh.map(toLine)), { row: written.row }];
}

const lastCommit = (writers: LogState['writers'], writer: string): number =>
  writers.find(([name]) => name === writer)?.[1] ?? 0;

/** Puts lines at the end: confirmed where the device is the authority, else pending. Empty commits leave no line. */
function put(state: LogState, lines: readonly Line[]): LogState {
  const full = lines.filter(({ ids }) => ids.length > 0);
  if (state.sync !== undefined) return { ...state, pending: [...state.pending, ...full] };
  let position = positionOf(state) + 1;
  const placed = full.map(({ text, ids }) => {
    const commit = { text, ids, position };
    position += ids.length;
    return commit;
  });
  return { ...state, confirmed: extend(state.confirmed, placed) };
}

/** The position of the last stored event. That of a pending event is provisional. */
const endOf = (state: LogState): number => state.pending.reduce((sum, { ids }) => sum + ids.length, positionOf(state));
