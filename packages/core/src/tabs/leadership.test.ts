import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { Browser, type Tab } from './leadership.fixture.ts';

/** Lets all messages arrive. */
function deliver({ tabs }: Browser): void {
  for (const tab of tabs) tab.isMute = false;
  while (tabs.some(canRun)) for (const tab of tabs.filter(canRun)) tab.run();
}

/** Lets everything come to rest: all messages arrive, and all waits end, a few times over. */
function settle(browser: Browser): void {
  for (let round = 0; round < 12; round++) {
    deliver(browser);
    for (const tab of browser.tabs.filter((one) => one.isWaiting && isAwake(one))) tab.take({ type: 'silence' });
  }
  deliver(browser);
}

const isAwake = (tab: Tab): boolean => !tab.isGone && !tab.isFrozen;
const canRun = (tab: Tab): boolean => isAwake(tab) && tab.inbox.length > 0;
const isHere = (tab: Tab): boolean => isAwake(tab) && tab.state.role !== 'away' && tab.state.role !== 'stopped';
const leaders = ({ tabs }: Browser): readonly Tab[] => tabs.filter((tab) => tab.isLeading && isAwake(tab));

describe('[TAB-3] one tab leads', () => {
  test('the first tab leads, and another follows until the first is closed', () => {
    const browser = new Browser();
    const [first, second] = [browser.open(true), browser.open(true)];
    settle(browser);
    expect(leaders(browser)).toEqual([first]);
    first.take({ type: 'stop' });
    settle(browser);
    expect(leaders(browser)).toEqual([second]);
    expect(browser.term).toBe(2);
  });

  test('a hidden leader yields to the tab that people look at, even if another hidden one waits longer', () => {
    const browser = new Browser();
    const [first, second, third] = [browser.open(true), browser.open(false), browser.open(false)];
    settle(browser);
    first.take({ type: 'visibility', isVisible: false });
    third.take({ type: 'visibility', isVisible: true });
    settle(browser);
    expect(leaders(browser)).toEqual([third]);
    // Nobody led in between.
    expect(browser.term).toBe(2);
    expect(second.isLeading).toBe(false);
  });

  test('a leader that is frozen with the lock in its hands loses it to a visible tab, and follows when it runs again', () => {
    const browser = new Browser();
    const [first, second] = [browser.open(true), browser.open(true)];
    settle(browser);
    first.isFrozen = true;
    settle(browser);
    expect(leaders(browser)).toEqual([second]);
    first.isFrozen = false;
    settle(browser);
    expect(leaders(browser)).toEqual([second]);
  });

  test('a hidden tab takes nothing from a silent leader', () => {
    const browser = new Browser();
    const [first, second] = [browser.open(true), browser.open(false)];
    settle(browser);
    first.isFrozen = true;
    settle(browser);
    expect(second.isLeading).toBe(false);
    expect(browser.holder).toBe(first);
  });

  test('a visible tab leads at once when the leader is hidden, or when a hidden one is next in turn', () => {
    const browser = new Browser();
    const [first, second, third] = [browser.open(true), browser.open(false), browser.open(true)];
    settle(browser);
    first.take({ type: 'visibility', isVisible: false });
    deliver(browser);
    expect(leaders(browser)).toEqual([third]);
    third.take({ type: 'visibility', isVisible: false });
    first.take({ type: 'visibility', isVisible: true });
    deliver(browser);
    expect(leaders(browser)).toEqual([first]);
    // The second tab waits longest.
    third.take({ type: 'visibility', isVisible: true });
    deliver(browser);
    first.take({ type: 'stop' });
    expect(browser.holder).toBe(second);
    deliver(browser);
    expect(leaders(browser)).toEqual([third]);
  });

  test('a tab that is hidden while it waits for an answer takes nothing', () => {
    const browser = new Browser();
    const [first, second] = [browser.open(true), browser.open(true)];
    settle(browser);
    first.isFrozen = true;
    second.take({ type: 'silence' });
    expect(second.isWaiting).toBe(true);
    second.take({ type: 'visibility', isVisible: false });
    expect(second.isWaiting).toBe(false);
    settle(browser);
    expect(browser.holder).toBe(first);
  });

  test('a page that is put away gives the lock up, and reads news when it comes back', () => {
    const browser = new Browser();
    const [first, second] = [browser.open(true), browser.open(false)];
    settle(browser);
    first.take({ type: 'leave' });
    settle(browser);
    expect(leaders(browser)).toEqual([second]);
    first.take({ type: 'return' });
    settle(browser);
    expect(leaders(browser)).toEqual([first]);
  });

  test('whatever tabs do, one leads once all is quiet: a visible one, if there is one', () => {
    const act = fc.record({
      tab: fc.nat(4),
      do: fc.constantFrom(
        ...(['run', 'run', 'run', 'run', 'wait', 'look', 'look', 'away', 'stop', 'crash', 'freeze', 'open'] as const),
      ),
      isLost: fc.boolean(),
    });
    let taken = 0;
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
        fc.array(act, { maxLength: 60 }),
        (seen, acts) => {
          const browser = new Browser();
          for (const isVisible of seen) browser.open(isVisible);
          for (const { tab: at, do: what, isLost } of acts) {
            const alive = browser.tabs.filter((tab) => !tab.isGone && tab.state.role !== 'stopped');
            const tab = alive[at % Math.max(1, alive.length)];
            if (what === 'open' && alive.length < 5) browser.open(isLost);
            if (tab === undefined) continue;
            tab.isMute = isLost;
            if (what === 'freeze') tab.isFrozen = !tab.isFrozen;
            if (what === 'crash') browser.crash(tab);
            if (!isAwake(tab)) continue;
            if (what === 'run') tab.run();
            if (what === 'wait' && tab.isWaiting) tab.take({ type: 'silence' });
            if (what === 'look') tab.take({ type: 'visibility', isVisible: !tab.state.isVisible });
            if (what === 'away') tab.take({ type: tab.state.role === 'away' ? 'return' : 'leave' });
            if (what === 'stop') tab.take({ type: 'stop' });
            // A leader has the lock, or is about to hear that it was taken.
            for (const leader of leaders(browser)) {
              const hears = leader.inbox.some(({ type }) => type === 'taken');
              if (hears) taken += 1;
              expect(browser.holder === leader || hears).toBe(true);
            }
          }
          settle(browser);
          const here = browser.tabs.filter(isHere);
          const isLookedAt = here.some((tab) => tab.state.isVisible);
          const isHeldAsleep = browser.holder !== undefined && !isAwake(browser.holder);
          // While all tabs are hidden, one that froze in silence keeps the lock.
          const isLed = here.length > 0 && (isLookedAt || !isHeldAsleep);
          const found = leaders(browser);
          expect(found).toHaveLength(isLed ? 1 : 0);
          expect(found.every((tab) => tab === browser.holder && tab.state.isVisible === isLookedAt)).toBe(true);
          const { term } = browser;
          settle(browser);
          expect(browser.term).toBe(term);
        },
      ),
      budget(3_000),
    );
    expect(taken).toBeGreaterThan(20);
  });
});
