// How long a page could not answer while it was doing something.

/**
 * Does some work; gives how long it took and the longest task on the way, 0 when that was under 50 ms.
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
  // A task is told of once it is over.
  await new Promise((resolve) => setTimeout(resolve, 100));
  tasks.push(...observer.takeRecords());
  observer.disconnect();
  const during = tasks.filter((task) => task.startTime < startedAt + cost);
  return { cost, longest: Math.max(0, ...during.map((task) => task.duration)), result };
}
