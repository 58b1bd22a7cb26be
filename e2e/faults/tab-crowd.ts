import { expect } from '@playwright/test';
import { chance } from './budget.ts';
import type { RawBrowser, RawTab } from './pipe.ts';
import type { TabPage } from './tab-page.ts';

interface CrowdTab {
  readonly page: RawTab<TabPage>;
  readonly id: string;
  isFrozen: boolean;
  /** While it writes: resolves with the outcome. */
  writing: Promise<string> | undefined;
}

type Act = 'open' | 'show' | 'close' | 'crash' | 'freeze' | 'thaw';

/** Tabs of one log, to which things happen at random. */
export class TabCrowd {
  /** `tab:n` of each event that a tab saw as stored. */
  readonly seen: string[] = [];
  readonly #browser: RawBrowser;
  readonly #address: string;
  readonly #random: () => number;
  /** Apart, so that how fast tabs write does not change what happens to them. */
  readonly #randomLength: () => number;
  readonly #done: Record<Act, number> = { open: 0, show: 0, close: 0, crash: 0, freeze: 0, thaw: 0 };
  readonly #failures: string[] = [];
  #tabs: CrowdTab[] = [];
  /** The only visible tab. It is never frozen. */
  #front: CrowdTab | undefined;

  constructor(browser: RawBrowser, address: string, seed: number) {
    this.#browser = browser;
    this.#address = address;
    this.#random = chance(seed);
    this.#randomLength = chance(seed + 1);
  }

  /** Opens a tab in front of the others. */
  async open(): Promise<void> {
    const page = await this.#browser.open<TabPage>(this.#address);
    const id = await page.on('tab');
    await page.hear('stored', (n) => void this.seen.push(`${id}:${n}`));
    this.#front = { page, id, isFrozen: false, writing: undefined };
    this.#tabs.push(this.#front);
    this.#done.open += 1;
  }

  /** In some of the steps, does something to a tab that is picked at random. There are `most` tabs at the most. */
  async act(most: number): Promise<void> {
    if (this.#random() > 0.25) return;
    const acts: readonly Act[] = ['open', 'open', 'show', 'show', 'close', 'crash', 'freeze', 'freeze', 'thaw', 'thaw'];
    const act = this.#pick(acts)!;
    const awake = this.#tabs.filter(({ isFrozen }) => !isFrozen);
    const hidden = awake.filter((tab) => tab !== this.#front);
    switch (act) {
      case 'open':
        return this.#tabs.length < most ? this.open() : undefined;
      case 'show':
        return this.#show(this.#pick(awake));
      case 'close':
      case 'crash':
        return this.#tabs.length > 2 && hidden.length > 0 ? this.#end(act, this.#pick(this.#tabs)!) : undefined;
      case 'freeze':
        return hidden.length > 1 ? this.#setFrozen(this.#pick(hidden), true) : undefined;
      case 'thaw':
        return this.#setFrozen(this.#pick(this.#tabs.filter(({ isFrozen }) => isFrozen)), false);
    }
  }

  /** Every tab that runs and has nothing to write writes a few events more. */
  write(): void {
    for (const tab of this.#tabs) {
      if (tab.isFrozen || tab.writing !== undefined) continue;
      tab.writing = tab.page.on(
        'write',
        1 + Math.floor(this.#randomLength() * 20),
        1 + Math.floor(this.#randomLength() * 5),
      );
      tab.writing.then(
        (outcome) => {
          tab.writing = undefined;
          if (outcome !== 'ok') this.#failures.push(outcome);
        },
        (error: unknown) => {
          if (this.#tabs.includes(tab)) this.#failures.push(String(error));
        },
      );
    }
  }

  async nextFrame(): Promise<void> {
    await this.#front!.page.on('frame');
  }

  /** Thaws all tabs, and resolves when none writes. Returns them. */
  async rest(): Promise<readonly { readonly page: RawTab<TabPage> }[]> {
    for (const tab of this.#tabs) if (tab.isFrozen) await this.#setFrozen(tab, false);
    await Promise.all(this.#tabs.map(async ({ writing }) => writing));
    expect(this.#failures, 'failed writes').toEqual([]);
    return this.#tabs;
  }

  /** The tabs that say that they lead. */
  async leaders(): Promise<readonly string[]> {
    const all = await Promise.all(this.#tabs.map(async ({ id, page }) => ({ id, ...(await page.on('status')) })));
    return all.filter(({ isLeader }) => isLeader).map(({ id }) => id);
  }

  summary(): string {
    const acts = Object.entries(this.#done).map(([act, times]) => `${act} ${times}`);
    return `${acts.join(', ')}; ${this.seen.length} events seen as stored`;
  }

  async #show(tab: CrowdTab | undefined): Promise<void> {
    if (tab === undefined || tab === this.#front) return;
    await tab.page.show();
    await expect.poll(() => tab.page.on('isVisible')).toBe(true);
    this.#front = tab;
    this.#done.show += 1;
  }

  /** Ends a tab. If it was in front, another one that runs comes to the front. */
  async #end(act: 'close' | 'crash', tab: CrowdTab): Promise<void> {
    this.#tabs = this.#tabs.filter((one) => one !== tab);
    if (act === 'close') await tab.page.close();
    // The crashed tab never answers.
    else void Promise.allSettled([tab.page.send('Page.crash')]);
    if (tab === this.#front) await this.#show(this.#pick(this.#tabs.filter(({ isFrozen }) => !isFrozen)));
    this.#done[act] += 1;
  }

  async #setFrozen(tab: CrowdTab | undefined, isFrozen: boolean): Promise<void> {
    if (tab === undefined) return;
    await tab.page.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' });
    tab.isFrozen = isFrozen;
    this.#done[isFrozen ? 'freeze' : 'thaw'] += 1;
  }

  #pick<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }
}
