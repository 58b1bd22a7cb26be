import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { lead, type LeadRunner } from './lead.ts';
import type { LeadPage } from './lead-page.fixture.ts';
import type { LockReport } from './platform.ts';
import { webLock } from './web-lock.ts';
import { webPlatform } from './web-platform.ts';

const newName = (): string => crypto.randomUUID();

/** A tab in this page. */
function openTab(name: string): LeadRunner {
  const runner = lead({
    platform: webPlatform(),
    name,
    tab: crypto.randomUUID(),
    onLead: () => Promise.resolve(),
    onNews: () => undefined,
    onStatus: () => undefined,
  });
  onTestFinished(runner.stop);
  runner.start();
  return runner;
}

/** A tab in a page of its own. */
async function openFrame(name: string): Promise<{ readonly page: LeadPage; readonly close: () => void }> {
  const frame = document.createElement('iframe');
  frame.src = `${new URL('lead-page.fixture.html', import.meta.url).pathname}#${name}`;
  document.body.append(frame);
  onTestFinished(() => frame.remove());
  const page = (): LeadPage | undefined => (frame.contentWindow as unknown as { faults?: LeadPage }).faults;
  await expect.poll(page).toBeDefined();
  return { page: page()!, close: () => frame.remove() };
}

const isLeader = ({ status }: LeadRunner) => status.isLeader;

/** Records what a lock reports. */
function recording(): { readonly told: string[]; readonly report: LockReport } {
  const told: string[] = [];
  const report = {
    granted: () => void told.push('granted'),
    taken: () => void told.push('taken'),
    refused: (cause: unknown) => void told.push(`refused: ${(cause as Error).name}`),
  };
  return { told, report };
}

/** The messages that are posted from now on. */
function listen(name: string): readonly unknown[] {
  const posted: unknown[] = [];
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', ({ data }) => posted.push(data));
  onTestFinished(() => channel.close());
  return posted;
}

/** Whether somebody has the lock, and how many wait for it. */
async function lockState(name: string): Promise<{ readonly held: number; readonly pending: number }> {
  const { held = [], pending = [] } = await navigator.locks.query();
  const ofName = (all: readonly LockInfo[]): number => all.filter((lock) => lock.name === name).length;
  return { held: ofName(held), pending: ofName(pending) };
}

describe('[TAB-3] tabs in a real browser', () => {
  test('one leads; another follows, and leads when the first stops', async () => {
    const name = newName();
    const first = openTab(name);
    await expect.poll(() => isLeader(first)).toBe(true);
    const second = openTab(name);
    await expect.poll(async () => (await lockState(name)).pending).toBe(1);
    expect(second.status).toMatchObject({ role: 'following', isLeader: false, by: 'locks', hints: 'channel' });
    first.stop();
    await expect.poll(() => isLeader(second)).toBe(true);
    expect(first.status).toMatchObject({ role: 'stopped', isLeader: false });
  });

  test('a page that vanishes hands over, and is no longer counted', async () => {
    const name = newName();
    const { page, close } = await openFrame(name);
    await expect.poll(() => page.status().isLeader).toBe(true);
    const second = openTab(name);
    await expect.poll(() => second.status.tabs).toBe(2);
    await expect.poll(() => page.status().tabs).toBe(2);
    expect(isLeader(second)).toBe(false);
    close();
    await expect.poll(() => isLeader(second)).toBe(true);
    await expect.poll(() => second.status.tabs).toBe(1);
  });

  test('two stores of one page count as one tab, and tabs of another log count for nothing', async () => {
    const name = newName();
    const { page } = await openFrame(newName());
    await expect.poll(() => page.status().tabs).toBe(1);
    const [first, second] = [openTab(name), openTab(name)];
    await expect.poll(() => [first.status.tabs, second.status.tabs]).toEqual([1, 1]);
  });

  test('a tab that has stopped is no longer counted, even after its page returns', async () => {
    const name = newName();
    const { page } = await openFrame(name);
    const tab = openTab(name);
    await expect.poll(() => page.status().tabs).toBe(2);
    tab.stop();
    for (const type of ['freeze', 'resume']) window.dispatchEvent(new Event(type));
    await expect.poll(() => page.status().tabs).toBe(1);
    expect(await lockState(`${name}:tabs`)).toEqual({ held: 1, pending: 0 });
  });

  test('a visible tab takes the lock from a holder that does not answer', async () => {
    const name = newName();
    const silent = navigator.locks.request(name, () => new Promise(() => undefined));
    const tab = openTab(name);
    await expect(silent).rejects.toThrow('Lock broken');
    await expect.poll(() => isLeader(tab)).toBe(true);
  });

  test('a page that is put away gives up its locks and channel, and returns', async () => {
    const name = newName();
    const [first, second] = [openTab(name), await openFrame(name)];
    await expect.poll(() => isLeader(first)).toBe(true);
    await expect.poll(() => second.page.status().tabs).toBe(2);
    const posted = listen(name);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(first.status).toMatchObject({ role: 'away', isLeader: false });
    await expect.poll(() => posted).toContainEqual(expect.objectContaining({ type: 'gone' }));
    await expect.poll(() => second.page.status()).toMatchObject({ isLeader: true, tabs: 1 });
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await expect.poll(() => second.page.status().tabs).toBe(2);
    await expect.poll(() => first.status).toMatchObject({ role: 'following', tabs: 2 });
  });
});

describe('[TAB-3] a lock of Web Locks', () => {
  test('a request that is withdrawn reports nothing', async () => {
    const name = newName();
    const [holder, waiting] = [recording(), recording()];
    const [first, second] = [webLock(navigator.locks, name), webLock(navigator.locks, name)];
    first.request(false, holder.report);
    second.request(false, waiting.report);
    await expect.poll(() => lockState(name)).toEqual({ held: 1, pending: 1 });
    second.release();
    await expect.poll(() => lockState(name)).toEqual({ held: 1, pending: 0 });
    first.release();
    await expect.poll(() => lockState(name)).toEqual({ held: 0, pending: 0 });
    expect([holder.told, waiting.told]).toEqual([['granted'], []]);
  });

  test('the first request of a page can be withdrawn at once', async () => {
    const name = newName();
    const [holder, waiting] = [recording(), recording()];
    const first = webLock(navigator.locks, name);
    first.request(false, holder.report);
    await expect.poll(() => holder.told).toEqual(['granted']);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    onTestFinished(() => frame.remove());
    const { locks } = frame.contentWindow!.navigator;
    const second = webLock(locks, name);
    second.request(false, waiting.report);
    await Promise.resolve();
    await Promise.resolve();
    second.release();
    // The browser takes requests in order.
    await locks.request(newName(), () => undefined);
    expect(await lockState(name)).toEqual({ held: 1, pending: 0 });
    first.release();
  });

  test('a request that takes the lock reports to both, and another request of the same tab replaces it', async () => {
    const name = newName();
    const [before, after, next] = [recording(), recording(), recording()];
    const [first, second] = [webLock(navigator.locks, name), webLock(navigator.locks, name)];
    first.request(false, before.report);
    await expect.poll(() => before.told).toEqual(['granted']);
    second.request(true, after.report);
    await expect.poll(() => [before.told, after.told]).toEqual([['granted', 'taken'], ['granted']]);
    second.request(false, next.report);
    await expect.poll(() => next.told).toEqual(['granted']);
    expect(after.told).toEqual(['granted']);
    second.release();
    await expect.poll(() => lockState(name)).toEqual({ held: 0, pending: 0 });
  });

  test('a request that takes the lock and is withdrawn at once leaves the lock free', async () => {
    const name = newName();
    const [before, after] = [recording(), recording()];
    const [first, second] = [webLock(navigator.locks, name), webLock(navigator.locks, name)];
    first.request(false, before.report);
    await expect.poll(() => before.told).toEqual(['granted']);
    // A request is on its way to the browser, once the page may ask for locks.
    await lockState(name);
    second.request(true, after.report);
    await Promise.resolve();
    await Promise.resolve();
    second.release();
    await expect.poll(() => before.told).toEqual(['granted', 'taken']);
    await expect.poll(() => lockState(name)).toEqual({ held: 0, pending: 0 });
    expect(after.told).toEqual([]);
  });

  test('a page that may not use locks reports the reason', async () => {
    const { told, report } = recording();
    const denied = Promise.reject(new DOMException('denied', 'SecurityError'));
    webLock({ query: () => denied } as unknown as LockManager, 'shop').request(false, report);
    await expect.poll(() => told).toEqual(['refused: SecurityError']);
  });
});

describe('[TAB-3] the page and its frames', () => {
  test('a page that is put away neither posts nor hears', async () => {
    const name = newName();
    const heard: unknown[] = [];
    const channel = webPlatform().channel(name, (message) => heard.push(message))!;
    const posted = listen(name);
    const other = new BroadcastChannel(name);
    onTestFinished(() => other.close());
    window.dispatchEvent(new Event('freeze'));
    channel.post('lost');
    other.postMessage('frozen');
    window.dispatchEvent(new Event('resume'));
    channel.post('back');
    await expect.poll(() => posted).toEqual(['frozen', 'back']);
    other.postMessage('back');
    await expect.poll(() => heard).toEqual(['back']);
    channel.close();
    channel.post('closed');
    other.postMessage('end');
    await expect.poll(() => posted).toEqual(['frozen', 'back', 'back', 'end']);
    expect(heard).toEqual(['back']);
  });

  test('listeners hear each change once, and nothing after they stop', () => {
    const heard: string[] = [];
    const page = webPlatform().page({
      leave: () => heard.push('leave'),
      return: () => heard.push('return'),
      focus: () => heard.push('focus'),
      visibility: (isVisible) => heard.push(`visible ${isVisible}`),
    });
    expect(page.isVisible).toBe(true);
    for (const type of ['freeze', 'resume', 'focus', 'visibilitychange']) window.dispatchEvent(new Event(type));
    // A page that is shown for the first time, and one that is put away and then frozen.
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    for (const type of ['freeze', 'resume']) window.dispatchEvent(new Event(type));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    const all = ['leave', 'return', 'focus', 'visible true', 'leave', 'return'];
    expect(heard).toEqual(all);
    page.stop();
    window.dispatchEvent(new Event('focus'));
    expect(heard).toEqual(all);
  });

  test('a task runs once at the next frame, unless it is cancelled', async () => {
    const { frame } = webPlatform();
    const ran: number[] = [];
    const cancel = frame(() => ran.push(1));
    frame(() => ran.push(2));
    cancel();
    await expect.poll(() => ran).toEqual([2]);
  });

  test.each([
    ['a hidden page runs a task when idle', () => undefined, 100],
    [
      'without idle time, a hidden page runs it a second later',
      () => vi.stubGlobal('requestIdleCallback', undefined),
      1_000,
    ],
  ])('%s, and only once', (_, prepare, ms) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'requestIdleCallback', 'cancelIdleCallback'] });
    onTestFinished(() => {
      vi.useRealTimers();
      vi.unstubAllGlobals();
    });
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    vi.spyOn(window, 'requestAnimationFrame').mockReturnValue(0);
    prepare();
    const task = vi.fn<() => void>();
    webPlatform().frame(task);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(ms);
    expect(task).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(5_000);
    expect(task).toHaveBeenCalledOnce();
  });
});
