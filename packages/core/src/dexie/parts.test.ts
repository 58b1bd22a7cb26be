import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { testEnv } from '../env/env.fixture.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from '../testing/log-fixture.ts';
import { Writer } from '../write/writer.ts';
import { dexieLog } from './dexie-log.ts';

/** What the next loads of a part wait for. A part without an entry loads at once. */
const held = vi.hoisted(() => new Map<string, Promise<void>>());
vi.mock('../errors/load-part.ts', async (importOriginal) => {
  const { loadPart } = await importOriginal<typeof import('../errors/load-part.ts')>();
  return {
    loadPart: (part: string, load: () => Promise<unknown>) =>
      loadPart(part, () => Promise.resolve(held.get(part)).then(load)),
  };
});
afterEach(() => held.clear());

/** Holds a part back until it is released, or until its loading fails. */
function hold(part: string) {
  let release = (): void => undefined;
  let fail = (): void => undefined;
  const loading = new Promise<void>((resolve, reject) => {
    release = resolve;
    fail = () => {
      held.delete(part);
      reject(new TypeError('Failed to fetch'));
    };
  });
  held.set(part, loading);
  return { release, fail };
}

async function open(place = { indexedDB: new IDBFactory(), IDBKeyRange, hints: false as const }) {
  const log = dexieLog('parts', place);
  await log.open();
  return { log, place };
}

describe('[LOAD-1] the look-up of event ids', () => {
  const part = 'look-up of event ids';

  test('while it loads, appends and reads work, and an import and a find wait', async () => {
    const { log } = await open();
    const { release } = hold(part);
    const imported = log.import(sampleBatch('w', 1, ['a'], ['b']));
    const found = log.find([sampleEvent('b').id]);
    await log.append(sampleBatch('v', 1, ['b']));
    expect(placesOf(await readAll(log))).toEqual(['1:b']);
    release();
    // Both were asked before the append, and know its event.
    expect(await imported).toMatchObject({ duplicates: [sampleEvent('b').id], conflicts: [], follows: false });
    expect((await found).size).toBe(1);
    expect(placesOf(await readAll(log))).toEqual(['1:b', '2:a']);
  });

  test('a load that fails rejects and stores nothing, and the next use loads it', async () => {
    const { log } = await open();
    const { fail } = hold(part);
    const results = [log.import(sampleBatch('w', 1, ['a'])), log.find([sampleEvent('a').id])];
    fail();
    for (const result of results)
      await expect(result).rejects.toMatchObject({ code: 'part.not_loaded', details: { part } });
    expect(await readAll(log)).toEqual([]);
    expect(await log.import(sampleBatch('w', 1, ['a']))).toMatchObject({ duplicates: [] });
    expect((await log.find([sampleEvent('a').id])).size).toBe(1);
    expect(placesOf(await readAll(log))).toEqual(['1:a']);
  });

  test('an append does not overtake an import that waits for it', async () => {
    const { log, place } = await open();
    const { release } = hold(part);
    const writer = new Writer(log, 'w', testEnv().idle, () => undefined);
    const first = writer.add({ events: [sampleEvent('first')] });
    const imported = writer.import([{ events: [sampleEvent('imported')], imported: true }]);
    const last = writer.add({ events: [sampleEvent('last')] });
    await first.until('stored');
    await writer.flushOnHide();
    expect([placesOf(await readAll(log)), last.stage]).toEqual([['1:first'], 'memory']);
    release();
    expect(await imported).toEqual({ duplicates: [], conflicts: [] });
    await last.until('stored');
    expect(placesOf(await readAll((await open(place)).log))).toEqual(['1:first', '2:imported', '3:last']);
  });

  test('it need not load to find no ids', async () => {
    const { log } = await open();
    hold(part);
    expect(await log.find([])).toEqual(new Map());
  });
});
