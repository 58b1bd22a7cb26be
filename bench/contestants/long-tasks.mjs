// Measures how long a page could not respond during some work.

/**
 * Does some work. Returns how long it took, and its longest task, 0 when that was under 50 ms.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<{ cost: number, longest: number, result: T }>}
 */
export async function watchTasks(work) {
  /** @type {PerformanceEntry[]} */
  const tasks = [];
  const observer = new PerformanceObserver((list) => void tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  const startedAt = performance.now();
  const result = await work();
  const cost = performance.now() - startedAt;
  // The browser reports a task after it ends.
  await new Promise((resolve) => setTimeout(resolve, 100));
  tasks.push(...observer.takeRecords());
  observer.disconnect();
  const during = tasks.filter((task) => task.startTime < startedAt + cost);
  return { cost, longest: Math.max(0, ...during.map((task) => task.duration)), result };
}
