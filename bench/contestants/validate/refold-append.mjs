// A whole append to a store with no views: checked, stamped, published and queued to be stored.
import { createStore } from '@refold/core';
import { takePayloads, timeEach } from './payloads.mjs';

/** @param {import('./payloads.mjs').PayloadTask} task */
export async function measure(task) {
  const { event, data } = takePayloads(task);
  const store = createStore({ events: [event], views: [] });
  await store.ready;
  /** @type {import('@refold/core').Receipt | undefined} */
  let receipt;
  const append = (/** @type {unknown} */ item) => {
    receipt = store.append({ type: event.type, data: /** @type {any} */ (item) });
  };
  const result = await timeEach(data, append, () => receipt?.until('stored'));
  await store.close();
  return result;
}
