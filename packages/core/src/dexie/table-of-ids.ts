import { type Database, headOf } from './database.ts';
import { IdTable } from './id-table.ts';

/** Rows of ids read in one go. */
const ROWS_AT_ONCE = 100;

/**
 * The ids of all sealed events, each with the first position of its segment. To be called within a transaction over head
 * and ids; it awaits nothing but the database, since anything else would let the transaction end.
 */
export async function tableOfIds(db: Database): Promise<{ readonly table: IdTable; readonly position: number }> {
  const table = new IdTable();
  const { position } = await headOf(db);
  for (let after = 0; ;) {
    const rows = await db.ids.where('first').above(after).limit(ROWS_AT_ONCE).toArray();
    for (const { first, ids } of rows) table.add(ids, (after = first));
    if (rows.length < ROWS_AT_ONCE) return { table, position };
  }
}
