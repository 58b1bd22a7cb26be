// What a packed package must contain, and must not.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lists what is wrong with the files of a package; empty when nothing is.
 * @param {string} folder where the package is, as it was packed
 * @param {readonly string[]} files the paths that were packed
 * @returns {readonly string[]}
 */
export function faultsOf(folder, files) {
  const missing = ['LICENSE', 'README.md'].filter((file) => !files.includes(file));
  const stray = files.filter((path) => /\.(test|test-d|fixture)\.|tsbuildinfo/.test(path));
  return [
    ...missing.map((file) => `${file} is missing`),
    ...stray.map((file) => `${file} is of no use to anyone`),
    ...deadLinks(folder, files).map((link) => `README.md links to ${link}, which is not in the package`),
    ...unmarked(folder, files).map((file) => `${file} uses React and does not begin with 'use client'`),
  ];
}

/**
 * @param {string} folder
 * @param {readonly string[]} files
 */
function deadLinks(folder, files) {
  const readme = join(folder, 'README.md');
  if (!existsSync(readme)) return [];
  const links = [...readFileSync(readme, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^https?:/.test(link) && !files.includes(link));
}

/**
 * The modules that use React but lack the mark for React Server Components.
 * @param {string} folder
 * @param {readonly string[]} files
 */
function unmarked(folder, files) {
  const modules = files.filter((file) => file.startsWith('dist/') && file.endsWith('.js'));
  return modules.filter((file) => {
    const code = readFileSync(join(folder, file), 'utf8');
    return /from ["']react(-dom)?["'/]/.test(code) && !/^["']use client["']/.test(code);
  });
}
