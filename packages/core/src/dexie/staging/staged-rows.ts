import { RefoldError } from '../../errors/refold-error.ts';
import type { Commit } from '../../log/commit.ts';
import type { KnownEvents } from '../../log/event-log.ts';
import { toText } from '../../log/commit-lines.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { Database, StageRow } from '../database.ts';
import { eventsIn, segmentEvents } from '../ids/find-events.ts';
import type { IdTable } from '../ids/id-table.ts';
import { packIds } from '../ids/pack-ids.ts';

// Call all of these but `toStageRow` and `idsOf` in a transaction. They await nothing but the database.

/** Throws unless the import is the latest one, which row 0 marks. */
export async function checkCurrent(db: Database, name: string): Promise<void> {
  if ((await db.stage.get([name, 0])) === undefined) throw new RefoldError('staging.superseded', { log: db.name });
}

/** Builds row `n` of an import from commits, with their ids in order. */
export function toStageRow(name: string, n: number, commits: readonly Commit[]): Required<StageRow> {
  const ids = idsOf(commits);
  return { import: name, n, events: ids.length, ids: packIds(ids), text: toText(commits) };
}

/** The row `n` of an import. */
export async function stagedRow(db: Database, name: string, n: number): Promise<Required<StageRow>> {
  const row = await db.stage.get([name, n]);
  if (row === undefined) throw new RefoldError('staging.superseded', { log: db.name });
  return row as Required<StageRow>;
}

/** Finds those events of some commits that are sealed, or staged by this import. */
export async function findStaged(
  db: Database,
  name: string,
  table: IdTable,
  commits: readonly Commit[],
): Promise<KnownEvents> {
  const ids = idsOf(commits);
  const wanted = new Set(ids);
  const found = new Map<string, Envelope | undefined>();
  for (const place of table.find(packIds(ids))) {
    const events = place < 0 ? eventsIn((await stagedRow(db, name, -place)).text) : await segmentEvents(db, place);
    events.forEach((event, id) => wanted.has(id) && found.set(id, event));
  }
  return found;
}

export const idsOf = (commits: readonly Commit[]): readonly string[] =>
  commits.flatMap((commit) => commit.events.map((event) => event.id));
