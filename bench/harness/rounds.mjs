// Runs contestants against each other: all of them in each round, in rotating order, each with fresh state.
import { rotate } from './rotation.mjs';
import { median, ratio, spread } from './statistics.mjs';

/**

 * The result of a contestant in one round: its cost in milliseconds or bytes. `check` is a value that only the finished
 * work can have.
 * @typedef {{ cost: number, check?: string | number | undefined, extra?: Record<string, number> }} Measured
 *
 * The task of a contestant: its own options, those of the workload, and the units of work.
 * @typedef {Record<string, unknown> & { units: number, round: number }} Task
 *
 * The place of a contestant: its own process or page.
 * @typedef {{ measure(task: Task): Promise<Measured>, close(): Promise<void> }} Runner
 *
 * `limit` is the best that is possible, and the base of ratios. `part` is a part of Refold's work.
 * @typedef {'limit' | 'peer' | 'part' | 'refold'} Role
 *
 * @typedef {object} Contestant
 * @property {string} id
 * @property {string} name as in the table
 * @property {Role} role
 * @property {string} file its module, under bench/contestants
 * @property {Record<string, unknown>} [options]
 * @property {Record<string, string>} [env]
 * @property {boolean} [isFreshEachRound] a new process or page for each round, like a page just loaded
 * @property {boolean} [isHeapWatched] in a page: the peak of its heap is one of its extra figures
 *
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title
 * @property {Record<string, unknown>} options
 * @property {(contestant: Contestant) => number} units how much work: fewer where it would take too long, 0 when
 *   it takes no part
 * @property {boolean} [isLong] left out of a quick run
 *
 * @typedef {object} Row
 * @property {string} id
 * @property {string} name
 * @property {Role} role
 * @property {number} units
 * @property {number} unitCost the median over the rounds, for one unit
 * @property {number} spread
 * @property {number | undefined} toLimit
 * @property {number | undefined} toRefold
 * @property {Record<string, number>} extra medians
 * @property {string} [cannot] why there are no figures
 *
 * @typedef {{ rounds: number, warmUps: number, isQuick: boolean }} Pace
 */

/**
 * @param {Workload} workload
 * @param {readonly Contestant[]} all
 * @param {ReadonlyMap<string, Runner>} runners by contestant
 * @param {Pace} pace
 * @returns {Promise<Row[]>}
 */
export async function race(workload, all, runners, { rounds, warmUps }) {
  const contestants = all.filter((contestant) => workload.units(contestant) > 0);
  /** @type {Map<string, Measured[]>} */
  const measured = new Map(contestants.map(({ id }) => [id, []]));
  /** @type {Map<string, string>} */
  const failed = new Map();
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const contestant of rotate(contestants, round + warmUps)) {
      const { id, role, options = {} } = contestant;
      if (failed.has(id)) continue;
      const task = { ...workload.options, ...options, units: workload.units(contestant), round: round + warmUps };
      try {
        const result = await /** @type {Runner} */ (runners.get(id)).measure(task);
        if (round >= 0) measured.get(id)?.push(result);
      } catch (error) {
        // A peer may be too slow, or fail at this size. The report says so, and the others continue.
        if (role !== 'peer' || !(error instanceof Error)) throw error;
        failed.set(id, error.message);
      }
    }
  }
  const able = contestants.filter(({ id }) => !failed.has(id));
  checkWork(workload, able, measured);
  const unable = contestants.flatMap(({ id, name, role }) => {
    const cannot = failed.get(id);
    return cannot === undefined ? [] : [{ id, name, role, cannot, ...NO_FIGURES }];
  });
  return [...toRows(workload, able, measured), ...unable];
}

const NO_FIGURES = { units: 0, unitCost: NaN, spread: NaN, toLimit: undefined, toRefold: undefined, extra: {} };

/**
 * Contestants with the same amount of work must have the same result, or they are not compared.
 * @param {Workload} workload
 * @param {readonly Contestant[]} contestants
 * @param {ReadonlyMap<string, readonly Measured[]>} measured
 */
function checkWork(workload, contestants, measured) {
  /** @type {Map<number, { name: string, check: unknown }>} */
  const expected = new Map();
  for (const contestant of contestants) {
    const units = workload.units(contestant);
    for (const { check } of measured.get(contestant.id) ?? []) {
      if (check === undefined) continue;
      const first = expected.get(units) ?? { name: contestant.name, check };
      expected.set(units, first);
      if (first.check === check) continue;
      throw new Error(
        `"${workload.title}": ${first.name} came to ${String(first.check)} and ${contestant.name} to ${String(check)}, ` +
          'so they did not do the same work.',
      );
    }
  }
}

/**
 * @param {Workload} workload
 * @param {readonly Contestant[]} contestants
 * @param {ReadonlyMap<string, readonly Measured[]>} measured
 * @returns {Row[]}
 */
function toRows(workload, contestants, measured) {
  const rows = contestants.map((contestant) => {
    const { id, name, role } = contestant;
    const results = measured.get(id) ?? [];
    const units = workload.units(contestant);
    const samples = results.map(({ cost }) => cost / units);
    return { id, name, role, units, unitCost: median(samples), spread: spread(samples), extra: medians(results) };
  });
  const limit = rows.find(({ role }) => role === 'limit')?.unitCost;
  const refold = rows.find(({ role }) => role === 'refold')?.unitCost;
  return rows.map((row) => ({ ...row, toLimit: ratio(row.unitCost, limit), toRefold: ratio(row.unitCost, refold) }));
}

/** @param {readonly Measured[]} results */
function medians(results) {
  const names = Object.keys(results[0]?.extra ?? {});
  return Object.fromEntries(names.map((name) => [name, median(results.map(({ extra }) => extra?.[name] ?? 0))]));
}
