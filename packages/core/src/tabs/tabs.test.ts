import { describe, expect, test } from 'vitest';
import { memoryLog } from '../memory/memory-log.ts';
import { sizes } from '../log/sizes.ts';
import { createUndo } from '../undo-and-rejections.ts';
import { withSizes } from '../sizes.fixture.ts';
import { faultyLog } from '../env/env.fixture.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { Browser } from './platform.fixture.ts';
import { Bumped, openTab, order, Put, Renamed, rest, rows, type Tab, until } from './tabs.fixture.ts';

const keysIn = ({ store }: Tab): string => store.get(order).keys;
const leads = ({ store }: Tab): boolean => store.status.tabs!.isLeader;

async function openTwo(log = memoryLog()) {
  const browser = new Browser();
  const one = await openTab(browser, log);
  await until(browser, () => leads(one));
  const two = await openTab(browser, log);
  await rest(browser);
  return { browser, log, one, two };
}

describe('[TAB-1] what one tab appends', () => {
  test('the others show, at the next hint, as one change, and rows that stay equal stay the same objects', async () => {
    const { browser, one, two } = await openTwo();
    one.store.append(Put({ k: 'a', n: 1 }), Put({ k: 'b', n: 1 }));
    await until(browser, () => keysIn(two) === 'ab');
    const [a, b] = two.store.get(rows);
    let published = 0;
    two.store.subscribe(() => (published += 1));
    const before = browser.nowMs;
    one.store.append(Bumped({ k: 'b' }), Put({ k: 'c', n: 1 }));
    await until(browser, () => keysIn(two) === 'abbc');
    expect(browser.nowMs - before).toBeLessThanOrEqual(32);
    expect(published).toBe(1);
    expect(two.store.get(rows).get('a')).toBe(a);
    expect(two.store.get(rows).get('b')).not.toBe(b);
    expect([...two.store.get(rows)]).toEqual([...one.store.get(rows)]);
  });

  test('is in the same order in all tabs, also what they append at the same time', async () => {
    const { browser, log, one, two } = await openTwo();
    one.store.append(Put({ k: 'a', n: 1 }));
    two.store.append(Put({ k: 'a', n: 2 }), Bumped({ k: 'a' }));
    one.store.append(Bumped({ k: 'a' }));
    await until(browser, () => keysIn(one).length === 4 && keysIn(one) === keysIn(two));
    const { commits } = await log.read({ after: 0, limit: 100 });
    const stored = commits.flatMap(({ events }) => events);
    expect(stored.map(({ data }) => (data as { k: string }).k).join('')).toBe(keysIn(one));
    expect([...one.store.get(rows)]).toEqual([...two.store.get(rows)]);
    for (const { store } of [one, two]) expect(testHandle(store).head).toEqual({ confirmed: 4, pending: 0 });
  });

  test('comes before the own events of a tab that are not stored yet', async () => {
    const browser = new Browser();
    const log = memoryLog();
    const faulty = faultyLog(log);
    const one = await openTab(browser, faulty);
    const two = await openTab(browser, log);
    await rest(browser);
    faulty.faults.push('lost');
    await expect(one.store.append(Bumped({ k: 'a' }), Put({ k: 'z', n: 0 })).until('stored')).rejects.toThrow(
      'Writing',
    );
    two.store.append(Put({ k: 'a', n: 3 }));
    await until(browser, () => keysIn(one) === 'aaz');
    expect(one.store.get(rows).get('a')).toEqual({ k: 'a', n: 7 });
    expect(testHandle(one.store).head).toEqual({ confirmed: 1, pending: 2 });
    await one.store.storage.retry();
    await until(browser, () => keysIn(two) === 'aaz');
    expect([...two.store.get(rows)]).toEqual([...one.store.get(rows)]);
  });

  test('is emitted once on events$ of each tab, in the order in which it comes there', async () => {
    const { browser, one, two } = await openTwo();
    const told: string[] = [];
    one.store.events$.subscribe(({ data }) => told.push((data as { k: string }).k));
    one.store.append(Put({ k: 'own', n: 1 }));
    two.store.append(Put({ k: 'other', n: 1 }));
    await until(browser, () => told.length === 2);
    await rest(browser);
    expect(told).toEqual(['own', 'other']);
  });

  test('is found by looking at the log where there is no channel, and on focus', async () => {
    const browser = new Browser();
    const log = memoryLog();
    const one = await openTab(browser, log, { lacks: ['channel'] });
    const two = await openTab(browser, log, { lacks: ['channel'] });
    await rest(browser, 2_000);
    expect(two.store.status.tabs).toMatchObject({ hints: 'poll' });
    await one.store.append(Put({ k: 'a', n: 1 })).until('stored');
    two.page.focus();
    await until(browser, () => keysIn(two) === 'a');
    const before = browser.nowMs;
    await one.store.append(Put({ k: 'b', n: 1 })).until('stored');
    await until(browser, () => keysIn(two) === 'ab');
    expect(browser.nowMs - before).toBeLessThanOrEqual(1_100);
  });

  test('is found also when its hint got lost', async () => {
    const { browser, one, two } = await openTwo();
    one.page.isMute = true;
    await one.store.append(Put({ k: 'a', n: 1 })).until('stored');
    await rest(browser);
    expect(keysIn(two)).toBe('');
    await until(browser, () => keysIn(two) === 'a');
  });

  test('is found at once when the next row of the tab itself has a later number than it expects', async () => {
    const { browser, one, two } = await openTwo();
    one.page.isMute = true;
    await one.store.append(Put({ k: 'a', n: 1 })).until('stored');
    await rest(browser);
    const before = browser.nowMs;
    two.store.append(Put({ k: 'b', n: 1 }));
    await until(browser, () => keysIn(two) === 'ab');
    expect(browser.nowMs - before).toBeLessThan(200);
  });

  test('reaches a tab that was put away when it returns', async () => {
    const { browser, one, two } = await openTwo();
    two.page.leave();
    await one.store.append(Put({ k: 'a', n: 1 })).until('stored');
    await rest(browser, 30_000);
    expect(keysIn(two)).toBe('');
    two.page.return();
    await until(browser, () => keysIn(two) === 'a');
  });

  test('is folded from the log where it is too much for one task', async () => {
    const { browser, one, two } = await openTwo();
    await withSizes({ ...sizes, newsTaken: 3 }, async () => {
      one.store.append(...'abcdef'.split('').map((k) => Put({ k, n: 1 })));
      await until(browser, () => keysIn(two) === 'abcdef');
      one.store.append(Put({ k: 'g', n: 1 }));
      await until(browser, () => keysIn(two) === 'abcdefg');
    });
    expect(testHandle(two.store).head).toEqual({ confirmed: 7, pending: 0 });
  });

  test('by another person leaves the undo stacks of a tab, and undoing works on', async () => {
    const { browser, log, one } = await openTwo();
    const two = await openTab(browser, log, { actor: 'bob' });
    await rest(browser);
    const undo = createUndo(two.store);
    two.store.append(Put({ k: 'a', n: 1 }));
    one.store.append(Put({ k: 'b', n: 1 }));
    await until(browser, () => keysIn(one).length === 2 && keysIn(two).length === 2);
    expect(undo.state.canUndo).toBe(true);
    undo.undo();
    await until(browser, () => keysIn(one) === 'b');
    expect(keysIn(two)).toBe('b');
  });
});

describe('[TAB-3] the leader', () => {
  test('alone merges batches and saves snapshots, also of what others wrote', async () => {
    await withSizes({ ...sizes, snapshotDue: 1 }, async () => {
      const log = memoryLog('memory', { undoHorizon: 0 });
      let seals = 0;
      const saved: string[] = [];
      const counted = (tab: string) => ({
        ...log,
        seal: async () => void (seals += tab === 'two' ? 100 : 1),
        snapshots: {
          ...log.snapshots!,
          commit: (manifest: Parameters<NonNullable<typeof log.snapshots>['commit']>[0]) => {
            saved.push(tab);
            return log.snapshots!.commit(manifest);
          },
        },
      });
      const browser = new Browser();
      const one = await openTab(browser, counted('one'));
      await until(browser, () => leads(one));
      const two = await openTab(browser, counted('two'));
      for (let n = 0; n < 70; n++) await two.store.append(Put({ k: 'a', n })).until('stored');
      await until(browser, () => keysIn(one).length === 70);
      for (const { env } of [one, two]) env.runIdle();
      await until(browser, () => saved.length === 2);
      await rest(browser);
      expect([seals, new Set(saved)]).toEqual([1, new Set(['one'])]);
      one.page.crash();
      await until(browser, () => leads(two));
      two.env.runIdle();
      await until(browser, () => saved.includes('two'));
    });
  });

  test('is in the status, with the number of tabs', async () => {
    const { browser, one, two } = await openTwo();
    await until(browser, () => two.store.status.tabs!.open === 2);
    expect([one, two].map(leads)).toEqual([true, false]);
    expect(two.store.status.tabs).toEqual({
      ...{ open: 2, isLeader: false, hints: 'channel', isReloadDue: false, trouble: undefined, fault: undefined },
    });
    await one.store.close();
    await until(browser, () => leads(two) && two.store.status.tabs!.open === 1);
  });

  test('of a log that cannot tell what others wrote is nobody, and the status and telemetry say so', async () => {
    const { sync: _, ...log } = memoryLog();
    const browser = new Browser();
    const tab = await openTab(browser, log);
    await until(browser, () => tab.store.status.tabs?.fault !== undefined);
    expect([tab.store.status.tabs!.fault!.code, leads(tab)]).toEqual(['tabs.log_unsupported', false]);
    expect(tab.env.printed).toHaveLength(1);
  });
});

describe('[TAB-4] a follower', () => {
  test('stores its events itself, also while the leader is frozen, and the other tabs show them', async () => {
    const { browser, log, one, two } = await openTwo();
    const three = await openTab(browser, log);
    await rest(browser);
    expect([one, two, three].map(leads)).toEqual([true, false, false]);
    one.page.isFrozen = true;
    await two.store.append(Put({ k: 'a', n: 1 })).until('stored');
    await until(browser, () => keysIn(three) === 'a');
    expect(keysIn(one)).toBe('');
    one.page.isFrozen = false;
    await until(browser, () => keysIn(one) === 'a');
  });
});

describe('[TAB-5] a tab of an older release', () => {
  test('keeps what it does not know in the log, and says that a reload is due', async () => {
    const browser = new Browser();
    const log = memoryLog();
    const old = await openTab(browser, log);
    const newer = await openTab(browser, log, { more: [Renamed] });
    newer.store.append(Put({ k: 'a', n: 1 }));
    await until(browser, () => keysIn(old) === 'a');
    expect(old.store.status.tabs!.isReloadDue).toBe(false);
    newer.store.append(Renamed({ k: 'a' }) as never, Put({ k: 'b', n: 1 }));
    await until(browser, () => keysIn(old) === 'ab');
    expect([old.store.status.tabs!.isReloadDue, old.store.status.skipped]).toEqual([true, 1]);
    old.store.append(Put({ k: 'c', n: 1 }));
    await until(browser, () => keysIn(newer) === 'abc');
    expect(testHandle(old.store).head).toEqual({ confirmed: 4, pending: 0 });
  });
});

describe('[TAB-1] trouble with storage', () => {
  test('of one tab is in the status of the others, until it is over, or while the tab is away', async () => {
    const browser = new Browser();
    const log = memoryLog();
    const faulty = faultyLog(log);
    const one = await openTab(browser, faulty);
    const two = await openTab(browser, log);
    await rest(browser);
    faulty.faults.push('lost');
    await expect(one.store.append(Put({ k: 'a', n: 1 })).until('stored')).rejects.toThrow('Writing');
    await until(browser, () => two.store.status.tabs!.trouble !== undefined);
    expect(two.store.status.tabs!.trouble).toEqual({ storage: 'degraded', unsaved: 1 });
    const three = await openTab(browser, log);
    await until(browser, () => three.store.status.tabs!.trouble?.unsaved === 1);
    faulty.faults.push('lost');
    await expect(one.store.append(Put({ k: 'b', n: 1 })).until('stored')).rejects.toThrow('Writing');
    await until(browser, () => [two, three].every(({ store }) => store.status.tabs!.trouble?.unsaved === 2));
    one.page.leave();
    await until(browser, () => [two, three].every(({ store }) => store.status.tabs!.trouble === undefined));
    one.page.return();
    await until(browser, () => [two, three].every(({ store }) => store.status.tabs!.trouble?.unsaved === 2));
    await one.store.storage.retry();
    await until(browser, () => [two, three].every(({ store }) => store.status.tabs!.trouble === undefined));
  });
});
