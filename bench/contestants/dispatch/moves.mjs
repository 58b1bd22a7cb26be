import { checksum, movement, random } from '../../workload/log.mjs';

/**
 * @typedef {{ entities: number, units: number }} DispatchTask
 *
 * A store with all items listed: how to move one, how many times its listener was told, what items there are, and when
 * all is stored, for a store that stores.
 * @typedef {object} Shop
 * @property {(moved: import('../../workload/log.mjs').Moved) => unknown} move
 * @property {() => number} told
 * @property {() => Iterable<import('../../workload/log.mjs').Item>} items
 * @property {() => Promise<unknown>} [stored]
 */

/**
 * A `measure` that moves items one by one, each move a dispatch of its own that a listener is told of.
 * @param {(entities: number) => Shop | Promise<Shop>} open
 */
export function dispatchMoves(open) {
  return async (/** @type {DispatchTask} */ { entities, units }) => {
    const shop = await open(entities);
    const draw = random(entities);
    const moves = Array.from({ length: units }, (_, index) => movement(draw() % entities, index));
    globalThis.gc?.();
    const startedAt = performance.now();
    for (const moved of moves) shop.move(moved);
    await shop.stored?.();
    const cost = performance.now() - startedAt;
    if (shop.told() !== units) throw new Error(`The listener was told ${shop.told()} times of ${units} moves.`);
    return { cost, check: checksum(shop.items()) };
  };
}
