import { legacy_createStore as createStore } from '@reduxjs/toolkit';
import undoable, { ActionCreators } from 'redux-undo';
import { makeLog } from '../../workload/log.mjs';
import { after, sumOf } from './reducer.mjs';
import { seeks } from './seeks.mjs';

/** @typedef {import('./reducer.mjs').Items} Items */
/** @typedef {{ type: string, event?: import('../../workload/log.mjs').ItemEvent }} Action */

export const measure = seeks(async ({ events, entities }) => async () => {
  const reducer = (/** @type {Items} */ items = {}, /** @type {Action} */ { event }) =>
    event === undefined ? items : after(items, event);
  const store = createStore(undoable(/** @type {any} */ (reducer)));
  for (const event of makeLog(events, entities)) store.dispatch({ type: 'event', event });
  const state = () => /** @type {{ past: Items[], present: Items }} */ (store.getState());
  return {
    seek: (position) => store.dispatch(ActionCreators.jump(position - state().past.length)),
    sum: () => sumOf(state().present),
  };
});
