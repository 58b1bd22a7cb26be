import { expect, it } from 'vitest';
import { createImportMarks, type MarkLocks, type MarkStorage } from './import-marks.ts';

function createDevice() {
  const items = new Map<string, string>();
  const storage: MarkStorage = {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
  const held = new Map<string, Promise<void>>();
  let id = 0;
  return {
    /** A page of this device. `close` ends it, and releases the locks of its imports. */
    open() {
      let close = (): void => undefined;
      const closed = new Promise<void>((resolve) => {
        close = resolve;
      });
      const locks: MarkLocks = {
        async request(name, whenHeld) {
          const before = held.get(name);
          const mine = (async () => {
            await before;
            await Promise.race([whenHeld(), closed]);
          })();
          held.set(name, mine);
          return mine;
        },
      };
      return { close, ...createImportMarks({ storage, locks }, () => String((id += 1))) };
    },
    settled: () => Promise.all(held.values()),
    items,
  };
}

it('[DATA-1] reports an import whose page was closed, and how far it was', async () => {
  const device = createDevice();
  const page = device.open();
  page.begin('sales', 'year.csv').at(0.304);
  page.close();
  const next = device.open();
  await device.settled();
  expect(next.cutOff()).toMatchObject([{ kind: 'sales', fileName: 'year.csv', percent: 30 }]);
  next.forget('sales');
  expect([next.cutOff(), device.items.size]).toEqual([[], 0]);
});

it('[DATA-1] reports no import that has ended, or that still runs in another tab', async () => {
  const device = createDevice();
  const page = device.open();
  page.begin('sales', 'done.csv').end();
  const running = page.begin('backup', 'shop.gz');
  const other = device.open();
  let told = 0;
  other.subscribe(() => (told += 1));
  running.end();
  await device.settled();
  expect([other.cutOff(), told]).toEqual([[], 0]);
});

it('[DATA-1] reports it in a tab that was open all the time', async () => {
  const device = createDevice();
  const page = device.open();
  page.begin('backup', 'shop.gz');
  const other = device.open();
  expect(other.cutOff()).toEqual([]);
  page.close();
  await device.settled();
  expect(other.cutOff()).toMatchObject([{ kind: 'backup', fileName: 'shop.gz', percent: 0 }]);
});

it('reports nothing in a browser without storage', () => {
  const marks = createImportMarks({ storage: undefined, locks: undefined });
  marks.begin('sales', 'a.csv').end();
  expect(marks.cutOff()).toEqual([]);
});
