import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import { makeLog } from '../../workload/log.mjs';
import { after, sumOf } from './reducer.mjs';
import { seeks } from './seeks.mjs';

/** @typedef {import('./reducer.mjs').Items} Items */

export const measure = seeks(async ({ events, entities }) => async () => {
  const store = createStore(temporal(() => ({ items: /** @type {Items} */ ({}) })));
  for (const event of makeLog(events, entities)) store.setState(({ items }) => ({ items: after(items, event) }));
  return {
    seek: (position) => {
      const { pastStates, undo, redo } = store.temporal.getState();
      const by = position - pastStates.length;
      if (by < 0) undo(-by);
      else if (by > 0) redo(by);
    },
    sum: () => sumOf(store.getState().items),
  };
});
