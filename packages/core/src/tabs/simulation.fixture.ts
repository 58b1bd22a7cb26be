import * as z from 'zod';
// Loaded at once, so that no simulated time passes while a test runner finds them.
import '../memory/memory-sync.ts';
import './take-news.ts';
import '../store/loading/attach.ts';
import '../fold/window/memory-bound.ts';
import '../snapshot/model-saver.ts';
import '../store/loading/import-events.ts';
import { type TestEnv, testEnv } from '../env/env.fixture.ts';
import type { EventLog } from '../log/event-log.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { eventIdFrom } from '../model/ids.ts';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';
import { createStore } from '../store/create-store.ts';
import { internalsOf } from '../store/internals.ts';
import { checkEqual } from '../testing/check.ts';
import { Gate, gatedLog } from './gated-log.fixture.ts';
import { Browser, type Page } from './platform.fixture.ts';
import { tabsOn } from './web-tabs.ts';

const Marked = defineEvent('marked', z.object({ n: z.number(), k: z.string() }));
/** The numbers of the events in the order in which they are folded. */
const order = defineView('order', { initial: [] as readonly number[] }).on(Marked, (all, { data }) => [...all, data.n]);
/** Does not commute. */
const rows = defineCollection('rows', { key: (row: { k: string; n: number }) => row.k }).on(Marked, (all, { data }) => {
  const n = all.get(data.k)?.n ?? 0;
  all.put({ k: data.k, n: (n * 31 + data.n) % 1_000_003 });
});

interface Own {
  readonly n: number;
  isStored: boolean;
}

/** A tab of the simulation. */
export class SimTab {
  readonly page: Page;
  readonly gate = new Gate();
  readonly env: TestEnv;
  readonly store: ReturnType<typeof storeOver>;
  /** What it appended, in order. */
  readonly own: Own[] = [];
  isReady = false;
  isClosed = false;
  hasImported = false;
  /** Put away with notice, and not yet back. */
  isAway = false;

  constructor(browser: Browser, log: EventLog, isVisible: boolean) {
    this.page = browser.open(isVisible);
    this.env = testEnv();
    this.store = storeOver(gatedLog(log, this.gate), this.env, this.page);
    this.store.ready.then(
      () => (this.isReady = true),
      () => {
        // It was closed, or crashed, before.
      },
    );
  }

  get isLive(): boolean {
    return !this.page.isGone && !this.isClosed;
  }

  get canRun(): boolean {
    return this.isLive && !this.page.isFrozen && !this.isAway;
  }

  get isLeader(): boolean {
    return this.store.status.tabs?.isLeader === true;
  }

  append(numbers: readonly number[]): void {
    const receipt = this.store.append(...numbers.map((n) => Marked({ n, k: `k${n % 3}` })));
    const owns = numbers.map((n): Own => ({ n, isStored: false }));
    this.own.push(...owns);
    receipt.until('stored').then(
      () => owns.forEach((one) => (one.isStored = true)),
      () => {
        // The page was closed or crashed.
      },
    );
  }

  /** Imports an event that other tabs import too. */
  import(n: number): void {
    this.hasImported = true;
    const given = {
      id: eventIdFrom('imported', String(n)),
      type: 'marked' as const,
      timestamp: '2026-01-31T12:00:00.000Z',
    };
    this.store.import([{ ...given, data: { n, k: 'imported' } }]).catch((error: unknown) => {
      if (this.canRun) throw error;
    });
  }

  crash(): void {
    this.gate.close();
    this.page.crash();
  }
}

function storeOver(log: EventLog, env: TestEnv, page: Page) {
  return createStore({ events: [Marked], views: [order, rows], log, env, tabs: tabsOn(page.platform) });
}

/** Some tabs of one log in a simulated browser, and what must hold at each step. */
export class Simulation {
  readonly browser = new Browser();
  readonly log: EventLog;
  readonly tabs: SimTab[] = [];
  /** What happened to be true, so that a test can see that rare things occur. */
  readonly seen = new Set<string>();
  #events = 0;

  constructor(undoHorizon: number) {
    this.log = memoryLog('memory', { undoHorizon });
  }

  open(isVisible: boolean): void {
    if (this.tabs.filter((tab) => tab.isLive).length < 5) this.tabs.push(new SimTab(this.browser, this.log, isVisible));
  }

  append(tab: SimTab, count: number): void {
    if (!tab.isReady || !tab.canRun) return;
    tab.append(Array.from({ length: count }, () => (this.#events += 1)));
  }

  import(tab: SimTab, n: number): void {
    if (tab.isReady && tab.canRun) tab.import(-n);
  }

  /** Lets promises run, and checks each tab. */
  async step(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const stored = await this.stored();
    for (const tab of this.tabs.filter(({ isReady, isLive }) => isReady && isLive)) {
      check(tab, stored);
      this.#note(tab, stored);
    }
  }

  #note(tab: SimTab, stored: readonly number[]): void {
    const { kernel } = internalsOf(tab.store);
    const { known, isStale } = kernel.writer;
    const own = tab.own.map(({ n }) => n);
    const isUnread = stored.slice(known.confirmed).some((n) => !own.includes(n));
    const note = (what: string, isSo: boolean): void => void (isSo && this.seen.add(what));
    note('news are waiting while own events are not stored', isUnread && kernel.writer.pending.length > 0);
    note('own events are stored after unread ones', isStale && isUnread);
    note('a frozen tab leads', tab.page.isFrozen && tab.isLeader);
    note('two tabs take themselves for the leader', this.tabs.filter((one) => one.isLive && one.isLeader).length > 1);
    note('five tabs', this.tabs.filter(({ isLive }) => isLive).length === 5);
  }

  /** The numbers of the events in the log. */
  async stored(): Promise<readonly number[]> {
    const { commits } = await this.log.read({ after: 0, limit: Infinity });
    return commits.flatMap(({ events }) => events.map(({ data }) => (data as { n: number }).n));
  }

  /** Lets everything that is under way come to an end. */
  async quieten(): Promise<void> {
    for (let round = 0; round < 4; round++) {
      await this.#quieten();
      this.browser.advance(20);
    }
  }

  /** Every page runs again, all messages arrive, and time passes until everything is at rest. */
  async settle(): Promise<void> {
    for (const tab of this.tabs.filter(({ isLive }) => isLive)) {
      tab.page.isFrozen = tab.page.isMute = false;
      if (tab.isAway) tab.page.return();
      tab.isAway = false;
    }
    for (let round = 0; round < 60; round++) {
      await this.#quieten();
      this.browser.advance(round < 20 ? 50 : 1_000);
    }
    await this.#quieten();
    await this.step();
  }

  /** Every tab appends at once. All must agree soon: long before a tab looks at the log without a hint. */
  async checkPromptness(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      // One after the other, so that the hint of one comes while another reads.
      for (const tab of this.tabs) {
        this.append(tab, 2);
        for (let turn = 0; turn <= round; turn++) await this.#turn();
      }
      for (let turn = 0; turn < 25; turn++) {
        await this.#quieten();
        this.browser.advance(100);
      }
      const stored = await this.stored();
      for (const tab of this.tabs.filter(({ isLive }) => isLive))
        checkEqual(tab.store.get(order), stored, 'what a tab shows soon');
    }
  }

  /** Transactions run and answer until there are none. */
  async #quieten(): Promise<void> {
    for (let turn = 0; turn < 1_000; turn++) if (await this.#turn()) return;
    throw new Error('The tabs never come to rest.');
  }

  /** One transaction of each tab runs and answers. Returns whether there was none. */
  async #turn(): Promise<boolean> {
    this.browser.deliver();
    await new Promise((resolve) => setImmediate(resolve));
    const busy = this.tabs.filter((tab) => tab.isLive && !tab.gate.isIdle);
    for (const { gate } of busy) await gate.transact();
    this.browser.deliver();
    for (const { gate } of busy) gate.answer();
    return busy.length === 0;
  }

  /** What must be true once all is at rest, also in a tab that opens then, from saved states. */
  async checkAtRest(): Promise<void> {
    for (const tab of this.tabs.filter(({ isLive }) => isLive)) tab.env.runIdle();
    await this.quieten();
    this.tabs.push(new SimTab(this.browser, this.log, false));
    await this.settle();
    const stored = await this.stored();
    const live = this.tabs.filter(({ isLive }) => isLive);
    checkEqual(new Set(stored).size, stored.length, 'each event is in the log once');
    for (const tab of this.tabs) {
      const own = tab.own.map(({ n }) => n);
      checkEqual(
        stored.filter((n) => own.includes(n)),
        own.filter((n) => stored.includes(n)),
        'the order of what a tab appended',
      );
      const kept = tab.own.filter(({ isStored }) => isStored || tab.isLive || tab.isClosed).map(({ n }) => n);
      checkEqual(
        kept.filter((n) => !stored.includes(n)),
        [],
        'events that were reported as stored, or whose tab lives or was closed, and are not in the log',
      );
    }
    for (const tab of live) {
      checkEqual(tab.isReady, true, 'a live tab is ready');
      checkEqual(
        tab.own.filter(({ isStored }) => !isStored).map(({ n }) => n),
        [],
        'receipts of a live tab that have not settled',
      );
      checkEqual(internalsOf(tab.store).kernel.head, { confirmed: stored.length, pending: 0 }, 'the head');
      if (tab.page.isVisible) checkEqual(tab.store.status.tabs?.open, live.length, 'how many tabs are open');
      checkEqual(tab.store.status.tabs?.fault, undefined, 'a fault');
    }
    if (live.length > 0) checkEqual(live.filter((tab) => tab.isLeader).length, 1, 'how many tabs lead');
    if (live.some(({ page }) => page.isVisible))
      checkEqual(live.find((tab) => tab.isLeader)!.page.isVisible, true, 'whether people look at the leader');
  }
}

/** State = fold(what is known of the log, then the own events that are not in it) [LOG-1]. */
function check(tab: SimTab, stored: readonly number[]): void {
  const { known } = internalsOf(tab.store).kernel.writer;
  const prefix = stored.slice(0, known.confirmed);
  const inLog = new Set(prefix);
  const expected = [...prefix, ...tab.own.map(({ n }) => n).filter((n) => !inLog.has(n))];
  // An imported event may be in the log already, unknown to the tab, and shows there twice until its row is written.
  checkEqual(tab.store.get(order).filter(isOwn), expected.filter(isOwn), 'what a tab shows');
  if (tab.hasImported) return;
  const folded = new Map<string, number>();
  for (const n of expected) {
    const k = isOwn(n) ? `k${n % 3}` : 'imported';
    folded.set(k, ((folded.get(k) ?? 0) * 31 + n) % 1_000_003);
  }
  checkEqual(
    [...tab.store.get(rows)].map(({ k, n }) => [k, n]),
    [...folded].sort(([a], [b]) => (a < b ? -1 : 1)),
    'the rows that a tab shows',
  );
}

/** Whether an event was appended, not imported. */
const isOwn = (n: number): boolean => n > 0;
