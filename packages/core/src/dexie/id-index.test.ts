import { Dexie } from 'dexie';
import { IDBFactory, IDBIndex, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Commit } from '../log/commit.ts';
import type { Envelope } from '../model/envelope.ts';
import { eventIdFrom } from '../model/ids.ts';
import { budget } from '../property.fixture.ts';
import { dexieLog } from './dexie-log.ts';

const commitOf = (name: string): Commit => ({ events: [event(name)], imported: true });
const event = (name: string): Envelope => ({
  id: eventIdFrom(name),
  type: 'thing.done',
  timestamp: '2026-01-01T00:00:00.000Z',
  version: 1,
  data: { name },
  metadata: { correlationId: 'c', source: 'test', actorId: 'a' },
});

/** Counts the rows and keys that are read from any store. */
function countReads(): { rows: number } {
  const count = { rows: 0 };
  for (const prototype of [IDBObjectStore.prototype, IDBIndex.prototype]) {
    for (const method of ['getAll', 'getAllKeys'] as const) {
      const read = prototype[method];
      vi.spyOn(prototype, method).mockImplementation(function (this: IDBObjectStore & IDBIndex, ...args) {
        const request = read.apply(this, args);
        request.addEventListener('success', () => void (count.rows += (request.result as unknown[]).length));
        return request;
      });
    }
  }
  return count;
}

test('[LOG-4] the rows that an import reads do not grow with the log', async () => {
  const log = dexieLog('shop', { indexedDB: new IDBFactory(), IDBKeyRange });
  await log.open();
  const part = 100;
  const reads: number[] = [];
  let first = 1;
  let after = 0;
  const count = countReads();
  for (let i = 0; i < 60; i++) {
    const commits = Array.from({ length: part }, (_, j) => commitOf(`${i}-${j}`));
    count.rows = 0;
    await log.import({ writer: 'w', first, after, commits });
    reads.push(count.rows);
    first += part;
    after += part;
    await log.seal();
  }
  expect(Math.max(...reads.slice(-20))).toBeLessThanOrEqual(Math.max(...reads.slice(5, 25)));
  await log.close();
});

test('[LOG-4] a stored event is found wherever it is: waiting, sealed, sealed by another tab', async () => {
  const name = fc.nat(40).map((n) => `e${n}`);
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('import' as const), by: fc.nat(1), names: fc.array(name) }) },
    fc.record({ do: fc.constant('seal' as const), by: fc.nat(1) }),
    fc.record({ do: fc.constant('find' as const), by: fc.nat(1), names: fc.array(name) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const place = { indexedDB: new IDBFactory(), IDBKeyRange };
      const tabs = [dexieLog('shop', place), dexieLog('shop', place)].map((log) => ({ log, next: 1 }));
      const stored = new Set<string>();
      for (const one of steps) {
        const tab = tabs[one.by]!;
        if (one.do === 'seal') await tab.log.seal();
        const names = one.do === 'seal' ? [] : [...new Set(one.names)];
        const known = new Set(names.filter((n) => stored.has(n)).map((n) => eventIdFrom(n)));
        expect(new Set((await tab.log.find(names.map((n) => eventIdFrom(n)))).keys())).toEqual(known);
        if (one.do !== 'import') continue;
        const commits = names.map(commitOf);
        const { duplicates } = await tab.log.import({ writer: `w${one.by}`, first: tab.next, after: 0, commits });
        expect(new Set(duplicates)).toEqual(known);
        tab.next += commits.length;
        for (const n of names) stored.add(n);
      }
      for (const { log } of tabs) await log.close();
    }),
    budget(60),
  );
});

test('[LOG-4] nothing is read for imports by a page that imports nothing', async () => {
  const log = dexieLog('shop', { indexedDB: new IDBFactory(), IDBKeyRange });
  await log.open();
  const table = vi.spyOn(Dexie.prototype, 'table');
  await log.append({ writer: 'w', first: 1, after: 0, commits: [{ events: [event('a')] }] });
  await log.read({ after: 0, limit: 9 });
  expect(table.mock.calls.flat()).not.toContain('ids');
  await log.close();
});
