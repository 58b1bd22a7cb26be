import { laterSizes } from '../../log/later-sizes.ts';
import { type Database, headOf } from '../database.ts';
import { IdTable } from './id-table.ts';

/**
 * Loads the ids of all sealed events, each with the first position of its segment. Call it in a transaction over head
 * and ids. It awaits nothing but the database, since anything else would end the transaction.
 */
export async function tableOfIds(db: Database): Promise<{ readonly table: IdTable; readonly position: number }> {
  const table = new IdTable();
  const { position } = await headOf(db);
  await addSealed(db, table, 0);
  return { table, position };
}

/**
 * Adds the ids of the segments from a position on to a table. Resolves to the first position of the last segment, which
 * may still grow. Call it in a transaction over ids.
 */
export async function addSealed(db: Database, table: IdTable, from: number): Promise<number> {
  let tail = from;
  for (let next = from; ; next = tail + 1) {
    const rows = await db.ids.where('first').aboveOrEqual(next).limit(laterSizes.idRowsRead).toArray();
    for (const { first, ids } of rows) table.add(ids, (tail = first));
    if (rows.length < laterSizes.idRowsRead) return tail;
  }
}
