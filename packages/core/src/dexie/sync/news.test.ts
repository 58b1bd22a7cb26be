import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventLog } from '../../log/event-log.ts';
import type { Mark } from '../../log/mark.ts';
import type { SyncedLog } from '../../log/synced-log.ts';
import { budget } from '../../property.fixture.ts';
import { sizedProperty } from '../../sizes.fixture.ts';
import { placesOf, readAll, sampleBatch } from '../../testing/contracts/log-fixture.ts';
import { dexieLog } from '../dexie-log.ts';
import { rowsRead } from '../rows-read.fixture.ts';

type Opened = readonly [log: EventLog, sync: SyncedLog];

/** A device on which each call opens the same log. */
function device(): () => Promise<Opened> {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange, hints: false as const };
  return async () => {
    const log = dexieLog('shop', options);
    await log.open();
    return [log, await log.sync!()];
  };
}

const start: Mark = { generation: 0, confirmed: 0, row: 0 };
const names = (from: number, count: number): string[][] => Array.from({ length: count }, (_, i) => [`${from + i}`]);

/** Reads news until there are none. */
async function readNews(sync: SyncedLog, since: Mark, limit: number) {
  const places: string[] = [];
  for (let mark = since; ;) {
    const found = await sync.news({ since: mark, limit });
    if (found.kind === 'restarted') throw new Error('The log begins again.');
    places.push(...placesOf(found.confirmed));
    mark = found.mark;
    if (found.pending !== undefined) return { places, mark };
  }
}

test('[LOG-13] news of one event read one row, however long the log is, and whatever is not sealed', async () => {
  const open = device();
  const [log] = await open();
  const [, other] = await open();
  for (let n = 0; n < 20; n++) await log.append(sampleBatch('w', n * 500 + 1, ...names(n * 500, 500)));
  await log.seal();
  const sealed = (await other.head()).mark;
  await log.append(sampleBatch('w', 10_001, ['new']));
  expect(
    await rowsRead(async () => expect((await readNews(other, sealed, 500)).places).toEqual(['10001:new'])),
  ).toEqual({
    head: 1,
    out: 1,
  });
  for (let n = 2; n <= 50; n++) await log.append(sampleBatch('w', 10_000 + n, [`new${n}`]));
  let { mark } = await other.head();
  for (let n = 51; n <= 53; n++) {
    await log.append(sampleBatch('w', 10_000 + n, [`new${n}`]));
    const rows = await rowsRead(async () => ({ mark } = await readNews(other, mark, 500)));
    expect([mark.confirmed, rows]).toEqual([10_000 + n, { head: 1, out: 1 }]);
  }
  expect(await rowsRead(() => readNews(other, mark, 500))).toEqual({ head: 1, out: 0 });
});

test('[LOG-13] [TAB-2] readers find what others wrote, once and in order, however it is sealed or repeated meanwhile', async () => {
  const opener = fc.nat(2);
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), by: opener, back: fc.nat(3), sizes: fc.array(fc.nat(3)) }),
    fc.record({ do: fc.constant('seal' as const), by: opener }),
    fc.record({ do: fc.constant('read' as const), by: opener, limit: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ do: fc.constant('reopen' as const), by: opener }),
  );
  await fc.assert(
    sizedProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const open = device();
      const begin = async (number: number) => ({
        opened: await open(),
        writer: `w${number}`,
        commits: [] as string[][],
        mark: start,
        places: [] as string[],
      });
      let openers = 0;
      const tabs = [await begin((openers += 1)), await begin((openers += 1)), await begin((openers += 1))];
      let [events, row] = [0, 0];
      const read = async (tab: (typeof tabs)[number], limit: number): Promise<void> => {
        const [log, sync] = tab.opened;
        const { places, mark } = await readNews(sync, tab.mark, limit);
        tab.places.push(...places);
        tab.mark = mark;
        expect(tab.places).toEqual(placesOf(await readAll(log)));
        expect([mark, (await sync.head()).mark]).toEqual([{ generation: 0, confirmed: events, row }, mark]);
      };
      for (const one of steps) {
        const tab = tabs[one.by]!;
        if (one.do === 'seal') await tab.opened[0].seal();
        if (one.do === 'reopen') tabs[one.by] = await begin((openers += 1));
        if (one.do === 'read') await read(tab, one.limit);
        if (one.do !== 'append') continue;
        const from = Math.max(0, tab.commits.length - one.back);
        const added = one.sizes.map((size) => Array.from({ length: size }, () => `e${(events += 1)}`));
        tab.commits.push(...added);
        const batch = sampleBatch(tab.writer, from + 1, ...tab.commits.slice(from));
        expect((await tab.opened[0].append(batch)).row).toBe((row += 1));
      }
      for (const tab of tabs) await read(tab, 3);
    }),
    budget(60),
  );
});

test('[LOG-13] each leader begins a term of its own, whichever tab it is in', async () => {
  const open = device();
  const [, one] = await open();
  const [, two] = await open();
  expect([await one.lead(), await two.lead(), await one.lead()]).toEqual([1, 2, 3]);
  expect((await (await open())[1].head()).term).toBe(3);
});
