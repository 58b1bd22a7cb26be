import { describe, expect, test } from 'vitest';
import { placesOf, readAll, sampleBatch } from '../testing/contracts/log-fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

describe('[LOG-5] a database that does not open in time', () => {
  test('rejects with `log.blocked` when opening hangs, and stays closed if closed meanwhile', async () => {
    const device = testDevice();
    device.hang(true);
    const log = dexieLog('shop', { ...device.options, openTimeoutMs: 700 });
    for (let i = 0; i < 2; i++) {
      const opening = log.open();
      device.runOut();
      await expect(opening).rejects.toMatchObject({
        code: 'log.blocked',
        details: { log: 'shop', action: 'open', afterMs: 700 },
      });
    }
    await log.close();
    await expect(log.open()).rejects.toMatchObject({ code: 'log.closed' });
  });

  test('waits for a deletion that another tab blocks, and opens once that tab closes the database', async () => {
    const device = testDevice();
    const holder = await device.hold();
    const deleting = device.delete();
    const log = dexieLog('shop', device.options);
    const told: unknown[] = [];
    const telling = new Promise<void>((resolve) => log.onFault!((fault) => resolve(void told.push(fault))));
    const opening = log.open();
    device.runOut();
    await expect(opening).rejects.toMatchObject({ code: 'log.blocked' });
    holder.close();
    await deleting;
    await telling;
    expect(told).toEqual([undefined]);
    expect((await log.open()).position).toBe(0);
  });

  test('resolves destroy() when the database is gone, and rejects with `log.blocked` while another tab holds it', async () => {
    const device = testDevice();
    const { log } = await device.open();
    const holder = await device.hold();
    const destroying = log.destroy();
    device.runOut();
    await expect(destroying).rejects.toMatchObject({ code: 'log.blocked', details: { action: 'delete' } });
    expect(await device.names()).toEqual(['shop']);
    const again = log.destroy();
    holder.close();
    await again;
    expect([await device.names(), [...device.remembered]]).toEqual([[], []]);
    await expect(log.open()).rejects.toMatchObject({ code: 'log.closed' });
  });

  test('[LOG-11] leaves a new log of the same name alone when destroyed again', async () => {
    const device = testDevice();
    const { log } = await device.open();
    const holder = await device.hold();
    const destroying = log.destroy();
    device.runOut();
    await expect(destroying).rejects.toMatchObject({ code: 'log.blocked' });
    // Waits for the deletion, like a tab that opens meanwhile.
    const next = device.open();
    holder.close();
    const { log: made, head } = await next;
    await made.append(sampleBatch('w', 1, ['a']));
    await log.destroy();
    expect(placesOf(await readAll(made))).toEqual(['1:a']);
    expect([...device.remembered.values()]).toEqual([head.id]);
  });

  test('[LOG-11] leaves no hint when a tab opens the log during its deletion', async () => {
    const device = testDevice();
    const { log } = await device.open();
    const holder = await device.hold();
    const identity = device.remembered.get('refold:shop')!;
    const destroying = log.destroy();
    device.remembered.set('refold:shop', identity);
    holder.close();
    await destroying;
    expect((await device.open()).head.id).not.toBe(identity);
  });
});
