import { describe, expect, test } from 'vitest';
import { placesOf, readAll, sampleBatch, sampleEvent } from '../testing/contracts/log-fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

const lost = { code: 'log.lost', details: { log: 'shop' } };

describe('[LOG-5] a lost log is not silently recreated', () => {
  test('deleted by another tab while open: reports the loss at once, and writes nothing more', async () => {
    const device = testDevice();
    const { log, told, tells } = await device.open();
    await log.append(sampleBatch('w', 1, ['a']));
    const telling = tells();
    await device.delete();
    await telling;
    expect(told).toEqual(['log.lost']);
    await expect(log.append(sampleBatch('w', 2, ['b']))).rejects.toMatchObject(lost);
    await expect(log.read({ after: 0, limit: 10 })).rejects.toMatchObject(lost);
    await expect(log.seal()).rejects.toMatchObject(lost);
    await expect(log.open()).rejects.toMatchObject(lost);
    expect(await device.names()).toEqual([]);
  });

  test('replaced by another log of the same name: leaves the new log alone', async () => {
    const device = testDevice();
    const first = await device.open();
    await first.log.append(sampleBatch('w', 1, ['a']));
    const telling = first.tells();
    // Deleting on purpose removes the hint too.
    await (await device.open()).log.destroy();
    await telling;
    const second = await device.open();
    expect(second.head.id).not.toBe(first.head.id);
    await expect(first.log.append(sampleBatch('w', 2, ['b']))).rejects.toMatchObject(lost);
    expect(await readAll(second.log)).toEqual([]);
  });

  test('emptied, while open or closed', async () => {
    const device = testDevice();
    const { log } = await device.open();
    await log.append(sampleBatch('w', 1, ['a']));
    await device.raw((db) => Promise.all(db.tables.map((table) => table.clear())));
    await expect(log.read({ after: 0, limit: 10 })).rejects.toMatchObject(lost);
    // An append reads nothing, so it cannot know. Sealing detects the loss.
    await log.append(sampleBatch('w', 2, ['b']));
    await expect(log.seal()).rejects.toMatchObject(lost);
    device.remembered.clear();
    await expect(device.open()).rejects.toMatchObject(lost);
  });

  test('deleted while closed: the hint reveals the loss, until the app gives the log up', async () => {
    const device = testDevice();
    const { log, head } = await device.open();
    expect(device.remembered.get('refold:shop')).toBe(head.id);
    await log.close();
    await device.delete();
    const again = dexieLog('shop', device.options);
    for (let i = 0; i < 2; i++) await expect(again.open()).rejects.toMatchObject(lost);
    expect(await device.names()).toEqual([]);
    await again.destroy();
    expect((await device.open()).head.position).toBe(0);
  });

  test("[LOG-11] if two tabs lost it, the second to give it up leaves the first one's new log alone", async () => {
    const device = testDevice();
    const [one, two] = [await device.open(), await device.open()];
    const telling = Promise.all([one.tells(), two.tells()]);
    await device.delete();
    await telling;
    // A third tab finds nothing, as after a reload.
    const late = dexieLog('shop', device.options);
    await expect(late.open()).rejects.toMatchObject(lost);
    await one.log.destroy();
    const made = await device.open();
    await made.log.append(sampleBatch('w', 1, ['a']));
    for (const log of [two.log, late]) {
      await expect(log.open()).rejects.toMatchObject(lost);
      await log.destroy();
    }
    expect([placesOf(await readAll(made.log)), made.told, [...device.remembered.values()]]).toEqual([
      ['1:a'],
      [],
      [made.head.id],
    ]);
  });

  test('a hint of a log that was given up before this one was created is outdated', async () => {
    const device = testDevice();
    const { log, head } = await device.open();
    await log.destroy();
    const next = await device.open();
    await next.log.append(sampleBatch('w', 1, ['a']));
    await next.log.close();
    // As after a crash that lost the latest hint.
    device.remembered.set('refold:shop', head.id);
    const again = await device.open();
    expect([placesOf(await readAll(again.log)), [...device.remembered.values()]]).toEqual([['1:a'], [next.head.id]]);
  });

  test('[LOG-11] with a hint of another log, the log there counts as lost, and giving it up does not delete it', async () => {
    const device = testDevice();
    const { log } = await device.open();
    await log.append(sampleBatch('w', 1, ['a']));
    await log.close();
    device.remembered.set('refold:shop', 'another');
    const doubting = dexieLog('shop', device.options);
    await expect(doubting.open()).rejects.toMatchObject(lost);
    await doubting.destroy();
    expect(placesOf(await readAll((await device.open()).log))).toEqual(['1:a']);
  });

  test("[LOG-11] remains without an identity are the app's own to delete", async () => {
    const device = testDevice();
    const { log, tells } = await device.open();
    const telling = tells();
    await device.delete();
    await telling;
    // A database without a row.
    await device.raw(() => Promise.resolve());
    await expect(log.open()).rejects.toMatchObject(lost);
    await log.destroy();
    expect([await device.names(), device.remembered.size]).toEqual([[], 0]);
  });

  test('without a hint, a loss while closed looks like a first visit', async () => {
    const device = testDevice();
    const options = { ...device.options, hints: false } as const;
    const log = dexieLog('shop', options);
    const { id } = await log.open();
    await log.close();
    await device.delete();
    const again = await dexieLog('shop', options).open();
    expect([again.position, again.id === id, device.remembered.size]).toEqual([0, false, 0]);
  });

  test('works without a hint that cannot be read or written', async () => {
    const fail = (): never => {
      throw new DOMException('no', 'SecurityError');
    };
    const hints = { getItem: fail, setItem: fail, removeItem: fail };
    const log = dexieLog('shop', { ...testDevice().options, hints });
    expect((await log.open()).position).toBe(0);
    await log.destroy();
  });
});

describe('[LOG-5] a connection that was closed from outside', () => {
  test('reconnects if the log is still the same, and reports it', async () => {
    const device = testDevice();
    const { log, told, tells } = await device.open();
    await log.append(sampleBatch('w', 1, ['a']));
    const telling = tells();
    device.closeLast();
    await telling;
    expect(told).toEqual([undefined]);
    await log.append(sampleBatch('w', 2, ['b']));
    expect(placesOf(await readAll(log))).toEqual(['1:a', '2:b']);
  });

  test.each([
    [1, undefined],
    [2, 'log.open_failed'],
  ])(
    'tries twice, since a browser that is clearing storage refuses: refused %i times, it reports %s',
    async (times, told) => {
      const device = testDevice();
      const opened = await device.open();
      const telling = opened.tells();
      device.refuse(times);
      device.closeLast();
      await telling;
      expect(opened.told).toEqual([told]);
      await opened.log.append(sampleBatch('w', 1, ['a']));
      expect(placesOf(await readAll(opened.log))).toEqual(['1:a']);
    },
  );

  test('a write that finds it closed continues on the new connection', async () => {
    const device = testDevice();
    const { log } = await device.open();
    device.closeLast({ isSilent: true });
    await log.append(sampleBatch('w', 1, ['a']));
    device.closeLast({ isSilent: true });
    expect(placesOf(await readAll(log))).toEqual(['1:a']);
  });

  test('[VIEW-5] during a read: reads again, and reports no damage', async () => {
    const device = testDevice();
    const { log } = await device.open();
    await log.append(sampleBatch('w', 1, ['a']));
    const id = sampleEvent('a').id;
    const reads: readonly (() => Promise<unknown>)[] = [
      () => log.open(),
      () => log.read({ after: 0, limit: 10 }),
      () => log.find([id]),
      () => log.snapshots!.read('m'),
    ];
    const calm = await Promise.all(reads.map((read) => read()));
    for (const [i, read] of reads.entries()) {
      device.abortNextRead();
      expect(await read()).toEqual(calm[i]);
    }
  });

  test('stays closed after close()', async () => {
    const { log, told } = await testDevice().open();
    await log.close();
    await expect(log.append(sampleBatch('w', 1, ['a']))).rejects.toMatchObject({ code: 'log.closed' });
    expect(told).toEqual([]);
  });
});
