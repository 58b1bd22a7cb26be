import { checkEqual } from '../../testing/check.ts';
import type { ConfirmedLine, Page } from '../../protocol/wire.ts';
import type { Mark } from '../mark.ts';
import type { Outgoing } from '../synced-log.ts';
import { type LogState, markOf } from './log-state.ts';
import { news } from './news.ts';
import { idsOf, type Oracle } from './oracle.fixture.ts';

/** One opening of the log, as a tab has one. All of it is lost in a crash. */
export interface Tab {
  readonly writer: string;
  readonly commits: readonly (readonly string[])[];
  readonly term: number | undefined;
  readonly mark: Mark;
  /** Ids of the events that the tab has read. */
  readonly confirmed: readonly string[];
  readonly pending: readonly string[];
  /** A page on its way, a push on its way, and the lines of its answer. */
  readonly page?: Page | undefined;
  readonly push?: Outgoing | undefined;
  readonly answer?: readonly ConfirmedLine[] | undefined;
}

/** A tab that has read the snapshots of a log, which end at its floor, and nothing else. */
export const newTab = (writer: string, state: LogState, oracle: Oracle): Tab => ({
  writer,
  commits: [],
  term: undefined,
  mark: { ...markOf(state), confirmed: state.floor, row: -1 },
  confirmed: idsOf(oracle.confirmed).slice(0, state.floor),
  pending: [],
});

/** Reads news until the tab knows the log, and throws if it then differs from the oracle. */
export function readNews(tab: Tab, state: LogState, oracle: Oracle, limit: number): Tab {
  const found = news(state, { since: tab.mark, limit });
  if (found.kind === 'restarted') {
    const { mark, confirmed, pending } = newTab(tab.writer, state, oracle);
    return readNews({ ...tab, mark, confirmed, pending }, state, oracle, limit);
  }
  const added = found.confirmed.flatMap(({ events }) => events.map(({ id }) => id));
  const read = { ...tab, mark: found.mark, confirmed: [...tab.confirmed, ...added] };
  if (found.pending === undefined) return readNews(read, state, oracle, limit);
  const pending = found.pending.flatMap(({ events }) => events.map(({ id }) => id));
  checkEqual([read.confirmed, pending], [idsOf(oracle.confirmed), oracle.pending.flat()], 'what a tab has read');
  const again = news(state, { since: found.mark, limit });
  checkEqual(
    again,
    { kind: 'continued', confirmed: [], pending: found.pending, mark: found.mark },
    'news without news',
  );
  return { ...read, pending };
}
