import type { Envelope } from '../model/envelope.ts';
import type { Commit } from './commit.ts';
import type { ImportOutcome } from './import-outcome.ts';
import { isSameEvent } from './same-event.ts';

/**
 * What of an import is new: the commits without the events that are stored already or come twice in the import itself,
 * and which those were. Commits keep their number, so one with nothing new is left empty.
 */
export function sift(
  commits: readonly Commit[],
  stored: ReadonlyMap<string, Envelope>,
): ImportOutcome & { readonly commits: readonly Commit[] } {
  const duplicates: string[] = [];
  const conflicts: string[] = [];
  const seen = new Map(stored);
  const isNew = (event: Envelope): boolean => {
    const known = seen.get(event.id);
    if (known === undefined) {
      seen.set(event.id, event);
      return true;
    }
    (isSameEvent(known, event) ? duplicates : conflicts).push(event.id);
    return false;
  };
  return {
    commits: commits.map((commit) => ({ ...commit, events: commit.events.filter(isNew) })),
    duplicates,
    conflicts,
  };
}
