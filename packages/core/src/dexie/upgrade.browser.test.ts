import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { toText } from '../log/commit-lines.ts';
import { sampleEvent } from '../testing/contracts/log-fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { FORMAT_1 } from './format-1-stores.fixture.ts';
import { mergeIds } from './ids/id-block.ts';
import { packIds } from './ids/pack-ids.ts';

const SEGMENTS = 40;
const EVENTS = 500;

/** Stores a sealed log as the earlier release did. */
async function leaveLog(db: Dexie): Promise<void> {
  for (let segment = 0; segment < SEGMENTS; segment++) {
    const events = Array.from({ length: EVENTS }, (_, i) => sampleEvent(`${segment}/${i}`));
    const first = segment * EVENTS + 1;
    const ids = mergeIds([packIds(events.map(({ id }) => id))]);
    await db
      .table('segments')
      .add({ first, events: EVENTS, text: toText(events.map((event) => ({ events: [event] }))) });
    await db.table('ids').add({ first, ids });
  }
  const head = { key: 'head', format: 1, id: '01a20a1d-26fb-7792-b23d-6f67e5065b0e', batch: 0, writers: [] };
  await db.table('head').add({ ...head, position: SEGMENTS * EVENTS });
}

test('[LOG-10] [LOG-13] a browser upgrades a log of format 1 without a write to any of its rows', async () => {
  const name = `upgrade-${crypto.randomUUID()}`;
  const old = new Dexie(name);
  old.version(1).stores(FORMAT_1);
  await old.open();
  await leaveLog(old);
  const rowsOf = async (db: Dexie): Promise<unknown> => {
    const rows = await Promise.all(Object.keys(FORMAT_1).map((store) => db.table(store).toArray()));
    return JSON.stringify(rows, (_, value: unknown) => (value instanceof Uint8Array ? [...value] : value));
  };
  const before = await rowsOf(old);
  // This tab of the earlier release is still open; it closes the database when it is asked to.
  const log = dexieLog(name, { hints: false });
  expect(await log.open()).toMatchObject({ position: SEGMENTS * EVENTS, floor: 0, unsealed: 0 });
  expect(old.isOpen()).toBe(false);
  const db = await new Dexie(name).open();
  expect([db.verno, await rowsOf(db)]).toEqual([2, before]);
  db.close();
  await log.close();
  await Dexie.delete(name);
});
