import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { withSizes } from '../../sizes.fixture.ts';
import { sampleBatch, sampleEvent } from '../../testing/contracts/log-fixture.ts';
import { lineOf, pageOf, type Pushed } from '../../testing/contracts/page-fixture.ts';
import { crashing } from '../crashing.fixture.ts';
import { dexieLog } from '../dexie-log.ts';

/** A log that has joined an authority, without events. */
async function joinedLog() {
  const log = dexieLog('joined', { indexedDB: new IDBFactory(), IDBKeyRange, hints: false });
  await log.open();
  const sync = await log.sync!();
  await sync.join({ incarnation: 'i1', client: 'c1', undoHorizon: 9 });
  return { log, sync };
}

const foreign = (name: string): Pushed => [lineOf(name), 'c9'];

test('[SYNC-5] a page that failed midway leaves no trace in the look-up of pending commits', async () => {
  for (let crashAt = 0; crashAt < 10; crashAt++) {
    const { log, sync } = await joinedLog();
    await log.append(sampleBatch('w', 1, ['a']));
    const { cursor } = (await sync.outgoing(9))!;
    const hasCrashed = await crashing(crashAt, async () => {
      await sync.apply(pageOf(cursor, foreign('x')), 0);
    });
    const [end] = await sync.cursors();
    expect(end!.seq).toBe(hasCrashed ? 0 : 1);
    await log.append(sampleBatch('w', 2, ['b']));
    await sync.apply(pageOf(end!, foreign('b')), 0);
    expect((await sync.outgoing(9))!.lines.map(({ ids }) => ids)).toEqual([[sampleEvent('a').id]]);
  }
});

test('[SYNC-6] events that are confirmed after a rewind are found, and those that it dropped are not', () =>
  withSizes({ segmentEvents: 1 }, async () => {
    const { log, sync } = await joinedLog();
    const [start] = await sync.cursors();
    await sync.apply(pageOf(start!, foreign('a'), foreign('b'), foreign('c')), 0);
    const ids = ['a', 'b', 'c', 'd'].map((name) => sampleEvent(name).id);
    expect([...(await log.find(ids)).keys()]).toEqual(ids.slice(0, 3));
    await sync.rewind({ to: { ...start!, incarnation: 'i2' }, client: 'c2' }, 0);
    await sync.apply(pageOf({ ...start!, incarnation: 'i2' }, foreign('d')), 0);
    const found = await Promise.all(ids.map(async (id) => (await log.find([id])).has(id)));
    expect(found).toEqual([false, false, false, true]);
  }));

test('[LOG-7] [SYNC-3] an import into a joined log is pending, in order, without events that came meanwhile', async () => {
  const { log, sync } = await joinedLog();
  await log.append(sampleBatch('w', 1, ['a']));
  const staged = await log.staging.begin();
  for (const name of ['x', 'y', 'z']) await staged.stage([{ events: [sampleEvent(name)], imported: true }]);
  await log.append(sampleBatch('w', 2, ['y'], ['b']));
  const { duplicates, last } = await staged.publish();
  expect([duplicates, last]).toEqual([[sampleEvent('y').id], 5]);
  await log.append(sampleBatch('w', 4, ['c']));
  await log.seal();
  const ids = ['a', 'y', 'b', 'x', 'z', 'c'].map((name) => [sampleEvent(name).id]);
  expect((await sync.outgoing(9))!.lines.map((line) => line.ids)).toEqual(ids);
});
