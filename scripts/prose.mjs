// node scripts/prose.mjs: counts the findings of the prose lint in each file. With paths: lists them.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { findingsOf } from './prose/findings.mjs';
import { isProgram, root } from './run.mjs';

// The API reports in docs/api are made, not written.
const PROSE = /(?<!\.api)\.(?:md|ts|tsx|mjs|js|css|html)$/;
const NOT_OURS = new Set(['node_modules', 'dist', 'vendor', '.git', '.refold']);

if (isProgram(import.meta.url)) {
  const named = process.argv.slice(2).map((path) => relative(root, resolve(path)).replaceAll('\\', '/'));
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

/**
 * @param {string} path
 * @param {import('./prose/findings.mjs').Finding} finding
 */
function describe(path, { line, found, instead }) {
  return `${path}:${line}  "${found}": ${instead}`;
}

/**
 * The files with prose of ours, by path from the root.
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
