import { makeLog } from '../../workload/log.mjs';

/**
 * A `measure` that passes in the log and times only the fold. The log is made once for each workload and is never
 * written to; the state is new each time.
 * @template [T=import('../../workload/log.mjs').ItemEvent[]]
 * @param {(log: T) => (() => number) | Promise<() => number>} fold returns a function that computes the checksum
 * @param {(log: import('../../workload/log.mjs').ItemEvent[]) => T | Promise<T>} [prepare] untimed, before each round
 */
export function foldLog(fold, prepare = (log) => /** @type {T} */ (/** @type {unknown} */ (log))) {
  let made = { key: '', log: /** @type {import('../../workload/log.mjs').ItemEvent[]} */ ([]) };
  return async (/** @type {{ entities: number, units: number }} */ { entities, units }) => {
    const key = `${entities} ${units}`;
    if (made.key !== key) made = { key, log: makeLog(units, entities) };
    const prepared = await prepare(made.log);
    globalThis.gc?.();
    const startedAt = performance.now();
    const check = await fold(prepared);
    const cost = performance.now() - startedAt;
    return { cost, check: check() };
  };
}
