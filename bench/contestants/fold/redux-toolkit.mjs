// One action for each event, as an app would dispatch them. Listing the items is one untimed action, because the cost
// of an event grows with the entities and few events fit into the time.
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
