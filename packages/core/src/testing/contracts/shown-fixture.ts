import type { News, Outgoing } from '../../log/synced-log.ts';
import { placesOf } from './log-fixture.ts';

interface Named {
  readonly events: readonly { readonly data: unknown }[];
}

/** The names of the events of each commit. */
export const namesIn = (commits: readonly Named[]): readonly string[] =>
  commits.map(({ events }) => events.map(({ data }) => (data as { readonly name: string }).name).join(' '));

/** News as names, and the row. */
export function shownNews(found: News): unknown {
  if (found.kind === 'restarted') return found;
  return {
    confirmed: placesOf(found.confirmed),
    pending: found.pending === undefined ? undefined : namesIn(found.pending),
    row: found.mark.row,
  };
}

/** The client, the first number and the names of what is to be pushed. */
export function shownOutgoing(found: Outgoing | undefined): unknown {
  if (found === undefined) return undefined;
  const commits = found.lines.map(({ text }) => JSON.parse(text) as Named);
  return [found.client, found.first, namesIn(commits)];
}
