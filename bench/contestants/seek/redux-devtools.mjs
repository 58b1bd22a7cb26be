import { legacy_createStore as createStore } from '@reduxjs/toolkit';
import { ActionCreators, instrument } from '@redux-devtools/instrument';
import { makeLog } from '../../workload/log.mjs';
import { after, sumOf } from './reducer.mjs';
import { seeks } from './seeks.mjs';

/** @typedef {import('./reducer.mjs').Items} Items */

export const measure = seeks(async ({ events, entities }) => async () => {
  const reducer = (/** @type {Items} */ items = {}, /** @type {any} */ { event }) =>
    event === undefined ? items : after(items, event);
  const store = /** @type {any} */ (
    createStore(/** @type {any} */ (reducer), instrument(undefined, { maxAge: events + 2 }))
  );
  for (const event of makeLog(events, entities)) store.dispatch({ type: 'event', event });
  return {
    seek: (position) => store.liftedStore.dispatch(ActionCreators.jumpToState(position)),
    sum: () => sumOf(store.getState()),
  };
});
