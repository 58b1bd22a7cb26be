import type { ImportOutcome } from './commit.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Commit } from './commit.ts';
import type { KnownEvents } from './event-log.ts';
import { isKnownSame } from './same-event.ts';

/**
 * Removes the events of an import that are stored already or repeated in it, and reports them. Commits keep their
 * numbers, so a commit without new events stays, empty.
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
