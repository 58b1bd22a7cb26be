// The findings that existed when the lint was added, by file. The numbers only go down.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('remaining.json', import.meta.url));

/** @returns {Record<string, number>} */
export const readRemaining = () => JSON.parse(readFileSync(file, 'utf8'));

/** @param {Readonly<Record<string, number>>} counts */
export const writeRemaining = (counts) => writeFileSync(file, `${JSON.stringify(counts, null, 2)}\n`);

/**
 * Files whose count today differs: more than remained, or fewer, so that the number must be lowered.
 * @param {Readonly<Record<string, number>>} counts
 * @param {Readonly<Record<string, number>>} remaining
 * @returns {{ readonly path: string, readonly now: number, readonly remained: number }[]}
 */
export function differences(counts, remaining) {
  return [...new Set([...Object.keys(counts), ...Object.keys(remaining)])]
    .sort()
    .map((path) => ({ path, now: counts[path] ?? 0, remained: remaining[path] ?? 0 }))
    .filter(({ now, remained }) => now !== remained);
}
