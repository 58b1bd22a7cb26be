// What a packed package must hold, and must not.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Says what is wrong with the files of a package; nothing when all is well.
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
