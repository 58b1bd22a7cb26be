// A whole append to a store without views: checked, stamped, published and queued for storage.
import { createStore } from '@refold/core';
import { takePayloads, timeEach } from './payloads.mjs';

/** @param {import('./payloads.mjs').PayloadTask} task */
export async function measure(task) {
  const { event, data } = takePayloads(task);
  const store = createStore({ events: [event], views: [] });
  await store.ready;
  let stored = () => Promise.resolve();
  const append = (/** @type {unknown} */ item) => {
    const receipt = store.append({ type: event.type, data: /** @type {any} */ (item) });
    stored = () => receipt.until('stored');
  };
  const result = await timeEach(data, append, () => stored());
  await store.close();
  return result;
}
