import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Commit } from '../../log/commit.ts';
import type { EventLog } from '../../log/event-log.ts';
import { budget } from '../../property.fixture.ts';
import { sizedProperty } from '../../sizes.fixture.ts';
import { sampleBatch, sampleEvent } from '../../testing/contracts/log-fixture.ts';
import { dexieLog } from '../dexie-log.ts';
import { rowsRead } from '../rows-read.fixture.ts';

const commitOf = (name: string): Commit => ({ events: [sampleEvent(name)], imported: true });
const open = async (): Promise<EventLog> => {
  const log = dexieLog('index', { indexedDB: new IDBFactory(), IDBKeyRange, hints: false });
  await log.open();
  return log;
};
const names = (from: number, count: number): string[] => Array.from({ length: count }, (_, i) => `${from + i}`);

test.each([1, 500])(
  '[LOG-4] the reads of an import of %i events do not grow with the log, sealed or not',
  async (count) => {
    const log = await open();
    let next = 0;
    const bring = async (): Promise<void> => {
      await log.find(names(next, count).map((name) => sampleEvent(name).id));
      await log.import(sampleBatch('w', next + 1, ...names(next, count).map((name) => [name])));
      next += count;
    };
    const read: number[] = [];
    for (let i = 0; i < 60; i++) {
      const rows = await rowsRead(bring);
      read.push(Object.values(rows).reduce((sum, n) => sum + n, 0));
      if (i % 7 === 6) await log.seal();
    }
    // The last segment twice, the first batch, and the segments of seven imports.
    expect(Math.max(...read)).toBeLessThanOrEqual(12);
  },
);

test('[LOG-4] finds ids that were compacted, sealed or only appended, also in the very first look-up', async () => {
  const options = { indexedDB: new IDBFactory(), IDBKeyRange, hints: false as const, undoHorizon: 1 };
  const one = dexieLog('index', options);
  await one.open();
  for (let n = 0; n < 4; n++)
    await one.append(sampleBatch('w', n * 500 + 1, ...names(n * 500, 500).map((name) => [name])));
  await one.seal();
  await one.compact(() => ({ through: 1_000, bases: [], forgotten: [] }) as never);
  await one.append(sampleBatch('w', 2_001, ['2000']));
  const two = dexieLog('index', options);
  await two.open();
  for (const log of [two, one]) {
    const ids = ['0', '999', '1000', '1999', '2000', '2001'].map((name) => sampleEvent(name).id);
    const found = await log.find(ids);
    expect(ids.map((id) => (found.has(id) ? (found.get(id)?.data ?? 'dropped') : 'absent'))).toEqual([
      'dropped',
      'dropped',
      { name: '1000' },
      { name: '1999' },
      { name: '2000' },
      'absent',
    ]);
  }
});

test('[LOG-4] stores two events whose ids share the bits of the index, each once', async () => {
  const log = await open();
  const ids = ['evt_00000000-0000-4000-8000-000000000000', 'evt_85ebca6b-0000-4000-8000-000100000000'];
  for (const [n, id] of [...ids, ...ids].entries()) {
    const events = [{ ...sampleEvent('x'), id: id! }];
    const { duplicates } = await log.import({ writer: 'w', first: n + 1, commits: [{ events, imported: true }] });
    expect(duplicates).toEqual(n < 2 ? [] : [id]);
  }
});

test('[LOG-4] finds a stored event wherever it is: in a batch, sealed, sealed by another tab', async () => {
  const name = fc.nat(40).map((n) => `e${n}`);
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('import' as const), by: fc.nat(1), names: fc.array(name) }) },
    fc.record({ do: fc.constant('seal' as const), by: fc.nat(1) }),
    fc.record({ do: fc.constant('find' as const), by: fc.nat(1), names: fc.array(name) }),
  );
  await fc.assert(
    sizedProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const place = { indexedDB: new IDBFactory(), IDBKeyRange };
      const tabs = [dexieLog('shop', place), dexieLog('shop', place)].map((log) => ({ log, next: 1 }));
      const stored = new Set<string>();
      for (const one of steps) {
        const tab = tabs[one.by]!;
        if (one.do === 'seal') await tab.log.seal();
        const names = one.do === 'seal' ? [] : [...new Set(one.names)];
        const known = new Set(names.filter((n) => stored.has(n)).map((n) => sampleEvent(n).id));
        expect(new Set((await tab.log.find(names.map((n) => sampleEvent(n).id))).keys())).toEqual(known);
        if (one.do !== 'import') continue;
        const commits = names.map(commitOf);
        const { duplicates } = await tab.log.import({ writer: `w${one.by}`, first: tab.next, commits });
        expect(new Set(duplicates)).toEqual(known);
        tab.next += commits.length;
        for (const n of names) stored.add(n);
      }
      for (const { log } of tabs) await log.close();
    }),
    budget(60),
  );
});

test('[LOG-4] a page that imports nothing reads no ids', async () => {
  const log = await open();
  await log.append(sampleBatch('w', 1, ['a']));
  await log.seal();
  const rows = await rowsRead(async () => {
    await log.open();
    await log.append(sampleBatch('w', 2, ['b']));
    await log.read({ after: 0, limit: 10 });
  });
  expect(rows['segments']).toBeGreaterThan(0);
  expect(rows['ids']).toBeUndefined();
});
