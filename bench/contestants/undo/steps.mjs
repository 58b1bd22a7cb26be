import { checksum, movement, random } from '../../workload/log.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item @typedef {import('../../workload/log.mjs').Moved} Moved */

/**
 * A store that has folded `before`, and keeps what it takes to undo each move that is made in it from then on.
 * @typedef {object} UndoableShop
 * @property {(moved: Moved) => unknown} move
 * @property {() => unknown} undo
 * @property {() => unknown} redo
 * @property {() => Iterable<Item>} items
 */

/** This many of the last moves can be undone. Earlier ones exist when the store opens. */
export const RECENT = 10_000;
/** The most undos in a row, and redos in a row. */
const DEEPEST = 20;

/**
 * A `measure` that moves items one by one, then undoes and redoes some of the last moves again and again. The cost is
 * the 95th percentile; for memory, it is the heap held.
 * @param {(options: { entities: number, events: number }) => UndoableShop | Promise<UndoableShop>} open
 */
export function undoSteps(open) {
  return async (
    /** @type {{ entities: number, events: number, units: number, what: 'time' | 'memory' }} */ {
      entities,
      events,
      units,
      what,
    },
  ) => {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const shop = await open({ entities, events: events - RECENT });
    const draw = random(entities);
    for (let i = 0; i < RECENT; i++) {
      shop.move(movement(draw() % entities, i));
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    globalThis.gc?.();
    const check = checksum(shop.items());
    if (what === 'memory') return { cost: process.memoryUsage().heapUsed - before, check };
    /** @type {number[]} */
    const times = [];
    const step = (/** @type {() => unknown} */ take) => {
      const startedAt = performance.now();
      take();
      times.push(performance.now() - startedAt);
    };
    while (times.length < units) {
      const depth = 1 + (draw() % DEEPEST);
      for (let i = 0; i < depth; i++) step(shop.undo);
      for (let i = 0; i < depth; i++) step(shop.redo);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (checksum(shop.items()) !== check) throw new Error('Undo and redo have not come back to where they began.');
    times.sort((a, b) => a - b);
    const p95 = times[Math.floor(times.length * 0.95)] ?? 0;
    return { cost: p95 * units, check };
  };
}
