import {
  type Hail,
  type Leadership,
  type LeadershipEffect,
  type LeadershipMessage,
  nextLeadership,
  outside,
} from './leadership.ts';

/** A browser with tabs, a lock like those of Web Locks, and a channel. A test takes each step of it. */
export class Browser {
  readonly tabs: Tab[] = [];
  /** How often a tab began to lead. */
  term = 0;
  #holder: Tab | undefined;
  #queue: Tab[] = [];

  get holder(): Tab | undefined {
    return this.#holder;
  }

  open(isVisible: boolean): Tab {
    const tab = new Tab(this, outside(`tab_${this.tabs.length}`, isVisible));
    this.tabs.push(tab);
    tab.take({ type: 'start' });
    return tab;
  }

  /** The tab is gone at once, with all that it held. */
  crash(tab: Tab): void {
    tab.isGone = true;
    tab.inbox.length = 0;
    this.release(tab);
  }

  tell(hail: Hail, isLost: boolean): void {
    if (isLost) return;
    for (const tab of this.tabs)
      if (tab.state.tab !== hail.from && !tab.isGone) tab.inbox.push({ type: 'heard', hail });
  }

  request(tab: Tab, take: boolean): void {
    this.#withdraw(tab);
    if (!take) this.#queue.push(tab);
    else {
      this.#holder?.inbox.push({ type: 'taken' });
      this.#holder = tab;
      tab.inbox.push({ type: 'granted' });
    }
    this.#grant();
  }

  release(tab: Tab): void {
    this.#withdraw(tab);
    this.#grant();
  }

  /** A request that is withdrawn reports nothing any more. */
  #withdraw(tab: Tab): void {
    this.#queue = this.#queue.filter((other) => other !== tab);
    if (this.#holder === tab) this.#holder = undefined;
    const kept = tab.inbox.filter(({ type }) => type !== 'granted' && type !== 'taken');
    tab.inbox.splice(0, tab.inbox.length, ...kept);
  }

  #grant(): void {
    if (this.#holder !== undefined) return;
    this.#holder = this.#queue.shift();
    this.#holder?.inbox.push({ type: 'granted' });
  }
}

export class Tab {
  readonly browser: Browser;
  state: Leadership;
  readonly inbox: LeadershipMessage[] = [];
  isWaiting = false;
  /** Frozen without a word: it takes no message, and keeps its lock. */
  isFrozen = false;
  isGone = false;
  isLeading = false;
  /** Whether what it tells now gets lost. */
  isMute = false;

  constructor(browser: Browser, state: Leadership) {
    this.browser = browser;
    this.state = state;
  }

  /** Takes the oldest message. */
  run(): void {
    const message = this.inbox.shift();
    if (message !== undefined) this.take(message);
  }

  take(message: LeadershipMessage): void {
    const { state, effects } = nextLeadership(this.state, message);
    this.state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: LeadershipEffect): void {
    switch (effect.type) {
      case 'request':
        return this.browser.request(this, effect.take);
      case 'release':
        return this.browser.release(this);
      case 'tell':
        return this.browser.tell(effect.hail, this.isMute);
      case 'wait':
      case 'wait-no-more':
        this.isWaiting = effect.type === 'wait';
        return;
      case 'lead':
      case 'follow':
        this.isLeading = effect.type === 'lead';
        if (this.isLeading) this.browser.term += 1;
        return;
      case 'read-news':
    }
  }
}
