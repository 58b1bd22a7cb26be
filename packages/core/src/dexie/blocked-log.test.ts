import { describe, expect, test } from 'vitest';
import { placesOf, readAll, sampleBatch } from '../testing/log-fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

describe('[LOG-5] a database that cannot be had in time', () => {
  test('opening that hangs is blocked; closed meanwhile, it stays closed', async () => {
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

  test('opening waits for a deletion that another tab holds up, and goes on when it lets go', async () => {
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

  test('destroying resolves when the database is gone, and is blocked while another tab holds it', async () => {
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

  test('[LOG-11] what the name stands for once it has gone is another log: destroying it again leaves that alone', async () => {
    const device = testDevice();
    const { log } = await device.open();
    const holder = await device.hold();
    const destroying = log.destroy();
    device.runOut();
    await expect(destroying).rejects.toMatchObject({ code: 'log.blocked' });
    // Waits behind the deletion, as a tab does that is opened meanwhile.
    const next = device.open();
    holder.close();
    const { log: made, head } = await next;
    await made.append(sampleBatch('w', 1, ['a']));
    await log.destroy();
    expect(placesOf(await readAll(made))).toEqual(['1:a']);
    expect([...device.remembered.values()]).toEqual([head.id]);
  });

  test('[LOG-11] a tab that opens the log while it is being deleted does not have it remembered', async () => {
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
