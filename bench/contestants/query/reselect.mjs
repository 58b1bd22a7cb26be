import { createSelector } from 'reselect';
import { listing } from '../../workload/log.mjs';
import { makeItemStore } from '../dispatch/redux-toolkit-store.mjs';
import { askAfterChange } from './changes.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */

// A memoized selector over all entities, as Redux's guide derives data.
export const measure = askAfterChange((entities) => {
  const { store, selectors, listed, moved } = makeItemStore();
  store.dispatch(listed(Array.from({ length: entities }, (_, index) => listing(index, entities))));
  const leftInCategory = createSelector(
    [selectors.selectAll, (/** @type {unknown} */ _, /** @type {number} */ category) => category],
    (/** @type {Item[]} */ all, /** @type {number} */ category) =>
      all.reduce((sum, item) => (item.category === category ? sum + item.left : sum), 0),
  );
  return {
    move: (data) => store.dispatch(moved(data)),
    ask: () => leftInCategory(store.getState(), 0),
  };
});
