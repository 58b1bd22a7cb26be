import type { Page } from '@playwright/test';

declare global {
  interface Window {
    longTasks: { startMs: number; durationMs: number }[];
  }
}

/** Records every task that blocks the page for more than 50 ms. Call it before the page opens. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.longTasks = [];
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        window.longTasks.push({ startMs: startTime, durationMs: duration });
    });
    observer.observe({ type: 'longtask', buffered: true });
  });
}

/** The longest task since a time of the page's clock, in ms; 0 when none was longer than 50 ms. */
export function longestTask(page: Page, sinceMs = 0): Promise<number> {
  return page.evaluate(
    (since) =>
      Math.round(
        Math.max(0, ...window.longTasks.filter(({ startMs }) => startMs >= since).map(({ durationMs }) => durationMs)),
      ),
    sinceMs,
  );
}

export const pageTime = (page: Page): Promise<number> => page.evaluate(() => performance.now());
