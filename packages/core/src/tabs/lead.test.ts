import { describe, expect, test } from 'vitest';
import { Tabs } from './lead.fixture.ts';

/** Lets promises settle. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('[TAB-3] the work of a leader', () => {
  test('a tab is the leader once its first work is done, and until the signal aborts', async () => {
    const tabs = new Tabs();
    const first = tabs.open(true);
    let begun = (): void => undefined;
    let signal: AbortSignal | undefined;
    first.onLead = (given) => {
      signal = given;
      return new Promise((resolve) => (begun = resolve));
    };
    tabs.deliver();
    expect(first.runner.status).toMatchObject({ role: 'leading', isLeader: false });
    begun();
    await turn();
    expect(first.runner.status).toMatchObject({ role: 'leading', isLeader: true });
    expect(signal!.aborted).toBe(false);
    first.runner.stop();
    expect(signal!.aborted).toBe(true);
    expect(first.runner.status).toMatchObject({ role: 'stopped', isLeader: false });
  });

  test('a tab whose first work ends after another took the lead is not the leader', async () => {
    const tabs = new Tabs();
    const first = tabs.open(false);
    let begun = (): void => undefined;
    first.onLead = () => new Promise((resolve) => (begun = resolve));
    tabs.deliver();
    const second = tabs.open(true);
    tabs.deliver();
    expect(tabs.leaders).toEqual([second]);
    begun();
    await turn();
    expect(first.runner.status).toMatchObject({ role: 'following', isLeader: false });
    expect(second.runner.status.isLeader).toBe(true);
  });

  test.each([
    ['rejects', () => Promise.reject(new Error('disk'))],
    [
      'throws',
      () => {
        throw new Error('disk');
      },
    ],
  ])(
    'a tab that cannot lead, since its work %s, lets others lead, says why, and tries again later',
    async (_, fail) => {
      const tabs = new Tabs();
      const first = tabs.open(true);
      const { onLead } = first;
      first.onLead = fail;
      tabs.deliver();
      await turn();
      expect(first.runner.status).toMatchObject({ role: 'resting', isLeader: false, fault: new Error('disk') });
      expect(tabs.term).toBe(1);
      tabs.browser.advance(9_000);
      expect(tabs.term).toBe(1);
      const second = tabs.open(false);
      tabs.deliver();
      await turn();
      expect(second.runner.status.isLeader).toBe(true);
      first.onLead = onLead;
      tabs.browser.advance(2_000);
      await turn();
      expect(first.runner.status).toMatchObject({ isLeader: true, fault: undefined });
      expect(second.runner.status).toMatchObject({ role: 'following', isLeader: false });
    },
  );

  test('a leader whose term is over resigns; a tab that does not lead keeps its place', async () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    tabs.deliver();
    await turn();
    second.runner.resign(new Error('late'));
    expect(second.runner.status).toMatchObject({ role: 'following', fault: undefined });
    first.runner.resign(new Error('term over'));
    expect(first.runner.status).toMatchObject({ role: 'resting', fault: new Error('term over') });
    tabs.deliver();
    expect(tabs.leaders).toEqual([second]);
  });
});

describe('[TAB-3] silence', () => {
  test('a leader that answers in time stays, and is asked again after ten seconds', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    tabs.browser.advance(9_000);
    first.page.isFrozen = true;
    tabs.browser.advance(900);
    expect(tabs.holder).toBe(first);
    tabs.browser.advance(700);
    expect(tabs.leaders).toEqual([second]);
  });

  test('a page that was busy hears an answer that came meanwhile', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    // The second page works for a long time after its question.
    first.page.run();
    first.page.run();
    tabs.browser.nowMs += 5_000;
    for (const timer of second.page.timers) second.page.end(timer);
    expect(second.page.inbox).not.toEqual([]);
    tabs.browser.advance(1_000);
    expect(tabs.leaders).toEqual([first]);
  });

  test('what another version of the app posts is ignored', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    tabs.settle();
    for (const message of [undefined, null, 1, 'ask', [], { type: 'ask' }, { type: 'elect', from: 'x' }, new Map()])
      first.page.hear('shop', message);
    tabs.deliver();
    expect(tabs.leaders).toEqual([first]);
    expect(second.role).toBe('following');
  });
});

test('[TAB-3] a page that returns knows whether it is visible', () => {
  const tabs = new Tabs();
  const [first, second] = [tabs.open(false), tabs.open(false)];
  tabs.settle();
  second.page.leave();
  // The page hears nothing of it.
  second.page.isVisible = true;
  second.page.return();
  tabs.deliver();
  expect(tabs.leaders).toEqual([second]);
  expect(first.role).toBe('following');
});

describe('[TAB-3] what a browser lacks', () => {
  test('without a channel the lock decides, and no tab takes it', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true, ['channel']), tabs.open(true, ['channel'])];
    expect(first.runner.status).toMatchObject({ by: 'locks', hints: 'poll' });
    first.page.show(false);
    tabs.browser.advance(60_000);
    expect(tabs.leaders).toEqual([first]);
    expect(tabs.term).toBe(1);
    first.runner.stop();
    tabs.deliver();
    expect(tabs.leaders).toEqual([second]);
  });

  test('without locks a tab leads by itself, and says so', async () => {
    const tabs = new Tabs();
    const only = tabs.open(true, ['locks']);
    await turn();
    expect(only.runner.status).toEqual({
      role: 'leading',
      isLeader: true,
      tabs: undefined,
      by: 'none',
      hints: 'channel',
      fault: undefined,
    });
    // It waits for no answer.
    expect(only.page.timers).toEqual([]);
    only.runner.resign(new Error('term over'));
    expect(only.isLeading).toBe(false);
    tabs.browser.advance(11_000);
    expect(only.isLeading).toBe(true);
  });

  test('a page that may not use locks leads by itself, and says why', async () => {
    const tabs = new Tabs();
    const only = tabs.open(true, ['leave to lock']);
    expect(only.runner.status).toMatchObject({ role: 'following', by: 'locks' });
    tabs.deliver();
    await turn();
    expect(only.runner.status).toMatchObject({ isLeader: true, by: 'none', fault: new Error('not allowed') });
  });
});

describe('[TAB-3] how many tabs are open', () => {
  const counts = (tabs: Tabs): readonly (number | undefined)[] => tabs.all.map(({ runner }) => runner.status.tabs);
  /** Lets time pass, and promises settle. */
  const pass = async (tabs: Tabs, ms: number): Promise<void> => {
    tabs.browser.advance(ms);
    await turn();
  };

  test('every tab knows soon after one comes, goes, is put away or returns', async () => {
    const tabs = new Tabs();
    const [first, second, third] = [tabs.open(true), tabs.open(false), tabs.open(false)];
    await pass(tabs, 300);
    expect(counts(tabs)).toEqual([3, 3, 3]);
    second.runner.stop();
    await pass(tabs, 300);
    expect(counts(tabs)).toEqual([2, 3, 2]);
    third.page.leave();
    await pass(tabs, 300);
    expect(first.runner.status.tabs).toBe(1);
    third.page.return();
    await pass(tabs, 300);
    expect(counts(tabs)).toEqual([2, 3, 2]);
  });

  test('a visible tab notices within ten seconds that another crashed, and at once when it gets the focus', async () => {
    const tabs = new Tabs();
    const [first, second, third] = [tabs.open(true), tabs.open(false), tabs.open(false)];
    await pass(tabs, 300);
    second.page.crash();
    await pass(tabs, 10_300);
    expect(first.runner.status.tabs).toBe(2);
    third.page.crash();
    first.page.focus();
    await pass(tabs, 300);
    expect(first.runner.status.tabs).toBe(1);
  });

  test('a tab that is stopped hears nothing more', () => {
    const tabs = new Tabs();
    const [first, second] = [tabs.open(true), tabs.open(true)];
    tabs.settle();
    second.runner.stop();
    first.page.show(false);
    expect(second.page.inbox).toEqual([]);
  });

  test('a tab that is stopped while it counts reports nothing more', async () => {
    const tabs = new Tabs();
    const only = tabs.open(true);
    tabs.browser.advance(300);
    only.runner.stop();
    await turn();
    expect(only.runner.status).toMatchObject({ role: 'stopped', tabs: undefined });
    expect(only.page.timers).toEqual([]);
  });

  test('a page that may not count says why, and leads all the same', async () => {
    const tabs = new Tabs();
    const only = tabs.open(true, ['leave to count']);
    await pass(tabs, 300);
    expect(only.runner.status).toMatchObject({ isLeader: true, tabs: undefined, fault: new Error('not allowed') });
  });
});
