import { listing } from '../../workload/log.mjs';
import { dispatchMoves } from './moves.mjs';
import { makeItemStore } from './redux-toolkit-store.mjs';

export const measure = dispatchMoves((entities) => {
  const { store, selectors, listed, moved } = makeItemStore();
  store.dispatch(listed(Array.from({ length: entities }, (_, index) => listing(index, entities))));
  let calls = 0;
  store.subscribe(() => (calls += 1));
  return {
    move: (data) => store.dispatch(moved(data)),
    calls: () => calls,
    items: () => selectors.selectAll(store.getState()),
  };
});
