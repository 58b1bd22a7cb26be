import type { Batch, Commit, RecordedCommit } from '../../log/commit.ts';
import type { EventLog } from '../../log/event-log.ts';
import type { Envelope } from '../../model/envelope.ts';
import { eventIdFrom } from '../../model/ids.ts';

/** An event without meaning. The same name yields the same event. */
export function sampleEvent(name: string, data: unknown = { name }): Envelope {
  return {
    id: eventIdFrom('sample', name),
    type: 'sample.happened',
    timestamp: '2026-01-31T12:00:00.000Z',
    version: 1,
    data,
    metadata: { correlationId: 'cor_1', source: 'sample', actorId: 'tester' },
  };
}

/** A batch of commits, each with events of these names. */
export function sampleBatch(writer: string, first: number, ...commits: readonly (readonly string[])[]): Batch {
  return {
    writer,
    first,
    commits: commits.map((names): Commit => ({ events: names.map((name) => sampleEvent(name)) })),
  };
}

/** Reads all commits of a log, in pages of about `limit` events. */
export async function readAll(log: EventLog, limit = 1_000, after = 0): Promise<readonly RecordedCommit[]> {
  const commits: RecordedCommit[] = [];
  for (let position = after; ;) {
    const page = await log.read({ after: position, limit });
    for (const commit of page.commits) commits.push(commit);
    if (page.last >= page.mark.confirmed) return commits;
    if (page.last <= position)
      throw new Error(`The page after position ${position} is empty, but the log ends at ${page.mark.confirmed}.`);
    position = page.last;
  }
}

/** Events by name with their positions, as `position:name`. */
export const placesOf = (commits: readonly RecordedCommit[]): readonly string[] =>
  commits.flatMap((commit) =>
    commit.events.map((event, i) => `${commit.position + i}:${(event.data as { readonly name: string }).name}`),
  );
