/**
 * The same items, begun at another one each round, so that nobody always runs first or behind the same one: odd rounds
 * also run backwards.
 * @template T
 * @param {readonly T[]} items
 * @param {number} round
 * @returns {T[]}
 */
export function rotate(items, round) {
  const start = items.length === 0 ? 0 : round % items.length;
  const turned = [...items.slice(start), ...items.slice(0, start)];
  return round % 2 === 0 ? turned : turned.reverse();
}
