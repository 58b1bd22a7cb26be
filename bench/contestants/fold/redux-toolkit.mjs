// An action for each event, as an app would dispatch them. What is listed comes in at once and is not timed, since only
// few of the events can be: the cost of one grows with the entities.
import { makeItemStore } from '../dispatch/redux-toolkit-store.mjs';
import { listing, makeLog } from '../../workload/log.mjs';

/** @param {{ entities: number, units: number }} task */
export function measure({ entities, units }) {
  const { store, listed, moved } = makeItemStore();
  store.dispatch(listed(Array.from({ length: entities }, (_, index) => listing(index, entities))));
  const moves = makeLog(entities + units, entities).slice(entities);
  const startedAt = performance.now();
  for (const { data } of moves) store.dispatch(moved(/** @type {import('../../workload/log.mjs').Moved} */ (data)));
  return { cost: performance.now() - startedAt };
}
