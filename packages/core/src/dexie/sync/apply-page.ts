import { apply } from '../../log/state/apply.ts';
import { commitsFrom } from '../../log/state/commit-list.ts';
import { type RefusedLine, syncOf } from '../../log/state/log-state.ts';
import type { Mark } from '../../log/mark.ts';
import type { Line, Page } from '../../protocol/wire.ts';
import { type Database, headOf, type RejectedRow } from '../database.ts';
import { packIds } from '../ids/pack-ids.ts';
import type { PendIndex } from '../ids/pend-index.ts';
import { eventCount, linesIn } from '../pending-lines.ts';
import { SEALED, sealAll } from '../seal-batches.ts';
import { addToSegments, type Piece } from '../segment-pieces.ts';
import { sliceOf } from './log-slice.ts';

/** Adds a page of the authority, in one transaction. Of the pending rows it reads those that the page may concern. */
export function applyPage(db: Database, index: PendIndex, page: Page, term: number): Promise<Mark> {
  return db.transaction('rw', [...SEALED, 'rejected'], async () => {
    await sealAll(db);
    const head = await headOf(db);
    const rows = await rowsOf(db, await index.find(idsOf(page), head.generation));
    const refused = (await db.rejected.toArray()).map(toRefused);
    const before = sliceOf(db, head, { pending: rows.flatMap(({ lines }) => lines), refused });
    const [after, mark] = apply(before, page, term);
    await putLeft(db, rows, after.pending);
    await putRefused(db, refused, after.refused);
    let { chain } = syncOf(before);
    const pieces = commitsFrom(after.confirmed, 0).map((commit): Piece => {
      const { text, ids, position } = commit;
      const piece = { first: position, events: ids.length, text, blocks: [packIds(ids)], chain };
      chain = commit.chain!;
      return piece;
    });
    await addToSegments(db, pieces);
    await db.head.put({ ...head, position: mark.confirmed, sync: syncOf(after) });
    return mark;
  });
}

/** Ids of the events that a page confirms or refuses. */
function idsOf({ lines }: Page): Uint8Array {
  const refused = lines.flatMap(({ refusals = [] }) => refusals.flatMap(({ events }) => events));
  return packIds([...lines.flatMap(({ ids }) => ids), ...refused]);
}

interface PendLines {
  readonly n: number;
  readonly lines: readonly Line[];
}

async function rowsOf(db: Database, numbers: readonly number[]): Promise<readonly PendLines[]> {
  const rows: PendLines[] = [];
  for (const n of numbers) {
    const row = await db.pend.get(n);
    if (row !== undefined) rows.push({ n, lines: linesIn(row.text) });
  }
  return rows;
}

/** Stores the lines that are left of some pending rows, each in its row. */
async function putLeft(db: Database, rows: readonly PendLines[], left: readonly Line[]): Promise<void> {
  const byId = new Map(left.flatMap((line) => line.ids.map((id) => [id, line])));
  for (const { n, lines } of rows) {
    const rest = [...new Set(lines.flatMap(({ ids }) => ids.flatMap((id) => byId.get(id) ?? [])))];
    if (rest.length === 0) await db.pend.delete(n);
    else if (rest.length !== lines.length || rest.some((line, i) => line !== lines[i])) await putPending(db, n, rest);
  }
}

/** Stores pending lines as a row. */
export async function putPending(db: Database, n: number, lines: readonly Line[]): Promise<void> {
  const ids = packIds(lines.flatMap((line) => line.ids));
  await db.pend.put({ n, events: eventCount(lines), ids, text: lines.map(({ text }) => text).join('\n') });
}

export const toRefused = ({ rejection, text }: RejectedRow): RefusedLine => ({ rejection, line: linesIn(text)[0]! });

async function putRefused(db: Database, before: readonly RefusedLine[], after: readonly RefusedLine[]): Promise<void> {
  const isLonger = before.every(({ line }, i) => line === after[i]?.line);
  if (!isLonger) await db.rejected.clear();
  const added = isLonger ? after.slice(before.length) : after;
  await db.rejected.bulkAdd(added.map(({ rejection, line: { text } }) => ({ rejection, text }) as RejectedRow));
}
