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

/** Dispatches in one go, before the event loop is let on: as many as a busy page has, not so many that all stay in memory. */
const IN_ONE_GO = 100;

/**
 * A `measure` that moves items one by one, each move a dispatch of its own that a listener is told of. What the event
 * loop does in between is not counted, unless the store is asked to have stored everything.
 * @param {(entities: number) => Shop | Promise<Shop>} open
 */
export function dispatchMoves(open) {
  return async (/** @type {DispatchTask} */ { entities, units }) => {
    const shop = await open(entities);
    const draw = random(entities);
    // The first third is not counted: the engine's optimiser has seen few of them in the smallest workload.
    const uncounted = Math.ceil(units / 2);
    const moves = Array.from({ length: uncounted + units }, (_, index) => movement(draw() % entities, index));
    for (const moved of moves.slice(0, uncounted)) shop.move(moved);
    await shop.stored?.();
    globalThis.gc?.();
    let cost = 0;
    for (let at = uncounted; at < moves.length; at += IN_ONE_GO) {
      const some = moves.slice(at, at + IN_ONE_GO);
      const startedAt = performance.now();
      for (const moved of some) shop.move(moved);
      await shop.stored?.();
      cost += performance.now() - startedAt;
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (shop.told() !== moves.length)
      throw new Error(`The listener was told ${shop.told()} times of ${moves.length} moves.`);
    return { cost, check: checksum(shop.items()) };
  };
}
