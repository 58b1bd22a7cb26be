import type { LockReport, PageListener, TabPlatform } from './platform.ts';

/** A wait for the lock, or the hold on it. */
interface Claim {
  readonly page: Page;
  readonly report: LockReport;
}

interface Delivery {
  readonly type: 'granted' | 'taken' | 'refused' | 'message';
  readonly claim?: Claim;
  readonly run: () => void;
}

/**
 * A browser with pages of one origin: locks like those of Web Locks, channels, and a clock. Nothing arrives until a
 * test lets it.
 */
export class Browser {
  readonly pages: Page[] = [];
  nowMs = 0;
  readonly #locks = new Map<string, { holder: Claim | undefined; queue: Claim[] }>();

  /** `lacks`: what this browser does not have. */
  open(isVisible: boolean, lacks: readonly Lack[] = []): Page {
    const page = new Page(this, isVisible, lacks);
    this.pages.push(page);
    return page;
  }

  /** The page that holds the lock. */
  holder(name: string): Page | undefined {
    return this.#locks.get(name)?.holder?.page;
  }

  /** Lets everything arrive that is under way, at all pages that are awake. */
  deliver(): void {
    while (this.pages.some((page) => page.canRun))
      for (const page of this.pages.filter((one) => one.canRun)) page.run();
  }

  /** Lets time pass: messages arrive at once, and timers of pages that are awake end when they are due. */
  advance(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      this.deliver();
      const due = this.pages
        .filter((page) => page.isAwake)
        .flatMap((page) => page.timers.map((timer) => ({ page, timer })))
        .filter(({ timer }) => timer.atMs <= untilMs)
        .sort((a, b) => a.timer.atMs - b.timer.atMs)[0];
      if (due === undefined) break;
      this.nowMs = Math.max(this.nowMs, due.timer.atMs);
      due.page.end(due.timer);
    }
    this.nowMs = untilMs;
  }

  request(name: string, claim: Claim, take: boolean): void {
    const lock = this.#locks.get(name) ?? { holder: undefined, queue: [] };
    this.#locks.set(name, lock);
    if (!take) lock.queue.push(claim);
    else {
      if (lock.holder !== undefined) deliver(lock.holder, 'taken');
      lock.holder = claim;
      deliver(claim, 'granted');
    }
    this.#grant(name);
  }

  /** A claim that is withdrawn reports nothing any more. */
  withdraw(name: string, claim: Claim): void {
    const lock = this.#locks.get(name);
    if (lock === undefined) return;
    lock.queue = lock.queue.filter((other) => other !== claim);
    if (lock.holder === claim) lock.holder = undefined;
    claim.page.inbox = claim.page.inbox.filter((delivery) => delivery.claim !== claim);
    this.#grant(name);
  }

  /** Takes all locks and requests from a page. */
  forget(page: Page): void {
    for (const [name, { holder, queue }] of this.#locks)
      for (const claim of [...queue, holder]) if (claim?.page === page) this.withdraw(name, claim);
  }

  #grant(name: string): void {
    const lock = this.#locks.get(name)!;
    if (lock.holder !== undefined) return;
    lock.holder = lock.queue.shift();
    if (lock.holder !== undefined) deliver(lock.holder, 'granted');
  }
}

function deliver(claim: Claim, type: 'granted' | 'taken'): void {
  claim.page.inbox.push({ type, claim, run: claim.report[type] });
}

type Lack = 'locks' | 'leave to lock' | 'leave to count' | 'channel';

interface Timer {
  readonly atMs: number;
  readonly task: () => void;
}

/** A page of the simulated browser, and what it offers to tabs. */
export class Page {
  readonly browser: Browser;
  isVisible: boolean;
  /** Frozen without notice: it takes no message, and keeps its locks. */
  isFrozen = false;
  isGone = false;
  /** Whether what it posts now gets lost. */
  isMute = false;
  inbox: Delivery[] = [];
  timers: Timer[] = [];
  readonly platform: TabPlatform;
  readonly #listeners = new Set<Partial<PageListener>>();
  readonly #channels = new Set<{ readonly name: string; readonly hear: (message: unknown) => void }>();
  readonly #presences = new Set<{ readonly name: string }>();
  #isAway = false;

  constructor(browser: Browser, isVisible: boolean, lacks: readonly Lack[]) {
    this.browser = browser;
    this.isVisible = isVisible;
    const after = (ms: number, task: () => void): (() => void) => {
      const timer = { atMs: browser.nowMs + ms, task };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    };
    this.platform = {
      lock: (name) => (lacks.includes('locks') ? undefined : this.#lock(name, lacks.includes('leave to lock'))),
      channel: (name, hear) => (lacks.includes('channel') ? undefined : this.#channel(name, hear)),
      presence: (name) =>
        lacks.includes('locks') ? undefined : this.#presence(name, lacks.includes('leave to count')),
      page: (listener) => {
        this.#listeners.add(listener);
        const isVisibleNow = (): boolean => this.isVisible;
        return {
          get isVisible() {
            return isVisibleNow();
          },
          stop: () => void this.#listeners.delete(listener),
        };
      },
      after,
      frame: (task) => after(this.isVisible ? 16 : 1_000, task),
    };
  }

  get isAwake(): boolean {
    return !this.isGone && !this.isFrozen;
  }

  get canRun(): boolean {
    return this.isAwake && this.inbox.length > 0;
  }

  /** Takes the oldest message. */
  run(): void {
    this.inbox.shift()?.run();
  }

  /** Ends a timer. */
  end(timer: Timer): void {
    this.timers = this.timers.filter((one) => one !== timer);
    timer.task();
  }

  /** Ends all timers that run now, and those that they start. */
  endTimers(): void {
    for (const timer of this.timers) this.end(timer);
    for (const timer of this.timers) this.end(timer);
  }

  show(isVisible: boolean): void {
    this.isVisible = isVisible;
    for (const listener of this.#listeners) listener.visibility?.(isVisible);
  }

  focus(): void {
    for (const listener of this.#listeners) listener.focus?.();
  }

  /** Freezes the page, or puts it away, with notice. */
  leave(): void {
    for (const listener of this.#listeners) listener.leave?.();
    this.#isAway = true;
  }

  return(): void {
    this.#isAway = false;
    for (const listener of this.#listeners) listener.return?.();
  }

  /** The page is gone at once, with all that it held. */
  crash(): void {
    this.isGone = true;
    this.inbox = [];
    this.browser.forget(this);
  }

  hear(name: string, message: unknown): void {
    for (const channel of this.#channels) {
      if (channel.name !== name || this.#isAway) continue;
      // The channel may be closed, or the page put away, before the message arrives.
      const run = (): void => {
        if (this.#channels.has(channel) && !this.#isAway) channel.hear(structuredClone(message));
      };
      this.inbox.push({ type: 'message', run });
    }
  }

  isPresent(name: string): boolean {
    return !this.isGone && !this.#isAway && [...this.#presences].some((presence) => presence.name === name);
  }

  #lock(name: string, isRefused: boolean): ReturnType<TabPlatform['lock']> {
    let claim: Claim | undefined;
    const release = (): void => {
      if (claim !== undefined) this.browser.withdraw(name, claim);
      claim = undefined;
    };
    return {
      request: (take, report) => {
        release();
        claim = { page: this, report };
        if (!isRefused) return this.browser.request(name, claim, take);
        const run = (): void => report.refused(new Error('not allowed'));
        this.inbox.push({ type: 'refused', claim, run });
      },
      release,
    };
  }

  #channel(name: string, hear: (message: unknown) => void): ReturnType<TabPlatform['channel']> {
    const channel = { name, hear };
    this.#channels.add(channel);
    return {
      post: (message) => {
        if (this.isMute || this.#isAway) return;
        for (const other of this.browser.pages) if (other !== this && !other.isGone) other.hear(name, message);
      },
      close: () => void this.#channels.delete(channel),
    };
  }

  #presence(name: string, isRefused: boolean): ReturnType<TabPlatform['presence']> {
    const presence = { name };
    this.#presences.add(presence);
    return {
      count: () =>
        isRefused
          ? Promise.reject(new Error('not allowed'))
          : Promise.resolve(this.browser.pages.filter((page) => page.isPresent(name)).length),
      stop: () => void this.#presences.delete(presence),
    };
  }
}
