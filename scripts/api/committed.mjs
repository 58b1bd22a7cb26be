// The API reports in docs/api, which show each change of the public API in a review.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages } from '../public-packages.mjs';
import { reportsOf } from './reports.mjs';

/** @param {string} root */
export function writeReports(root) {
  const folder = join(root, 'docs', 'api');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const reports = reportsFor(root);
  for (const [name, text] of reports) writeFileSync(join(folder, name), text);
  return reports.size;
}

/**
 * @param {string} root
 * @returns {string[]} the differences, one for each report
 */
export function reportDifferences(root) {
  const made = reportsFor(root);
  const committed = readReports(join(root, 'docs', 'api'));
  return [...new Set([...made.keys(), ...committed.keys()])].sort().flatMap((name) => {
    const [now, before] = [made.get(name), committed.get(name)];
    if (now === before) return [];
    if (before === undefined) return [`docs/api/${name} is missing: a package has this entry.`];
    if (now === undefined) return [`docs/api/${name} is left over: no public package has this entry.`];
    const changes = [
      ...linesWithout(before, now).map((line) => `- ${line}`),
      ...linesWithout(now, before).map((line) => `+ ${line}`),
    ];
    return [[`docs/api/${name} differs:`, ...changes].join('\n  ')];
  });
}

/** @param {string} root */
function reportsFor(root) {
  return new Map(publicPackages(root).flatMap((folder) => [...reportsOf(folder)]));
}

/**
 * @param {string} folder
 * @returns {Map<string, string>}
 */
function readReports(folder) {
  mkdirSync(folder, { recursive: true });
  return new Map(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')]),
  );
}

/**
 * The lines of a text that are missing in another text.
 * @param {string} text
 * @param {string} other
 */
function linesWithout(text, other) {
  const left = other.split('\n');
  return text.split('\n').filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
