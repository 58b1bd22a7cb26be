import { chainOf } from '../../protocol/chain.ts';
import type { ConfirmedLine, Line, Page } from '../../protocol/wire.ts';
import { toLine } from '../../protocol/wire-line.ts';
import type { Mark } from '../mark.ts';
import { type ConfirmedCommit, extend } from './commit-list.ts';
import { commitIn } from './find.ts';
import {
  checkCursor,
  checkTerm,
  cursorOf,
  type LogState,
  markOf,
  positionOf,
  type RefusedLine,
  type Step,
  syncOf,
} from './log-state.ts';

/**
 * Adds a page of the authority. Pending commits leave whose events are in it, or are refused in it. Throws
 * `cursor.mismatch` unless the page continues the log, and `log.term_over` for an earlier leader.
 */
export function apply(state: LogState, page: Page, term: number): Step<Mark> {
  const sync = syncOf(state);
  checkTerm(state, term);
  checkCursor(state, cursorOf(state), page.after);
  const { commits, chain, position } = place(page.lines, positionOf(state), sync.chain);
  checkCursor(state, { incarnation: sync.incarnation, seq: position, chain }, page.cursor);
  const next = {
    ...state,
    ...settle(state, page.lines),
    confirmed: extend(state.confirmed, commits),
    sync: { ...sync, chain, settled: sync.settled + page.lines.filter(({ by }) => by === sync.client).length },
  };
  return [next, markOf(next)];
}

interface Placed {
  readonly commits: readonly ConfirmedCommit[];
  readonly chain: string;
  readonly position: number;
}

/** Puts lines at their positions after a prefix of the log. */
function place(lines: readonly ConfirmedLine[], after: number, before: string): Placed {
  let [position, chain] = [after, before];
  const commits = lines.map(({ text, ids, by, refusals }): ConfirmedCommit => {
    chain = chainOf(chain, ids);
    const commit = { text, ids, position: position + 1, by, chain };
    position += ids.length;
    return refusals === undefined ? commit : { ...commit, isRefusal: true };
  });
  return { commits, chain, position };
}

/** The commits that are pending and refused after a page. */
function settle(
  { pending, refused }: LogState,
  lines: readonly ConfirmedLine[],
): Pick<LogState, 'pending' | 'refused'> {
  const confirmed = new Set(lines.flatMap(({ ids }) => ids));
  const refusals = new Map(
    lines.flatMap((line) => line.refusals ?? []).flatMap(({ id, events }) => events.map((event) => [event, id])),
  );
  const left: Line[] = [];
  // After a rewind, another device may bring events that were refused before.
  const kept: RefusedLine[] = refused.flatMap(({ rejection, line }) => {
    const rest = without(line, confirmed);
    return rest === undefined ? [] : [{ rejection, line: rest }];
  });
  for (const line of pending) {
    const rest = without(line, confirmed);
    const rejection = rest?.ids.map((id) => refusals.get(id)).find((id) => id !== undefined);
    if (rest === undefined) continue;
    if (rejection === undefined) left.push(rest);
    else kept.push({ rejection, line: rest });
  }
  return { pending: left, refused: kept };
}

/**
 * A commit without the events that are confirmed. Only an import can have some of them: of events that another device
 * has imported too.
 */
function without(line: Line, confirmed: ReadonlySet<string>): Line | undefined {
  if (!line.ids.some((id) => confirmed.has(id))) return line;
  const commit = commitIn(line);
  const events = commit.events.filter(({ id }) => !confirmed.has(id));
  return events.length === 0 ? undefined : toLine({ ...commit, events });
}
