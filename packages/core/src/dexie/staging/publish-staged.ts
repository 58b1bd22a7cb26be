import type { KnownEvents } from '../../log/event-log.ts';
import { dedupe } from '../../log/dedupe.ts';
import type { Published } from '../../log/staging.ts';
import { fromText } from '../../log/commit-lines.ts';
import type { Envelope } from '../../model/envelope.ts';
import {
  type Database,
  headOf,
  type HeadRow,
  type IdsRow,
  type OutRow,
  type SegmentRow,
  type StageRow,
} from '../database.ts';
import { findEvents, LOOKED_UP, segmentEvents } from '../ids/find-events.ts';
import { idsIn, mergeIds } from '../ids/id-block.ts';
import type { IdIndex } from '../ids/id-index.ts';
import type { IdTable } from '../ids/id-table.ts';
import { SEALED, sealAll } from '../seal-batches.ts';
import { checkCurrent, stagedRow, toStageRow } from './staged-rows.ts';

/** An import as its transaction needs it. */
export interface StagedRows {
  readonly name: string;
  /** How many rows are staged: 1 to this. */
  readonly rows: number;
  /** Places of ids: the first position of a segment that was sealed when the import began, or a staged row, negated. */
  readonly table: IdTable;
  /** Position of the last event in the table. */
  readonly position: number;
  /** Finds events of a log that has joined an authority. */
  readonly index: IdIndex;
}

/** Moves staged rows to the end of the log, in one transaction, row by row: into segments, or into pending rows. */
export function publishStaged(db: Database, staged: StagedRows): Promise<Published> {
  return db.transaction('rw', [...SEALED, ...LOOKED_UP, 'stage'], async () => {
    await checkCurrent(db, staged.name);
    // Earlier appends come first. They may also hold the same events.
    await sealAll(db);
    const batch = await takeNumber(db, staged.name);
    const head = { ...(await headOf(db)), batch };
    const outcome: Found = { duplicates: [], conflicts: [] };
    const events =
      head.sync === undefined
        ? await addToLog(db, staged, head, outcome)
        : await addToPending(db, staged, batch, outcome);
    await db.stage.clear();
    const position = head.sync === undefined ? head.position + events : head.position;
    await db.head.put({ ...head, position });
    return { ...outcome, events, last: position + (await pendingEvents(db)) };
  });
}

/** Adds the rows as segments. Returns how many events they have. */
async function addToLog(db: Database, staged: StagedRows, head: HeadRow, outcome: Found): Promise<number> {
  const late = await findLate(db, staged, head.position);
  let { position } = head;
  for (let n = 1; n <= staged.rows; n++) {
    const row = without(await stagedRow(db, staged.name, n), late, outcome);
    if (row.events === 0) continue;
    const first = position + 1;
    await db.segments.add({ first, events: row.events, text: row.text } satisfies SegmentRow);
    await db.ids.add({ first, ids: mergeIds([row.ids]) } satisfies IdsRow);
    position += row.events;
  }
  return position - head.position;
}

/** Adds the rows to pending, all with the number of one batch. Returns how many events they have. */
async function addToPending(db: Database, staged: StagedRows, batch: number, outcome: Found): Promise<number> {
  let events = 0;
  for (let n = 1; n <= staged.rows; n++) {
    const found = await stagedRow(db, staged.name, n);
    const row = without(found, await findEvents(db, staged.index, idsIn(found.ids)), outcome);
    if (row.events === 0) continue;
    // The number before is that of an earlier batch.
    await db.pend.add({ n: batch - 1 + n / staged.rows, events: row.events, ids: row.ids, text: row.text });
    events += row.events;
  }
  return events;
}

async function pendingEvents(db: Database): Promise<number> {
  let events = 0;
  await db.pend.each((row) => {
    events += row.events;
  });
  return events;
}

interface Found {
  readonly duplicates: string[];
  readonly conflicts: string[];
}

/** Finds events that reached the log since the import began, and that it may have staged too. */
async function findLate(db: Database, { table, position }: StagedRows, head: number): Promise<KnownEvents> {
  const found = new Map<string, Envelope | undefined>();
  if (head === position) return found;
  const tail = await db.ids
    .where('first')
    .belowOrEqual(position + 1)
    .last();
  const blocks = await db.ids.where('first').aboveOrEqual(tail!.first).toArray();
  for (const { first, ids } of blocks) {
    if (![...table.find(ids)].some((place) => place < 0)) continue;
    (await segmentEvents(db, first)).forEach((event, id) => found.set(id, event));
  }
  return found;
}

/** Removes the events of a row that are in the log. */
function without(row: Required<StageRow>, known: KnownEvents, found: Found): Required<StageRow> {
  if (known.size === 0) return row;
  const { commits, duplicates, conflicts } = dedupe(fromText(row.text), known);
  if (duplicates.length + conflicts.length === 0) return row;
  for (const id of duplicates) found.duplicates.push(id);
  for (const id of conflicts) found.conflicts.push(id);
  return toStageRow(
    row.import,
    row.n,
    commits.filter(({ events }) => events.length > 0),
  );
}

/** Takes a number among those of the batches, so that all writers notice another write. */
async function takeNumber(db: Database, writer: string): Promise<number> {
  const batch: Omit<OutRow, 'n'> = { writer, first: 1, commits: 0, events: 0, ids: new Uint8Array(), text: '' };
  const n = await db.out.add(batch as OutRow);
  await db.out.delete(n);
  return n;
}
