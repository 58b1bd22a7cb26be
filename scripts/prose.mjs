// node scripts/prose.mjs: counts the findings of the prose lint in each file. With paths, it lists them. `--check`
// fails where a count differs from prose/remaining.json. `--lower` lowers those numbers.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { findingsOf } from './prose/findings.mjs';
import { differences, readRemaining, writeRemaining } from './prose/remaining.mjs';
import { isProgram, root } from './run.mjs';

// The API reports in docs/api are generated.
const PROSE = /(?<!\.api)\.(?:md|ts|tsx|mjs|js|css|html)$/;
const NOT_OURS = new Set(['node_modules', 'dist', 'vendor', '.git', '.refold']);

if (isProgram(import.meta.url)) {
  const [option] = process.argv.slice(2);
  if (option === '--check') check();
  else if (option === '--lower') lower();
  else list(process.argv.slice(2));
}

/** Fails when a file has more or fewer findings than remaining.json lists. */
function check() {
  const wrong = differences(countFindings(), readRemaining());
  for (const { path, now, remained } of wrong)
    console.log(
      now > remained
        ? `${path}: ${now} findings, ${remained} are allowed. List them: node scripts/prose.mjs ${path}`
        : `${path}: ${now} findings, ${remained} remained. Lower the number: node scripts/prose.mjs --lower`,
    );
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

/** Lowers the remaining numbers to today's counts, and never raises one. */
function lower() {
  const counts = countFindings();
  const lowered = Object.entries(readRemaining()).map(([path, remained]) => [
    path,
    Math.min(remained, counts[path] ?? 0),
  ]);
  writeRemaining(Object.fromEntries(lowered.filter(([, count]) => count !== 0)));
}

/** @param {readonly string[]} paths */
function list(paths) {
  const named = paths.map((path) => relative(root, resolve(path)).replaceAll('\\', '/'));
  let total = 0;
  for (const path of proseFiles(root)) {
    if (named.length > 0 && !named.some((one) => path === one || path.startsWith(`${one}/`))) continue;
    const findings = findingsOf(path, readFileSync(join(root, path), 'utf8'));
    total += findings.length;
    if (named.length === 0 && findings.length > 0) console.log(`${String(findings.length).padStart(4)}  ${path}`);
    if (named.length > 0) for (const finding of findings) console.log(describe(path, finding));
  }
  console.log(`${total} findings`);
}

/** @returns {Record<string, number>} */
function countFindings() {
  const counted = proseFiles(root).map((path) => [
    path,
    findingsOf(path, readFileSync(join(root, path), 'utf8')).length,
  ]);
  return Object.fromEntries(counted.filter(([, count]) => count !== 0));
}

/**
 * @param {string} path
 * @param {import('./prose/findings.mjs').Finding} finding
 */
function describe(path, { line, found, instead }) {
  return `${path}:${line}  "${found}": ${instead}`;
}

/**
 * The files whose prose we write, by path from the root.
 * @param {string} folder
 * @returns {string[]}
 */
function proseFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return proseFiles(path);
      return entry.isFile() && PROSE.test(entry.name) ? [relative(root, path).replaceAll('\\', '/')] : [];
    });
}
