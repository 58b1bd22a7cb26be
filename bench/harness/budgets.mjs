// The budgets of the design that these suites cover, and whether a run met them.
import * as figures from './figures.mjs';
import { table } from './table.mjs';

/**
 * @typedef {import('./suite.mjs').SuiteResult} SuiteResult
 * @typedef {(workload: string, contestant: string) => number} Find the figure for one unit: milliseconds or bytes
 * @typedef {{ what: string, budget: string, suite: string,
 *   judge: (find: Find) => { found: string, isMet: boolean } }} Budget
 */

/** @param {number} most @returns {(ratio: number) => { found: string, isMet: boolean }} */
const atMostTimes = (most) => (ratio) => ({ found: figures.times(ratio), isMet: ratio <= most });

/** @param {number} least events a second @returns {(ms: number) => { found: string, isMet: boolean }} */
const atLeastRate = (least) => (ms) => ({ found: figures.rate(1000 / ms), isMet: 1000 / ms >= least });

/** @param {number} most @returns {(bytes: number) => { found: string, isMet: boolean }} */
const atMostBytes = (most) => (bytes) => ({ found: figures.bytes(bytes), isMet: bytes <= most });

/** @param {number} most @returns {(ms: number) => { found: string, isMet: boolean }} */
const atMostTime = (most) => (ms) => ({ found: figures.time(ms), isMet: ms <= most });

const FRAME_MS = 1_000 / 60;

/** @type {readonly Budget[]} */
const budgets = [
  {
    what: 'fold 100k events over 1k entities into a collection',
    budget: '≥ 500k events/s',
    suite: 'fold',
    judge: (find) => atLeastRate(500_000)(find('1000', 'collection')),
  },
  {
    what: 'the same into a view, beside one Immer produce by hand',
    budget: '≤ 3×',
    suite: 'fold',
    judge: (find) => atMostTimes(3)(find('1000', 'view') / find('1000', 'produce')),
  },
  {
    what: 'dispatch until views are up to date, 50k entities',
    budget: '≥ 50k events/s',
    suite: 'dispatch',
    judge: (find) => atLeastRate(50_000)(find('50000', 'run')),
  },
  {
    what: 'the same beside 100 entities',
    budget: '≤ 1.5×',
    suite: 'dispatch',
    judge: (find) => atMostTimes(1.5)(find('50000', 'run') / find('100', 'run')),
  },
  {
    what: 'stored appends, batches of 100, streamed',
    budget: '≥ 100k events/s',
    suite: 'append',
    judge: (find) => atLeastRate(100_000)(find('100-streamed', 'refold')),
  },
  {
    what: 'the same beside raw IndexedDB writing the same rows',
    budget: '≤ 2×',
    suite: 'append',
    judge: (find) => atMostTimes(2)(find('100-streamed', 'refold') / find('100-streamed', 'raw-our-rows')),
  },
  {
    what: 'one dispatch until stored, beside a raw transaction of one row',
    budget: '≤ 1.5×',
    suite: 'latency',
    judge: (find) => atMostTimes(1.5)(find('stored', 'stored') / find('stored', 'raw-relaxed')),
  },
  {
    what: 'boot to first view, 1M-event log with a snapshot',
    budget: '≤ 300 ms',
    suite: 'read',
    judge: (find) => atMostTime(300)(find('1m-snapshot', 'snapshot') * 1_000_000),
  },
  {
    what: 'the same beside a log of 10k events',
    budget: '≤ 1.3×',
    suite: 'read',
    judge: (find) =>
      atMostTimes(1.3)((find('1m-snapshot', 'snapshot') * 1_000_000) / (find('10k-snapshot', 'snapshot') * 10_000)),
  },
  {
    what: 'undo or redo of a recent group, 100k events, collection, p95',
    budget: '≤ 4 ms',
    suite: 'undo',
    judge: (find) => atMostTime(4)(find('100k', 'collection')),
  },
  {
    what: 'the same, view',
    budget: '≤ 16 ms',
    suite: 'undo',
    judge: (find) => atMostTime(16)(find('100k', 'view')),
  },
  {
    what: 'one event of others under 1k pending ones, 50k rows, one createUndo',
    budget: '≤ 5 ms',
    suite: 'tail',
    judge: (find) => atMostTime(5)(find('50000-1', 'collection-next')),
  },
  {
    what: 'the same, the first after these were made',
    budget: '≤ 5 ms',
    suite: 'tail',
    judge: (find) => atMostTime(5)(find('50000-1', 'collection-first')),
  },
  {
    what: '10k events of others under 1k pending ones, 50k rows, one createUndo',
    budget: '≤ 100 ms',
    suite: 'tail',
    judge: (find) => atMostTime(100)(find('50000-10000', 'collection-slices')),
  },
  {
    what: 'the same, longest task',
    budget: '≤ 50 ms',
    suite: 'tail',
    judge: (find) => atMostTime(50)(find('50000-10000', 'collection-longest')),
  },
  {
    what: 'another window shows an append, median',
    budget: '≤ 2 frames',
    suite: 'tabs',
    judge: (find) => atMostTime(2 * FRAME_MS)(find('seen', 'seen')),
  },
  {
    what: 'append in a follower until stored, five windows write, p95',
    budget: '≤ 50 ms',
    suite: 'tabs',
    judge: (find) => atMostTime(50)(find('stored', 'stored-5')),
  },
  {
    what: 'longest task, 50k rows, 20 events a second of another window',
    budget: '≤ 50 ms',
    suite: 'tabs',
    judge: (find) => atMostTime(50)(find('list', 'list')),
  },
  {
    what: 'heap with a log of 1M events open',
    budget: '≤ 60 MB',
    suite: 'heap',
    judge: (find) => atMostBytes(60_000_000)(find('1m-1k', 'refold') * 1_000_000),
  },
  {
    what: 'seek at random, 100k events, a collection, p95',
    budget: '≤ 4 ms',
    suite: 'seek',
    judge: (find) => atMostTime(4)(find('100k-random', 'collection')),
  },
  {
    what: 'the same, a view',
    budget: '≤ 16 ms',
    suite: 'seek',
    judge: (find) => atMostTime(16)(find('100k-random', 'view')),
  },
  {
    what: 'core with the Dexie log, no dependencies',
    budget: '≤ 20 kB',
    suite: 'bundle',
    judge: (find) => atMostBytes(20_000)(find('hello', 'core-alone')),
  },
  {
    what: 'the same with every dependency, zod/mini',
    budget: '≤ 65 kB',
    suite: 'bundle',
    judge: (find) => atMostBytes(65_000)(find('hello', 'core-mini')),
  },
  {
    what: 'the same with every dependency, zod',
    budget: '≤ 85 kB',
    suite: 'bundle',
    judge: (find) => atMostBytes(85_000)(find('hello', 'core-zod')),
  },
];

/**
 * @param {readonly SuiteResult[]} results
 * @returns {{ text: string, missed: readonly string[] }}
 */
export function judge(results) {
  /** @type {string[]} */
  const missed = [];
  const rows = budgets.flatMap(({ what, budget, suite, judge: decide }) => {
    const found = results.find(({ name }) => name === suite)?.figures;
    if (found === undefined) return [];
    try {
      const verdict = decide((workload, contestant) => pick(found, workload, contestant));
      if (!verdict.isMet) missed.push(what);
      return [[what, budget, verdict.found, verdict.isMet ? 'met' : 'missed']];
    } catch (error) {
      if (!(error instanceof NotMeasured)) throw error;
      return [[what, budget, '', 'not measured']];
    }
  });
  return { text: table(['', 'budget', 'measured', ''], rows), missed };
}

class NotMeasured extends Error {}

/**
 * @param {SuiteResult['figures']} found
 * @param {string} workload
 * @param {string} contestant
 */
function pick(found, workload, contestant) {
  const figure = found[workload]?.[contestant];
  if (figure === undefined) throw new NotMeasured(`${contestant} was not measured in ${workload}.`);
  return figure;
}
