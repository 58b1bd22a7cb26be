import { Dexie } from 'dexie';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createStore, defineEvent } from '../index.ts';
import { placesOf, readAll } from '../testing/contracts/log-fixture.ts';
import { leaveFormat1 } from './format-1.fixture.ts';
import { FORMAT_1 } from './format-1-stores.fixture.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

const Noted = defineEvent('note.noted', z.object({ n: z.number(), text: z.string() }));

/** A device with a log of format 1, and a tab of that release that has it open. */
async function deviceWithOldTab() {
  const device = testDevice();
  await leaveFormat1('shop', device.options);
  const old = new Dexie('shop', { ...device.options, autoOpen: false } as ConstructorParameters<typeof Dexie>[1]);
  old.version(1).stores(FORMAT_1);
  return { device, old };
}

describe('[LOG-5] [LOG-13] a log of format 1 that a tab of the earlier release has open', () => {
  test('is upgraded once that tab has closed it, and the tab cannot open it again', async () => {
    const { device, old } = await deviceWithOldTab();
    await old.open();
    const { log, head } = await device.open();
    expect(head.position).toBe(5);
    expect(old.isOpen()).toBe(false);
    // The earlier release asks for the version of its own format.
    const opening = new Promise((resolve) => {
      const request = device.indexedDB.open('shop', 10);
      request.onerror = () => resolve(request.error?.name);
      request.onsuccess = () => resolve('opened');
    });
    expect(await opening).toBe('VersionError');
    expect((await readAll(log)).map(({ position }) => position)).toEqual([1, 3, 4, 5]);
  });

  test('is blocked while that tab is frozen, which the status says, and opens when it goes', async () => {
    const { device } = await deviceWithOldTab();
    const frozen = await device.hold();
    expect(frozen.version).toBe(10);
    const store = createStore({ events: [Noted], views: [], log: dexieLog('shop', device.options) });
    const blocked = new Promise<void>((resolve) => {
      store.status$.subscribe(({ storage }) => storage === 'blocked' && resolve());
    });
    const failing = store.ready.catch((error: unknown) => error);
    await expect.poll(() => device.waiting()).toBe(1);
    device.runOut();
    expect(await failing).toMatchObject({ code: 'log.blocked', details: { action: 'open' } });
    await blocked;
    expect(store.status).toMatchObject({ phase: 'failed', storage: 'blocked' });
    frozen.close();
    await store.close();
    const { log } = await device.open();
    expect(placesOf(await readAll(log))).toHaveLength(5);
  });
});
