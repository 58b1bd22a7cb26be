import { makeLog } from '../../workload/log.mjs';

/**
 * @typedef {import('../../workload/log.mjs').ItemEvent} ItemEvent
 * @typedef {{ units: number, round: number }} LatencyTask
 */

/**
 * A `measure` that stores events one by one, each after the one before is stored. Returns the median and the 95th
 * percentile. The first few are not counted.
 * @param {(name: string) => Promise<{ store: (event: ItemEvent) => Promise<unknown>,
 *   destroy: () => Promise<unknown> }>} open
 */
export function oneByOne(open) {
  return async (/** @type {LatencyTask} */ { units, round }) => {
    const log = await open(`latency-${round}`);
    /** @type {number[]} */
    const times = [];
    for (const event of makeLog(units + UNCOUNTED, 100)) {
      const startedAt = performance.now();
      await log.store(event);
      times.push(performance.now() - startedAt);
    }
    await log.destroy();
    const sorted = times.slice(UNCOUNTED).sort((a, b) => a - b);
    return { cost: at(sorted, 0.5) * units, extra: { p95: at(sorted, 0.95) } };
  };
}

const UNCOUNTED = 10;

/**
 * @param {readonly number[]} sorted
 * @param {number} share
 */
const at = (sorted, share) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
