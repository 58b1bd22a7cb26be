import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createStore, defineCollection, defineEvent } from '../index.ts';
import type { EventLog } from '../log/index.ts';
import { readAll } from '../testing/contracts/log-fixture.ts';
import { Database, headOf } from './database.ts';
import { dexieLog } from './dexie-log.ts';
import { leaveFormat1, writtenInFormat1 as written } from './format-1.fixture.ts';

const Noted = defineEvent('note.noted', z.object({ n: z.number(), text: z.string() }));
interface Note {
  n: number;
  text: string;
}
let folded = 0;
const notes = defineCollection('notes', { key: (note: Note) => note.n }).on(Noted, (rows, e) => {
  folded += 1;
  rows.put(e.data);
});

/** A device with a log that the first version wrote. */
async function left(options = { indexedDB: new IDBFactory(), IDBKeyRange }): Promise<() => EventLog> {
  await leaveFormat1('left', options);
  return () => dexieLog('left', options);
}

test('[LOG-10] [VIEW-5] reads and continues a log of storage format 1; drops its snapshot, which has no fold number', async () => {
  const openLog = await left();
  const open = async () => {
    const store = createStore({ events: [Noted], views: [notes], log: openLog() });
    await store.ready;
    return store;
  };
  const store = await open();
  const texts = ['one', 'two', 'line\nbreak', 'given'];
  expect([...store.get(notes)].map((note) => note.text)).toEqual(texts);
  // Three of them are in the snapshot, which a release with a known bug made.
  expect(folded).toBe(5);
  await store.append(Noted({ n: 5, text: 'new' })).until('stored');
  await store.close();
  expect([...(await open()).get(notes)].map((note) => note.text)).toEqual([...texts, 'new']);
});

test('[LOG-4] [LOG-10] keeps its events at their positions, byte for byte, and finds them by id', async () => {
  const log = (await left())();
  // The log is older than the stored horizon, so it has the default.
  expect((await log.open()).undoHorizon).toBe(10_000);
  const stored = [...written['segments']!, ...written['out']!].map((row) => row['text'] as string).join('\n');
  const read = async (): Promise<string> => {
    const commits = await readAll(log);
    return commits.map((commit) => JSON.stringify({ ...commit, position: undefined })).join('\n');
  };
  expect(await read()).toBe(stored);
  const ids = (await readAll(log)).flatMap((commit) => commit.events.map((event) => event.id));
  expect([...(await log.find(ids)).keys()].sort()).toEqual([...ids].sort());
  await log.seal();
  expect(await read()).toBe(stored);
});

test('[LOG-10] [LOG-13] a log of format 1 becomes one of format 2, and no row is rewritten', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange };
  const log = (await left(options))();
  await log.open();
  const sync = await log.sync!();
  expect(await sync.head()).toEqual({ mark: { generation: 0, confirmed: 5, row: 4 }, term: 0 });
  const db = new Database('left', options);
  await db.open();
  for (const [store, rows] of Object.entries(written)) {
    const found = await db.table<Record<string, unknown>>(store).toArray();
    const shown = found.map((row) => ('ids' in row ? { ...row, ids: [...(row['ids'] as Uint8Array)] } : row));
    expect(JSON.stringify(shown.map(sorted))).toBe(JSON.stringify(rows.map(sorted)));
  }
  expect((await db.head.get('head')) as unknown).toMatchObject({ format: 1 });
  await log.seal();
  const { format, generation, term } = await headOf(db);
  expect(await db.head.get('head')).toMatchObject({ format: 2, generation, term });
  expect([format, await db.pend.count(), await db.rejected.count()]).toEqual([2, 0, 0]);
});

/** With its keys in order. */
const sorted = (row: Readonly<Record<string, unknown>>): unknown =>
  Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
