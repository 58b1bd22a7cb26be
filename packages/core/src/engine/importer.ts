import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Commit } from '../log/commit.ts';
import type { ImportOutcome } from '../log/port.ts';
import { sift } from '../log/sift.ts';
import type { Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import type { Recorder } from './recorder.ts';
import type { ImportOptions, ImportResult } from './store-api.ts';

export interface ImportPorts {
  readonly recorder: Recorder;
  readonly stamp: (source: string) => Metadata;
  readonly find: (ids: readonly string[]) => Promise<ReadonlyMap<string, Envelope>>;
  /** Folds, publishes and queues; resolves when stored. */
  readonly add: (commits: readonly Commit[]) => Promise<ImportOutcome>;
}

/** Takes events with ids of their own: checks each, leaves out what is in the log, adds the rest. */
export async function importEvents(
  given: readonly GivenEvent[],
  options: ImportOptions,
  ports: ImportPorts,
): Promise<ImportResult> {
  const refused: { index: number; error: RefoldError }[] = [];
  const accepted: Envelope[] = [];
  const indexes = new Map<string, number>();
  const stamp = ports.stamp(options.source ?? 'import');
  for (const [index, event] of given.entries()) {
    try {
      const envelope = ports.recorder.accept(event, stamp);
      accepted.push(envelope);
      if (!indexes.has(envelope.id)) indexes.set(envelope.id, index);
    } catch (error) {
      if (!isRefoldError(error)) throw error;
      refused.push({ index, error });
    }
  }
  const stored = await ports.find([...indexes.keys()]);
  options.signal?.throwIfAborted();
  // Each event is a commit of its own: one that a server refuses later takes no other with it.
  const found = sift(
    accepted.map((event): Commit => ({ events: [event], imported: true })),
    stored,
  );
  const fresh = found.commits.filter((commit) => commit.events.length > 0);
  // Another tab may have imported the same between the look-up and the write: the log has the last word.
  const late = fresh.length === 0 ? { duplicates: [], conflicts: [] } : await ports.add(fresh);
  const conflicts = [...found.conflicts, ...late.conflicts];
  for (const id of conflicts) {
    const index = indexes.get(id)!;
    refused.push({ index, error: new RefoldError('event.id_conflict', { id, type: given[index]!.type }) });
  }
  const duplicates = found.duplicates.length + late.duplicates.length;
  return {
    added: accepted.length - duplicates - conflicts.length,
    duplicates,
    refused: refused.sort((a, b) => a.index - b.index),
  };
}
