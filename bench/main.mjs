// Runs the named suites, or all, and prints their results. scripts/bench.mjs prepares and starts it.
import { report } from '../scripts/fail.mjs';
import { judge } from './harness/budgets.mjs';
import { time } from './harness/figures.mjs';
import { readMachine } from './harness/machine.mjs';
import { openBrowser } from './harness/page-runner.mjs';
import { writeReport } from './harness/report.mjs';
import { runSuite } from './harness/suite.mjs';
import { append } from './suites/append.mjs';
import { background } from './suites/background.mjs';
import { boot } from './suites/boot.mjs';
import { runBundle } from './suites/bundle.mjs';
import { dispatch } from './suites/dispatch.mjs';
import { files } from './suites/files.mjs';
import { fold } from './suites/fold.mjs';
import { heap } from './suites/heap.mjs';
import { latency } from './suites/latency.mjs';
import { query } from './suites/query.mjs';
import { react } from './suites/react.mjs';
import { read } from './suites/read.mjs';
import { seek, seekHeap } from './suites/seek.mjs';
import { tabs } from './suites/tabs.mjs';
import { tail } from './suites/tail.mjs';
import { undo, undoMemory } from './suites/undo.mjs';
import { validate } from './suites/validate.mjs';

const races = [
  fold,
  dispatch,
  query,
  validate,
  append,
  latency,
  read,
  react,
  boot,
  background,
  heap,
  files,
  seek,
  seekHeap,
  undo,
  undoMemory,
  tail,
  tabs,
];
const suiteNames = [...races.map(({ name }) => name), 'bundle'];

const FULL = { rounds: 7, warmUps: 1, isQuick: false };
const QUICK = { rounds: 2, warmUps: 1, isQuick: true };

try {
  const { names, isQuick } = readArguments(process.argv.slice(2));
  await bench(names, isQuick);
} catch (error) {
  report(error);
}

/**
 * Runs suites and prints their tables. Only a full run writes bench/RESULTS.md, because figures of a partial or quick
 * run are not comparable.
 * @param {readonly string[]} names
 * @param {boolean} isQuick
 */
async function bench(names, isQuick) {
  const pace = isQuick ? QUICK : FULL;
  /** @type {Awaited<ReturnType<typeof openBrowser>> | undefined} */
  let browser;
  /** @type {import('./harness/suite.mjs').SuiteResult[]} */
  const results = [];
  const before = readMachine();
  try {
    for (const suite of races.filter(({ name }) => names.includes(name))) {
      announce(suite);
      const startedAt = performance.now();
      results.push(await runSuite(suite, pace, async () => (browser ??= await openBrowser()), show));
      console.log(`\n${suite.name} took ${time(performance.now() - startedAt)}.`);
    }
    if (names.includes('bundle')) results.push(await runBundle(announce, show));
  } finally {
    await browser?.close();
  }
  const verdicts = judge(results);
  show('Budgets', verdicts.text);
  const isComplete = suiteNames.every((name) => names.includes(name));
  if (!isComplete || isQuick) return;
  const file = writeReport({ machine: before, chromium: browser?.version, pace, results, budgets: verdicts.text });
  console.log(`\nWritten to ${file}.`);
}

/** @param {{ name: string, title: string, about: string }} suite */
function announce({ name, title, about }) {
  console.log(`\n# ${title} (${name})\n\n${about}`);
}

/**
 * @param {string} title
 * @param {string} text
 */
function show(title, text) {
  console.log(`\n${title}\n\n${text}`);
}

/** @param {readonly string[]} args */
function readArguments(args) {
  const names = args.filter((arg) => arg !== '--quick');
  const unknown = names.find((name) => !suiteNames.includes(name));
  if (unknown !== undefined) throw new Error(`There is no suite "${unknown}". There are: ${suiteNames.join(', ')}.`);
  return { names: names.length === 0 ? suiteNames : names, isQuick: args.includes('--quick') };
}
