// A suite of races, and its results.
import * as figures from './figures.mjs';
import { startInNode } from './node-runner.mjs';
import { race } from './rounds.mjs';
import { table } from './table.mjs';

/**
 * @typedef {import('./rounds.mjs').Contestant} Contestant
 * @typedef {import('./rounds.mjs').Row} Row
 * @typedef {import('./rounds.mjs').Runner} Runner
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} title
 * @property {string} about what is measured, for who reads the tables
 * @property {'node' | 'page' | 'heap'} place
 * @property {'rate' | 'time' | 'bytes'} kind
 * @property {string} unit
 * @property {readonly Contestant[]} contestants
 * @property {readonly import('./rounds.mjs').Workload[]} workloads
 * @property {Partial<Pace>} [pace] where fewer rounds do
 *
 * What a suite came to: its tables, and its figures by workload and contestant.
 * @typedef {object} SuiteResult
 * @property {string} name
 * @property {string} title
 * @property {string} about
 * @property {readonly { title: string, text: string }[]} tables
 * @property {Record<string, Record<string, number>>} figures
 *
 * @typedef {import('./rounds.mjs').Pace} Pace
 * @typedef {Awaited<ReturnType<import('./page-runner.mjs').openBrowser>>} Browser
 */

/**
 * @param {Suite} suite
 * @param {Pace} pace
 * @param {() => Promise<Browser>} browser
 * @param {(title: string, text: string) => void} show each table, when it is there
 * @returns {Promise<SuiteResult>}
 */
export async function runSuite(suite, pace, browser, show) {
  const { name, title, about, contestants, workloads } = suite;
  /** @type {Map<string, Runner>} */
  const runners = new Map();
  const tables = [];
  /** @type {SuiteResult['figures']} */
  const found = {};
  try {
    for (const contestant of contestants) runners.set(contestant.id, await start(suite, contestant, browser));
    for (const workload of workloads.filter(({ isLong }) => isLong !== true || !pace.isQuick)) {
      const rows = await race(workload, contestants, runners, atMost(pace, suite.pace));
      const text = toTable(suite, rows);
      show(workload.title, text);
      tables.push({ title: workload.title, text });
      const able = rows.filter(({ cannot }) => cannot === undefined);
      found[workload.id] = Object.fromEntries(able.map((row) => [row.id, row.unitCost]));
    }
  } finally {
    for (const runner of runners.values()) await runner.close();
  }
  return { name, title, about, tables, figures: found };
}

/**
 * @param {Pace} pace
 * @param {Partial<Pace>} [limits]
 * @returns {Pace}
 */
const atMost = (pace, { rounds = pace.rounds, warmUps = pace.warmUps } = {}) => ({
  ...pace,
  rounds: Math.min(pace.rounds, rounds),
  warmUps: Math.min(pace.warmUps, warmUps),
});

/**
 * @param {Suite} suite
 * @param {Contestant} contestant
 * @param {() => Promise<Browser>} browser
 */
async function start({ place }, contestant, browser) {
  if (place === 'node') return startInNode(contestant);
  const opened = await browser();
  return place === 'page' ? opened.startInPage(contestant) : opened.weighInPage(contestant);
}

/**
 * @param {Suite} suite
 * @param {readonly Row[]} rows
 */
function toTable({ kind, unit }, rows) {
  const extras = Object.keys(rows[0]?.extra ?? {});
  const plural = unit === 'query' ? 'queries' : unit === 'dispatch' ? 'dispatches' : `${unit}s`;
  const measures =
    kind === 'rate' ? [plural, `per ${unit}`, 'rate'] : kind === 'time' ? [plural, `per ${unit}`] : ['bytes'];
  const head = ['', ...measures, 'spread', ...extras, 'to the limit', 'to Refold'];
  const able = rows.filter(({ cannot }) => cannot === undefined);
  const unable = rows.map(({ name, cannot }) => (cannot === undefined ? '' : `\n\n${name} cannot: ${cannot}`)).join('');
  const figured = table(
    head,
    able.map((row) => [
      row.name,
      ...cells(kind, row),
      figures.percent(row.spread),
      ...extras.map((extra) => (extra === 'peak heap' ? figures.bytes : figures.time)(row.extra[extra] ?? 0)),
      figures.times(row.toLimit),
      figures.times(row.toRefold),
    ]),
  );
  return figured + unable;
}

/**
 * @param {Suite['kind']} kind
 * @param {Row} row
 */
function cells(kind, { units, unitCost }) {
  if (kind === 'bytes') return [figures.bytes(unitCost * units)];
  const count = units.toLocaleString('en-US');
  return kind === 'rate'
    ? [count, figures.time(unitCost), figures.rate(1000 / unitCost)]
    : [count, figures.time(unitCost)];
}
