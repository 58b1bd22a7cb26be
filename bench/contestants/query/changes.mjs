import { categories, movement } from '../../workload/log.mjs';

/**
 * A shop whose items can be moved, and the query under test: what is left in category 0.
 * @typedef {{ move: (moved: import('../../workload/log.mjs').Moved) => unknown, ask: () => number }} Shop
 */

/**
 * A `measure` that changes one item before each query, and times only the query. `isTouched` tells whether that item is
 * in the queried category.
 * @param {(entities: number) => Shop | Promise<Shop>} open
 */
export function askAfterChange(open) {
  return async (
    /** @type {{ entities: number, units: number, isTouched: boolean }} */ { entities, units, isTouched },
  ) => {
    const shop = await open(entities);
    shop.ask();
    // The distance between two items of one category.
    const step = categories(entities);
    let cost = 0;
    let left = 0;
    for (let unit = 0; unit < units; unit += 1) {
      shop.move(movement((unit % 50) * step + (isTouched ? 0 : 1), unit + 1));
      const startedAt = performance.now();
      left = shop.ask();
      cost += performance.now() - startedAt;
    }
    return { cost, check: left };
  };
}
