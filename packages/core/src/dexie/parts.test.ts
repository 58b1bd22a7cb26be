import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type * as LoadPart from '../errors/load-part.ts';
import { testEnv } from '../env/env.fixture.ts';
import { placesOf, readAll, sampleBatch, sampleEvent } from '../testing/contracts/log-fixture.ts';
import { importCommits } from '../write/import-commits.ts';
import { Writer } from '../write/writer.ts';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

/** What the next loads of a part wait for. A part without an entry loads at once. */
const held = vi.hoisted(() => new Map<string, () => Promise<void>>());
/** The parts that were asked for. */
const asked = vi.hoisted(() => new Set<string>());
vi.mock('../errors/load-part.ts', async (importOriginal) => {
  const { loadPart } = await importOriginal<typeof LoadPart>();
  return {
    loadPart: (part: string, load: () => Promise<unknown>) => {
      asked.add(part);
      return loadPart(part, () => Promise.resolve(held.get(part)?.()).then(load));
    },
  };
});
afterEach(() => {
  held.clear();
  asked.clear();
});

/** Holds a part back until it is released, or until its loading fails. `needed` resolves when it is asked for. */
function hold(part: string) {
  let release = (): void => undefined;
  let fail = (): void => undefined;
  let note = (): void => undefined;
  const needed = new Promise<void>((resolve) => (note = resolve));
  const loading = new Promise<void>((resolve, reject) => {
    release = resolve;
    fail = () => {
      held.delete(part);
      reject(new TypeError('Failed to fetch'));
    };
  });
  held.set(part, () => {
    note();
    return loading;
  });
  return { release, fail, needed };
}

async function open(place = { indexedDB: new IDBFactory(), IDBKeyRange, hints: false as const }) {
  const log = dexieLog('parts', place);
  await log.open();
  return { log, place };
}

test('[LOAD-1] a log that is opened, appended to and read loads no part', async () => {
  const { log } = await open();
  await log.append(sampleBatch('w', 1, ['a']));
  await log.append(sampleBatch('w', 1, ['a'], ['b']));
  await log.flush();
  expect(placesOf(await readAll(log))).toEqual(['1:a', '2:b']);
  expect(await log.snapshots!.read('m')).toBeUndefined();
  await log.snapshots!.drop('m');
  await log.close();
  await log.destroy();
  expect(asked).toEqual(new Set());
});

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
    expect(await imported).toMatchObject({ duplicates: [sampleEvent('b').id], conflicts: [], row: 2 });
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
    const imported = importCommits(writer, [{ events: [sampleEvent('imported')], imported: true }]);
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

describe('[LOAD-1] maintenance', () => {
  const part = 'maintenance';
  const everything = () => ({ through: 1, bases: [], forgotten: [] }) as never;

  test('while it loads, appends and reads work, and sealing waits', async () => {
    const { log } = await open();
    const { release } = hold(part);
    await log.append(sampleBatch('w', 1, ['a']));
    const sealed = log.seal();
    await log.append(sampleBatch('w', 2, ['b']));
    expect(await log.open()).toMatchObject({ position: 2, unsealed: 2 });
    expect(placesOf(await readAll(log))).toEqual(['1:a', '2:b']);
    release();
    await sealed;
    expect(await log.open()).toMatchObject({ position: 2, unsealed: 0 });
    expect(placesOf(await readAll(log))).toEqual(['1:a', '2:b']);
  });

  test('a load that fails puts sealing off until the next call, and loses nothing', async () => {
    const { log } = await open();
    await log.append(sampleBatch('w', 1, ['a']));
    const { fail } = hold(part);
    const sealed = log.seal();
    fail();
    await sealed;
    expect(await log.open()).toMatchObject({ position: 1, unsealed: 1 });
    await log.seal();
    expect(await log.open()).toMatchObject({ position: 1, unsealed: 0 });
    expect(placesOf(await readAll(log))).toEqual(['1:a']);
  });

  test('a compaction that cannot load it rejects and drops nothing, and the next compaction works', async () => {
    const { log } = await open();
    await log.append(sampleBatch('w', 1, ['a']));
    const { fail } = hold(part);
    const compacted = log.compact(everything);
    fail();
    await expect(compacted).rejects.toMatchObject({ code: 'part.not_loaded', details: { part } });
    expect(await log.open()).toMatchObject({ floor: 0, unsealed: 1 });
    expect(await log.compact(everything)).toMatchObject({ dropped: 1, floor: 1 });
  });
});

describe('[LOAD-1] saved states', () => {
  const part = 'saved states';
  const page = { id: 'p', rows: [{ n: 1 }] };
  const manifest = { model: 'm', revision: 1, log: 'l', position: 1, skipped: [], pages: [{ id: 'p', first: '' }] };

  test('while the part loads, appends and reads work, and a saved state is read afterwards', async () => {
    const { log, place } = await open();
    await log.snapshots!.put('m', [page]);
    await log.snapshots!.commit(manifest);
    const { log: next } = await open(place);
    const { release, needed } = hold(part);
    const saved = next.snapshots!.read('m');
    await needed;
    await next.append(sampleBatch('w', 1, ['a']));
    expect(placesOf(await readAll(next))).toEqual(['1:a']);
    release();
    expect(await saved).toEqual({ manifest, pages: [{ model: 'm', ...page }] });
  });

  test('a log that is known here loads it while it opens; if that fails, it is loaded when it is used', async () => {
    const { options } = testDevice();
    const first = dexieLog('parts', options);
    await first.open();
    await first.snapshots!.put('m', [page]);
    await first.snapshots!.commit(manifest);
    asked.clear();
    const { fail, needed } = hold(part);
    const next = dexieLog('parts', options);
    await next.open();
    await needed;
    expect(asked).toEqual(new Set([part]));
    const saved = next.snapshots!.read('m');
    fail();
    expect(await saved).toEqual({ manifest, pages: [{ model: 'm', ...page }] });
  });

  test('a load that fails rejects and changes nothing, and the next use loads the part', async () => {
    const { log, place } = await open();
    await log.snapshots!.put('m', [page]);
    await log.snapshots!.commit(manifest);
    const { snapshots } = (await open(place)).log;
    for (const use of [() => snapshots!.read('m'), () => snapshots!.drop('m'), () => snapshots!.put('m', [])]) {
      const { fail, needed } = hold(part);
      const used = use();
      await needed;
      fail();
      await expect(used).rejects.toMatchObject({ code: 'part.not_loaded', details: { part } });
    }
    expect((await snapshots!.read('m'))?.manifest).toEqual(manifest);
  });
});
