import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { placesOf, readAll, sampleBatch } from '../../testing/contracts/log-fixture.ts';
import { Database } from '../database.ts';
import { dexieLog } from '../dexie-log.ts';

async function open() {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange, hints: false as const };
  const log = dexieLog('staging', options);
  await log.open();
  const db = new Database('staging', options);
  await db.open();
  return { log, db };
}

test('[LOG-7] publishing that fails midway has no effect, and keeps the staged events', async () => {
  const { log, db } = await open();
  await log.append(sampleBatch('w', 1, ['a']));
  const staged = await log.staging!.begin();
  for (const name of ['x', 'y', 'z']) await staged.stage(sampleBatch('', 1, [name]).commits);
  const second = (await db.stage.toArray()).find((row) => row.n === 2)!;
  await db.stage.delete([second.import, 2]);
  // It has moved the first row when it finds that the second is gone.
  await expect(staged.publish()).rejects.toMatchObject({ code: 'staging.superseded' });
  // The event that was sealed when the import began.
  expect([placesOf(await readAll(log)), await db.segments.count(), await db.ids.count()]).toEqual([['1:a'], 1, 1]);
  await db.stage.add(second);
  expect(await staged.publish()).toMatchObject({ events: 3, last: 4 });
  expect(placesOf(await readAll(log))).toEqual(['1:a', '2:x', '3:y', '4:z']);
});

test('[LOG-7] no staged rows remain after publishing, after discarding, or once the next import begins', async () => {
  const { log, db } = await open();
  const first = await log.staging!.begin();
  await first.stage(sampleBatch('', 1, ['x']).commits);
  const second = await log.staging!.begin();
  expect((await db.stage.toArray()).map((row) => row.n)).toEqual([0]);
  await second.stage(sampleBatch('', 1, ['x']).commits);
  await second.publish();
  const third = await log.staging!.begin();
  await third.stage(sampleBatch('', 1, ['y']).commits);
  await third.discard();
  expect(await db.stage.count()).toBe(0);
});
