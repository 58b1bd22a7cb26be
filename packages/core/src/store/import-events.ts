import type { ImportOutcome } from '../log/commit.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Commit } from '../log/commit.ts';
import { isKnownSame } from '../log/same-event.ts';
import type { Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import type { Recorder } from '../write/recorder.ts';
import type { Writer } from '../write/writer.ts';

export interface ImportOptions {
  /** Metadata `source` of events that have none. Default `import`. */
  readonly source?: string;
  readonly signal?: AbortSignal;
}
export interface ImportResult {
  readonly added: number;
  /** Already in the log with the same content. */
  readonly duplicates: number;
  /** Refused events, by their index in the argument, with the error. */
  readonly refused: readonly { readonly index: number; readonly error: RefoldError }[];
}

export interface ImportPorts {
  readonly find: Writer['find'];
  readonly newMetadata: (source: string) => Metadata;
  readonly recorder: Recorder;
}

/**
 * Imports events with ids of their own: checks each, leaves out stored ones, adds the rest. `add` folds, publishes and
 * queues them; it resolves when they are stored.
 */
export async function importEvents(
  given: readonly GivenEvent[],
  options: ImportOptions,
  { find, newMetadata, recorder }: ImportPorts,
  add: (commits: readonly Commit[]) => Promise<ImportOutcome>,
): Promise<ImportResult> {
  const refused: { index: number; error: RefoldError }[] = [];
  const accepted = new Map<number, Envelope>();
  const metadata = newMetadata(options.source ?? 'import');
  for (const [index, event] of given.entries()) {
    try {
      accepted.set(index, recorder.accept(event, metadata));
    } catch (error) {
      if (!isRefoldError(error)) throw error;
      refused.push({ index, error });
    }
  }
  const known = new Map(await find([...new Set(Array.from(accepted.values(), (event) => event.id))]));
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
  const late = commits.length === 0 ? { duplicates: [], conflicts: [] } : await add(commits);
  for (const id of late.conflicts) refuse(fresh.get(id)!);
  return {
    added: fresh.size - late.duplicates.length - late.conflicts.length,
    duplicates: duplicates + late.duplicates.length,
    refused: refused.sort((a, b) => a.index - b.index),
  };
}
