import { readFileSync } from 'node:fs';
import { Dexie } from 'dexie';
import type { DatabaseOptions } from './database.ts';
import { FORMAT_1 } from './format-1-stores.fixture.ts';

/** Rows by object store, as the first version wrote them; bytes are lists of numbers. Never regenerate this file. */
export const writtenInFormat1 = JSON.parse(
  readFileSync(new URL('format-1.fixture.json', import.meta.url), 'utf8'),
) as Record<string, readonly Record<string, unknown>[]>;

/** Stores the log that the first version wrote. */
export async function leaveFormat1(name: string, options: DatabaseOptions): Promise<void> {
  const db = new Dexie(name, options as ConstructorParameters<typeof Dexie>[1]);
  db.version(1).stores(FORMAT_1);
  await db.open();
  for (const [store, rows] of Object.entries(writtenInFormat1)) {
    await db
      .table(store)
      .bulkPut(rows.map((row) => ('ids' in row ? { ...row, ids: Uint8Array.from(row['ids'] as number[]) } : row)));
  }
  db.close();
}
