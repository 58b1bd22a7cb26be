import type { Commit, ImportOutcome } from '../log/commit.ts';
import type { EventLog, KnownEvents } from '../log/event-log.ts';
import type { Writer } from './writer.ts';

/**
 * Queues commits whose events have ids of their own. Resolves once all are stored, with the events that were stored
 * before.
 */
export async function importCommits(writer: Writer, commits: readonly Commit[]): Promise<ImportOutcome> {
  const outcomes: ImportOutcome[] = [];
  const found = (outcome: ImportOutcome): void => void outcomes.push(outcome);
  const queued = commits.map((commit) => ({ commit, receipts: [writer.receiptOf(commit)], found }));
  writer.send({ type: 'queued', commits: queued });
  await queued.at(-1)?.receipts[0]!.until('stored');
  return { duplicates: outcomes.flatMap((o) => o.duplicates), conflicts: outcomes.flatMap((o) => o.conflicts) };
}

/** Finds events with these ids, stored or pending. */
export async function findEvents(log: EventLog, writer: Writer, ids: readonly string[]): Promise<KnownEvents> {
  const wanted = new Set(ids);
  // Look in the queue first: an event written meanwhile is found in the log.
  const queued = writer.pending.filter((event) => wanted.has(event.id));
  const stored = await log.find(ids);
  return new Map([...queued.map((event) => [event.id, event] as const), ...stored]);
}
