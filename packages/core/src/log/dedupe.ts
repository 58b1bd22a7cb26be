import type { ImportOutcome } from './commit.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Commit } from './commit.ts';
import type { KnownEvents } from './event-log.ts';
import { isKnownSame } from './same-event.ts';

/**
 * What of an import is new: the commits without the events that are stored already or come twice in the import itself,
 * and which those were. Commits keep their number, so one with nothing new is left empty.
 */
export function dedupe(
  commits: readonly Commit[],
  stored: KnownEvents,
): ImportOutcome & { readonly commits: readonly Commit[] } {
  const duplicates: string[] = [];
  const conflicts: string[] = [];
  const seen = new Map(stored);
  const isNew = (event: Envelope): boolean => {
    if (!seen.has(event.id)) {
      seen.set(event.id, event);
      return true;
    }
    (isKnownSame(seen.get(event.id), event) ? duplicates : conflicts).push(event.id);
    return false;
  };
  return {
    commits: commits.map((commit) => ({ ...commit, events: commit.events.filter(isNew) })),
    duplicates,
    conflicts,
  };
}
