import { createStore } from 'zustand/vanilla';
import { immer } from 'zustand/middleware/immer';
import { listing, toItem } from '../../workload/log.mjs';
import { dispatchMoves } from './moves.mjs';

/** @typedef {import('../../workload/log.mjs').Item} Item */
/** @typedef {{ items: Record<string, Item> }} State */

export const measure = dispatchMoves((entities) => {
  const items = Array.from({ length: entities }, (_, index) => toItem(listing(index, entities)));
  const initial = { items: Object.fromEntries(items.map((item) => [item.sku, item])) };
  /** @type {import('zustand').StateCreator<State, [], [['zustand/immer', never]]>} */
  const creator = immer(() => initial);
  const store = createStore(creator);
  let calls = 0;
  store.subscribe(() => (calls += 1));
  return {
    move({ sku, qty }) {
      store.setState((state) => {
        const item = state.items[sku];
        if (item === undefined) return;
        item.left += qty;
        item.moves += 1;
      });
    },
    calls: () => calls,
    items: () => Object.values(store.getState().items),
  };
});
