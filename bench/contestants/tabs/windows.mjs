// Several windows of one contestant. A window that another one opened has a role, which its address names.
import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { webTabs } from '@refold/core/tabs';
import { events, items } from '../../workload/shop.mjs';
import { deleteDatabase } from '../idb.mjs';

/** @param {string} name */
export const openStore = async (name) => {
  const store = createStore({ events, views: [items], log: dexieLog(name), tabs: webTabs() });
  await store.ready;
  return store;
};

/** @typedef {Awaited<ReturnType<typeof openStore>>} Store */

/**
 * Call it in every window. In one that `openWindows` opened, it does the work until it hears `stop`.
 * @param {(store: Store, isOver: () => boolean) => unknown} work
 */
export function workIfOpened(work) {
  const name = decodeURIComponent(location.hash.slice(1));
  if (name !== '') void workAs(name, work);
}

/**
 * @param {string} name
 * @param {(store: Store, isOver: () => boolean) => unknown} work
 */
async function workAs(name, work) {
  const channel = new BroadcastChannel(`bench-${name}`);
  const store = await openStore(name);
  let isOver = false;
  let working = Promise.resolve();
  channel.onmessage = async ({ data }) => {
    if (data === 'start') working = Promise.resolve(work(store, () => isOver)).then(() => undefined);
    if (data !== 'stop' || isOver) return;
    isOver = true;
    await working;
    await store.close();
    channel.postMessage('stopped');
    close();
  };
  channel.postMessage('ready');
}

/**
 * Opens windows over a log, which wait for `start`. `stop` ends them, and deletes the log.
 * @param {string} name
 * @param {number} many
 */
export async function openWindows(name, many) {
  const channel = new BroadcastChannel(`bench-${name}`);
  const ready = hear(channel, 'ready', many);
  // As a window of its own, each is visible. Without an opener, each has its own process.
  for (let i = 0; i < many; i++)
    open(
      `${location.pathname}#${encodeURIComponent(name)}`,
      '_blank',
      `popup,noopener,width=400,height=300,left=${i * 400}`,
    );
  await ready;
  return {
    start: () => channel.postMessage('start'),
    async stop() {
      const stopped = hear(channel, 'stopped', many);
      channel.postMessage('stop');
      await stopped;
      channel.close();
      await deleteDatabase(name);
    },
  };
}

/**
 * Resolves when this was posted as often.
 * @param {BroadcastChannel} channel
 * @param {string} what
 * @param {number} often
 * @returns {Promise<void>}
 */
function hear(channel, what, often) {
  let left = often;
  if (left === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const listener = (/** @type {MessageEvent<unknown>} */ { data }) => {
      if (data === what) left -= 1;
      if (left > 0) return;
      channel.removeEventListener('message', listener);
      resolve();
    };
    channel.addEventListener('message', listener);
  });
}
