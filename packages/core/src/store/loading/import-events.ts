import { isRefoldError, RefoldError } from '../../errors/refold-error.ts';
import type { Commit, ImportOutcome } from '../../log/commit.ts';
import { readReleased } from './read-released.ts';
import { loadUndoFold } from '../../fold/load-undo-fold.ts';
import { isKnownSame } from '../../log/same-event.ts';
import type { Envelope, GivenEvent } from '../../model/envelope.ts';
import { acceptEvent } from '../../write/accept-event.ts';
import { findEvents, importCommits } from '../../write/import-commits.ts';
import { appendGiven } from '../append-given.ts';
import type { StoreInternals } from '../internals.ts';
import type { ImportOptions, ImportResult } from '../store.ts';

/** Imports events with ids of their own: checks each, leaves out stored ones, appends the rest. */
export async function importEvents(
  internals: StoreInternals,
  given: readonly GivenEvent[],
  options: ImportOptions,
): Promise<ImportResult> {
  const refused: { index: number; error: RefoldError }[] = [];
  const accepted = new Map<number, Envelope>();
  const metadata = internals.newMetadata(options.source ?? 'import');
  for (const [index, event] of given.entries()) {
    try {
      accepted.set(index, acceptEvent(event, metadata, internals));
    } catch (error) {
      if (!isRefoldError(error)) throw error;
      refused.push({ index, error });
    }
  }
  const known = new Map(
    await findEvents(internals.log, internals.kernel.writer, [
      ...new Set(Array.from(accepted.values(), (event) => event.id)),
    ]),
  );
  options.signal?.throwIfAborted();
  const fresh = new Map<string, number>();
  const refuse = (index: number): void => {
    const { id, type } = accepted.get(index)!;
    refused.push({ index, error: new RefoldError('event.id_conflict', { id, type }) });
  };
  let duplicates = 0;
  for (const [index, event] of accepted) {
    if (!known.has(event.id)) {
      known.set(event.id, event);
      fresh.set(event.id, index);
    } else if (isKnownSame(known.get(event.id), event)) duplicates += 1;
    else refuse(index);
  }
  // Each event is a commit of its own, so a server can reject one without the others.
  const commits = Array.from(fresh.values(), (index): Commit => ({ events: [accepted.get(index)!], imported: true }));
  // Another tab may import the same between the look-up and the write, so the log decides.
  const late = commits.length === 0 ? { duplicates: [], conflicts: [] } : await append(internals, commits);
  for (const id of late.conflicts) refuse(fresh.get(id)!);
  return {
    added: fresh.size - late.duplicates.length - late.conflicts.length,
    duplicates: duplicates + late.duplicates.length,
    refused: refused.sort((a, b) => a.index - b.index),
  };
}

/** Folds, publishes and queues the commits. Resolves when they are stored. */
async function append(internals: StoreInternals, commits: readonly Commit[]): Promise<ImportOutcome> {
  const { assert, kernel } = internals;
  const events = commits.flatMap((commit) => commit.events);
  await loadUndoFold(kernel.models, events);
  for (;;) {
    const released = kernel.models.undoFold?.releasedForControls(kernel.models, events) ?? [];
    if (released.length === 0) break;
    kernel.apply({ type: 'hold', entries: await readReleased(internals, released) });
  }
  assert.use('import');
  let outcome!: Promise<ImportOutcome>;
  appendGiven(internals, events, () => {
    outcome = importCommits(kernel.writer, commits);
  });
  return outcome;
}
