import { createStore, defineEvent } from '../index.ts';
import { dexieLog } from './dexie-log.ts';

const Counted = defineEvent('counted');
const store = createStore({ events: [Counted], views: [], log: dexieLog(location.hash.slice(1)) });
await store.ready;

/** Appends one event, and `more` events after its transaction. */
Object.assign(window, {
  async appendMany(more: number): Promise<void> {
    store.append(Counted());
    // The transaction of the first event is in progress now.
    await Promise.resolve();
    await Promise.resolve();
    for (let i = 0; i < more; i++) store.append(Counted());
  },
});
parent.postMessage('ready');
