import { checksum, movement, random } from '../../workload/log.mjs';

/**
 * @typedef {{ entities: number, units: number }} DispatchTask
 *
 * A store with all items listed. `move` moves one, `calls` counts the calls of its listener, and `stored` resolves when
 * everything is stored, in a store that stores.
 * @typedef {object} Shop
 * @property {(moved: import('../../workload/log.mjs').Moved) => unknown} move
 * @property {() => number} calls
 * @property {() => Iterable<import('../../workload/log.mjs').Item>} items
 * @property {() => Promise<unknown>} [stored]
 */

/** Dispatches in one task: as many as a busy page has, but not so many that all stay in memory. */
const IN_ONE_GO = 100;

/**
 * A `measure` that moves items one by one, each in a dispatch of its own that calls a listener. Work of the event loop
 * in between is not counted, unless the store must have stored everything.
 * @param {(entities: number) => Shop | Promise<Shop>} open
 */
export function dispatchMoves(open) {
  return async (/** @type {DispatchTask} */ { entities, units }) => {
    const shop = await open(entities);
    const draw = random(entities);
    // The first third is not counted: in the smallest workload, the optimiser has seen few calls by then.
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
    if (shop.calls() !== moves.length)
      throw new Error(`The listener was called ${shop.calls()} times for ${moves.length} moves.`);
    return { cost, check: checksum(shop.items()) };
  };
}
