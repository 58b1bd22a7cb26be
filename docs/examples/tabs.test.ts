import 'fake-indexeddb/auto';
import {
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  type EventLog,
  memoryLog,
  reject,
  type Store,
  type StoreStatus,
} from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { webTabs } from '@refold/core/tabs';
import { createUndo } from '@refold/core/undo';
import { distinctUntilChanged, EMPTY, map, Observable, switchMap } from 'rxjs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Browser, type Page } from '../../packages/core/src/tabs/platform.fixture.ts';
import { tabsOn } from '../../packages/core/src/tabs/web-tabs.ts';

interface Seat {
  readonly seat: string;
  readonly by: string;
}

const Booked = defineEvent('seat.booked', z.object({ seat: z.string(), by: z.string() }));
const Moved = defineEvent('seat.moved', z.object({ seat: z.string(), by: z.string() }));

// The first booking in the log has the seat. A later one changes nothing.
const seats = defineCollection('seats', { key: (row: Seat) => row.seat })
  .on(Booked, (rows, { data }) => {
    if (rows.get(data.seat) === undefined) rows.put(data);
  })
  .on(Moved, (rows, { data }) => rows.put(data));

const book = defineCommand('seat.book', {
  input: z.object({ seat: z.string(), by: z.string() }),
  reads: { seats },
  label: ({ seat }) => `Book ${seat}`,
  decide: (input, reads) => (reads.seats.get(input.seat) === undefined ? Booked(input) : reject('taken')),
});

const events = [Booked, Moved] as const;
type Cinema = Store<(typeof events)[number]>;

/** What to show of the other tabs. */
function noticeOf({ tabs }: StoreStatus): string | undefined {
  if (tabs?.isReloadDue) return 'A newer version of this app is open in another tab. Please reload.';
  if (tabs?.trouble !== undefined) return `Another tab could not save ${tabs.trouble.unsaved} changes. Keep it open.`;
  return undefined;
}

/** Runs a task while this tab leads. `start` returns a function that ends the task. */
function whileLeading(store: Cinema, start: () => () => void): () => void {
  const isLeader$ = store.status$.pipe(
    map(({ tabs }) => tabs?.isLeader === true),
    distinctUntilChanged(),
  );
  const running = isLeader$
    .pipe(switchMap((isLeader) => (isLeader ? new Observable<never>(() => start()) : EMPTY)))
    .subscribe();
  return () => running.unsubscribe();
}

test('without a page, a store with tabs leads its log alone', async () => {
  const store = createStore({ events, views: [seats], commands: [book], log: dexieLog('cinema'), tabs: webTabs() });
  await store.ready;
  await expect.poll(() => store.status.tabs).toMatchObject({ open: undefined, isLeader: true, hints: 'poll' });
  await store.append(Booked({ seat: '1A', by: 'Ann' })).until('stored');
  expect([...store.get(seats)]).toEqual([{ seat: '1A', by: 'Ann' }]);
  await store.close();
});

test('two tabs that book one seat at once show the same person on it', async () => {
  const { one, two, soon } = await openTwo();
  const outcomes = [
    one.store.run(book, { seat: '12A', by: 'Ann' }), // ok: the seat is free
    two.store.run(book, { seat: '12A', by: 'Bob' }), // ok: it is free here, since this tab has not read the first yet
  ];
  expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
  expect([one, two].map(({ store }) => store.get(seats).get('12A')?.by)).toEqual(['Ann', 'Bob']);
  await soon(() => [one, two].map(({ store }) => store.get(seats).get('12A')?.by)).toEqual(['Ann', 'Ann']);
  const again = two.store.run(book, { seat: '12A', by: 'Bob' });
  expect(again).toMatchObject({ ok: false, rejection: { code: 'taken' } });
});

test('a task runs in the tab that leads, and goes on in the next when that one is gone', async () => {
  const { one, two, soon } = await openTwo();
  const running = new Set<string>();
  const ends = [one, two].map(({ name, store }) =>
    whileLeading(store, () => {
      running.add(name);
      return () => running.delete(name);
    }),
  );
  expect([...running]).toEqual(['one']);
  one.page.leave();
  await soon(() => [...running]).toEqual(['two']);
  for (const end of ends) end();
  expect([...running]).toEqual([]);
});

test('a person undoes in one tab what they did in another', async () => {
  const { one, two, soon } = await openTwo();
  const undo = createUndo(two.store);
  one.store.run(book, { seat: '12A', by: 'Ann' });
  await soon(() => undo.state.undoLabel).toBe('Book 12A');
  undo.undo();
  await soon(() => [...one.store.get(seats)]).toEqual([]);
});

test('a tab of an older release asks for a reload, and works on', async () => {
  const browser = new Browser();
  const log = memoryLog();
  const newer = await openTab('newer', browser, log);
  const older = createStore({
    events: [Booked],
    views: [defineCollection('seats', { key: (row: Seat) => row.seat }).on(Booked, (rows, e) => rows.put(e.data))],
    log: kept(log),
    tabs: tabsOn(browser.open(true).platform),
  });
  await older.ready;
  const skipped: string[] = [];
  older.system$.subscribe(({ type }) => skipped.push(type));
  await soonIn(browser, () => older.status.tabs?.open).toBe(2);
  expect(noticeOf(older.status)).toBeUndefined();
  newer.store.append(Moved({ seat: '12A', by: 'Ann' }));
  await soonIn(browser, () => noticeOf(older.status)).toMatch(/^A newer version/);
  expect(skipped).toEqual(['event.skipped']);
  older.append(Booked({ seat: '1B', by: 'Bob' }));
  await soonIn(browser, () => [...newer.store.get(seats)].map(({ by }) => by)).toEqual(['Ann', 'Bob']);
});

test('the notice of a tab says what the others could not save', async () => {
  const { one } = await openTwo();
  const trouble = { storage: 'full', unsaved: 3 } as const;
  const tabs = { ...one.store.status.tabs!, trouble };
  expect(noticeOf({ ...one.store.status, tabs })).toBe('Another tab could not save 3 changes. Keep it open.');
});

interface Tab {
  readonly name: string;
  readonly page: Page;
  readonly store: Awaited<ReturnType<typeof openStore>>;
}

async function openTwo() {
  const browser = new Browser();
  const log = memoryLog();
  const soon = <T>(value: () => T) => soonIn(browser, value);
  const one = await openTab('one', browser, log);
  await soon(() => one.store.status.tabs?.isLeader).toBe(true);
  const two = await openTab('two', browser, log);
  await soon(() => two.store.status.tabs?.open).toBe(2);
  return { one, two, soon };
}

async function openTab(name: string, browser: Browser, log: EventLog): Promise<Tab> {
  const page = browser.open(true);
  return { name, page, store: await openStore(page, log) };
}

async function openStore(page: Page, log: EventLog) {
  const tabs = tabsOn(page.platform);
  const store = createStore({ events, views: [seats], commands: [book], log: kept(log), tabs, actor: () => 'ann' });
  await store.ready;
  return store;
}

/** A tab that closes leaves the log to the others. */
const kept = (log: EventLog): EventLog => ({ ...log, close: () => Promise.resolve() });

/** Expects a value while time passes in the browser. */
const soonIn = <T>(browser: Browser, value: () => T) =>
  expect.poll(
    () => {
      browser.advance(16);
      return value();
    },
    { interval: 1 },
  );
