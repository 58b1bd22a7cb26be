import { lead, type LeadRunner } from './lead.ts';
import { Browser, type Page } from './platform.fixture.ts';

type Given = Parameters<Browser['open']>;

/** Tabs of one log, in a simulated browser. */
export class Tabs {
  readonly browser = new Browser();
  readonly all: Tab[] = [];
  /** How often a tab began to lead. */
  term = 0;

  open(...given: Given): Tab {
    const tab = new Tab(this, this.browser.open(...given));
    this.all.push(tab);
    tab.runner.start();
    return tab;
  }

  get holder(): Tab | undefined {
    return this.all.find((tab) => tab.page === this.browser.holder(LOG));
  }

  /** The tabs that take themselves for the leader, and are awake. */
  get leaders(): readonly Tab[] {
    return this.all.filter((tab) => tab.isLeading && tab.page.isAwake);
  }

  /** Lets all messages arrive. */
  deliver(): void {
    for (const { page } of this.all) page.isMute = false;
    this.browser.deliver();
  }

  /** Lets everything come to rest: all messages arrive, and all waits end, a few times over. */
  settle(): void {
    for (let round = 0; round < 12; round++) {
      this.deliver();
      for (const { page } of this.all.filter((tab) => tab.page.isAwake)) page.endTimers();
    }
    this.deliver();
  }
}

const LOG = 'shop';

export class Tab {
  readonly page: Page;
  readonly runner: LeadRunner;
  /** How often it read the news. */
  news = 0;
  /** What `onLead` does, until a test replaces it. */
  onLead: (signal: AbortSignal) => Promise<void> = () => Promise.resolve();
  #tenure: AbortSignal | undefined;

  constructor(tabs: Tabs, page: Page) {
    this.page = page;
    this.runner = lead({
      platform: page.platform,
      name: LOG,
      tab: `tab_${tabs.all.length}`,
      onLead: (signal) => {
        this.#tenure = signal;
        tabs.term += 1;
        return this.onLead(signal);
      },
      onNews: () => void (this.news += 1),
      onStatus: () => undefined,
    });
  }

  get isLeading(): boolean {
    return this.#tenure?.aborted === false && !this.page.isGone;
  }

  get role(): LeadRunner['status']['role'] {
    return this.runner.status.role;
  }
}
