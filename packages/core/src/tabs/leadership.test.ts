import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { type Tab, Tabs } from './lead.fixture.ts';

const isHere = ({ page, role }: Tab): boolean => page.isAwake && role !== 'away' && role !== 'stopped';

describe('[TAB-3] one tab leads', () => {
  test('the first tab leads, and another follows until the first is closed', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    tabs.settle();
    expect(tabs.leaders).toEqual([first]);
    first.runner.stop();
    tabs.settle();
    expect(tabs.leaders).toEqual([second]);
    expect(tabs.term).toBe(2);
  });

  test('a hidden leader yields to the tab that people look at, even if another hidden one waits longer', () => {
    const tabs = new Tabs();
    const [first, second, third] = [tabs.open(true), tabs.open(false), tabs.open(false)];
    tabs.settle();
    first.page.show(false);
    third.page.show(true);
    tabs.settle();
    expect(tabs.leaders).toEqual([third]);
    // Nobody led in between.
    expect(tabs.term).toBe(2);
    expect(second.isLeading).toBe(false);
  });

  test('a leader that is frozen with the lock in its hands loses it to a visible tab, and follows when it runs again', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    tabs.settle();
    first.page.isFrozen = true;
    tabs.settle();
    expect(tabs.leaders).toEqual([second]);
    first.page.isFrozen = false;
    tabs.settle();
    expect(tabs.leaders).toEqual([second]);
  });

  test('a hidden tab takes nothing from a silent leader', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(false)];
    tabs.settle();
    first.page.isFrozen = true;
    tabs.settle();
    expect(second.isLeading).toBe(false);
    expect(tabs.holder).toBe(first);
  });

  test('a visible tab leads at once when the leader is hidden, or when a hidden one is next in turn', () => {
    const tabs = new Tabs();
    const [first, second, third] = [tabs.open(true), tabs.open(false), tabs.open(true)];
    tabs.settle();
    first.page.show(false);
    tabs.deliver();
    expect(tabs.leaders).toEqual([third]);
    third.page.show(false);
    first.page.show(true);
    tabs.deliver();
    expect(tabs.leaders).toEqual([first]);
    // The second tab waits longest.
    third.page.show(true);
    tabs.deliver();
    first.runner.stop();
    expect(tabs.holder).toBe(second);
    tabs.deliver();
    expect(tabs.leaders).toEqual([third]);
  });

  test('a tab that is hidden while it waits for an answer takes nothing', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    tabs.settle();
    first.page.isFrozen = true;
    tabs.browser.advance(10_100);
    second.page.show(false);
    tabs.settle();
    expect(tabs.holder).toBe(first);
  });

  test('a page that is put away gives the lock up, and reads news when it comes back', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(false)];
    tabs.settle();
    first.page.leave();
    tabs.settle();
    expect(tabs.leaders).toEqual([second]);
    const { news } = first;
    first.page.return();
    expect(first.news).toBe(news + 1);
    tabs.settle();
    expect(tabs.leaders).toEqual([first]);
  });

  test('whatever tabs do, one leads once all is quiet: a visible one, if there is one', () => {
    const act = fc.record({
      tab: fc.nat(4),
      do: fc.constantFrom(
        ...(['run', 'run', 'run', 'run', 'run', 'wait', 'wait', 'look', 'look', 'look'] as const),
        ...(['away', 'stop', 'crash', 'freeze', 'resign', 'open'] as const),
      ),
      isLost: fc.boolean(),
    });
    let taken = 0;
    let resigned = 0;
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
        fc.array(act, { maxLength: 60 }),
        (seen, acts) => {
          const tabs = new Tabs();
          for (const isVisible of seen) tabs.open(isVisible);
          for (const { tab: at, do: what, isLost } of acts) {
            const alive = tabs.all.filter((one) => !one.page.isGone && one.role !== 'stopped');
            const tab = alive[at % Math.max(1, alive.length)];
            if (what === 'open' && alive.length < 5) tabs.open(isLost);
            if (tab === undefined) continue;
            const { page, runner } = tab;
            page.isMute = isLost;
            if (what === 'freeze') page.isFrozen = !page.isFrozen;
            if (what === 'crash') page.crash();
            if (!page.isAwake) continue;
            if (what === 'run') page.run();
            if (what === 'wait') page.endTimers();
            if (what === 'look') page.show(!page.isVisible);
            if (what === 'away' && tab.role === 'away') page.return();
            else if (what === 'away') page.leave();
            if (what === 'stop') runner.stop();
            if (what === 'resign') {
              resigned += tab.isLeading ? 1 : 0;
              runner.resign(new Error('cannot lead'));
            }
            // A leader has the lock, or is about to hear that it was taken.
            for (const leader of tabs.leaders) {
              const hears = leader.page.inbox.some(({ type }) => type === 'taken');
              if (hears) taken += 1;
              expect(tabs.holder === leader || hears).toBe(true);
            }
          }
          tabs.settle();
          const here = tabs.all.filter(isHere);
          const isLookedAt = here.some(({ page }) => page.isVisible);
          const isHeldAsleep = tabs.holder !== undefined && !tabs.holder.page.isAwake;
          // While all tabs are hidden, one that froze in silence keeps the lock.
          const isLed = here.length > 0 && (isLookedAt || !isHeldAsleep);
          const found = tabs.leaders;
          expect(found).toHaveLength(isLed ? 1 : 0);
          expect(found.every((tab) => tab === tabs.holder && tab.page.isVisible === isLookedAt)).toBe(true);
          const { term } = tabs;
          tabs.settle();
          expect(tabs.term).toBe(term);
        },
      ),
      budget(3_000),
    );
    expect(Math.min(taken, resigned)).toBeGreaterThan(20);
  });
});
