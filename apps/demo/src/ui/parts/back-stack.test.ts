import { describe, expect, it } from 'vitest';
import { type BackHistory, createBackStack } from './back-stack.ts';

/** A history like a browser's: `go` takes effect in a later task, and then calls `onPop`. */
function openBrowser(first: unknown = null) {
  let entries: unknown[] = [first];
  let at = 0;
  const tasks: (() => void)[] = [];
  const history: BackHistory = {
    get state() {
      return entries[at];
    },
    pushState(state) {
      entries = [...entries.slice(0, at + 1), state];
      at += 1;
    },
    replaceState(state) {
      entries[at] = state;
    },
    go: (by) => void tasks.push(() => move(by)),
  };
  const stack = createBackStack(history, (run) => void tasks.push(run));
  const move = (by: number): void => {
    at = Math.max(0, at + by);
    stack.onPop();
  };
  const settle = (): void => {
    while (tasks.length > 0) tasks.shift()?.();
  };
  return {
    stack,
    settle,
    back: () => {
      move(-1);
      settle();
    },
    depth: () => at,
    page: () => entries[at],
    settleOne: () => tasks.shift()?.(),
    /** Follows a link to another page. */
    follow: () => {
      history.pushState('another page', '');
      stack.onPop();
    },
  };
}

/** Opens a layer that a step back closes. Returns whether it is closed. */
function openLayer(stack: ReturnType<typeof createBackStack>): () => boolean {
  let isClosed = false;
  const close = stack.open(() => {
    isClosed = true;
    close();
    return true;
  });
  return () => isClosed;
}

describe('[UI-8] the back stack', () => {
  it('closes a layer and stays on the page', () => {
    const { stack, back, settle, depth } = openBrowser();
    const log: string[] = [];
    const close = stack.open(() => {
      log.push('back');
      close();
      return true;
    });
    expect(depth()).toBe(1);
    back();
    settle();
    expect([log, depth()]).toEqual([['back'], 0]);
  });

  it('leaves no entry when a layer closes by itself', () => {
    const { stack, settle, depth } = openBrowser();
    const [outer, inner] = [stack.open(() => true), stack.open(() => true)];
    inner();
    outer();
    settle();
    expect(depth()).toBe(0);
  });

  it.each(['before', 'while'])(
    'keeps a page that is opened %s the browser leaves the entry of a closed layer',
    (when) => {
      const { stack, follow, settle, settleOne, page } = openBrowser();
      const [outer, inner] = [stack.open(() => true), stack.open(() => true)];
      inner();
      outer();
      if (when === 'while') settleOne();
      follow();
      settle();
      expect(page()).toBe('another page');
    },
  );

  it('closes only the topmost layer', () => {
    const { stack, back, depth } = openBrowser();
    const log: string[] = [];
    const layer = (name: string) => {
      const close = stack.open(() => {
        log.push(name);
        close();
        return true;
      });
    };
    layer('sheet');
    layer('dialog');
    back();
    expect([log, depth()]).toEqual([['dialog'], 1]);
    back();
    expect([log, depth()]).toEqual([['dialog', 'sheet'], 0]);
  });

  it('keeps the entry of a layer that stays open', () => {
    const { stack, back, depth } = openBrowser();
    let asked = 0;
    stack.open(() => {
      asked += 1;
      return false;
    });
    back();
    back();
    expect([asked, depth()]).toEqual([2, 1]);
  });

  it('passes the entry of a layer on to the one that replaces it in the same task', () => {
    const { stack, back, settle, depth } = openBrowser();
    stack.open(() => true)();
    stack.open(() => true)();
    const isClosed = openLayer(stack);
    settle();
    expect([depth(), isClosed()]).toEqual([1, false]);
    back();
    expect([depth(), isClosed()]).toEqual([0, true]);
  });

  it('keeps a layer that is opened while the browser leaves the entry of the one before', () => {
    const { stack, back, settle, settleOne, depth } = openBrowser();
    stack.open(() => true)();
    settleOne();
    const isClosed = openLayer(stack);
    settle();
    expect([depth(), isClosed()]).toEqual([1, false]);
    back();
    expect([depth(), isClosed()]).toEqual([0, true]);
  });

  it('leaves no entry for a layer that was closed before the browser had left the one before', () => {
    const { stack, settle, settleOne, depth } = openBrowser();
    stack.open(() => true)();
    settleOne();
    stack.open(() => true)();
    settle();
    expect(depth()).toBe(0);
  });

  it('continues from the entry of a layer that was open before a reload', () => {
    const { stack, back } = openBrowser({ layer: 7 });
    let isClosed = false;
    stack.open(() => (isClosed = true));
    back();
    expect(isClosed).toBe(true);
  });

  it('stays on a page that was opened from a layer', () => {
    const { stack, follow, settle, depth } = openBrowser();
    const close = stack.open(() => {
      close();
      return true;
    });
    follow();
    settle();
    expect(depth()).toBe(2);
  });
});
