import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { readVersions } from './machine.mjs';

/**
 * Writes bench/RESULTS.md.
 * @param {object} run
 * @param {ReturnType<typeof import('./machine.mjs').readMachine>} run.machine
 * @param {string | undefined} run.chromium
 * @param {import('./rounds.mjs').Pace} run.pace
 * @param {readonly import('./suite.mjs').SuiteResult[]} run.results
 * @param {string} run.budgets
 * @returns {string} the file
 */
export function writeReport({ machine, chromium, pace, results, budgets }) {
  const { cores, processor, memoryGiB, system, node, date, load } = machine;
  const text = [
    '# Measured',
    '',
    'Written by `npm run bench`: do not edit. [NOTES.md](NOTES.md) explains the figures, and why budgets were missed.',
    '',
    `- ${date}, ${cores} cores (${processor}), ${memoryGiB} GiB, ${system}, Node ${node}, headless Chromium ${chromium ?? 'not used'}`,
    `- load average when the run began: ${load.join(', ')}`,
    ...filled(`- ${readVersions().join(', ')}`),
    `- ${pace.rounds} rounds after ${pace.warmUps} to warm up (fewer where one takes long); contestants in rotating order, each in a`,
    '  process or page of its own, with fresh state in each round',
    '',
    'Figures are medians over the rounds; spread is how far apart the middle half of them lies. "To the limit" and "to',
    'Refold" say how many times the cost of the limit, and of the first Refold row, a row is: more is worse.',
    '',
    '## Budgets',
    '',
    budgets,
    ...results.flatMap((result) => [
      '',
      `## ${result.title}`,
      '',
      result.about,
      ...result.tables.flatMap(({ title, text: lines }) => ['', `### ${capital(title)}`, '', lines]),
    ]),
    '',
  ].join('\n');
  const file = join('bench', 'RESULTS.md');
  writeFileSync(join(root, file), text);
  return file;
}

/**
 * Wraps a list item at 120 columns.
 * @param {string} text
 */
function filled(text) {
  return text
    .replace(/(?! )(.{1,118})(?: |$)/g, '$1\n  ')
    .trimEnd()
    .split('\n');
}

/** @param {string} title */
const capital = (title) => title.charAt(0).toUpperCase() + title.slice(1);
