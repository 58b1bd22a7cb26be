import type { Envelope } from '../../model/envelope.ts';
import type { Line } from '../../protocol/wire.ts';
import type { Commit } from '../commit.ts';
import type { KnownEvents } from '../event-log.ts';
import { commitOf } from './commit-list.ts';
import type { LogState } from './log-state.ts';

/**
 * The events with these ids, by id: confirmed, pending or refused. Undefined for an event that compaction dropped: its
 * content is gone.
 */
export function find({ confirmed, pending, refused }: LogState, ids: readonly string[]): KnownEvents {
  const found = new Map<string, Envelope | undefined>();
  const unconfirmed = new Set<string>();
  for (const id of ids) {
    const commit = commitOf(confirmed, id);
    if (commit === undefined) unconfirmed.add(id);
    else found.set(id, commit === 'dropped' ? undefined : eventOf(commit, id));
  }
  if (unconfirmed.size === 0) return found;
  for (const line of [...pending, ...refused.map((one) => one.line)])
    for (const id of line.ids) if (unconfirmed.has(id)) found.set(id, eventOf(line, id));
  return found;
}

export const commitIn = ({ text }: Line): Commit => JSON.parse(text) as Commit;

const eventOf = (line: Line, id: string): Envelope | undefined =>
  commitIn(line).events.find((event) => event.id === id);
