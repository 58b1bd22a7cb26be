import { createStore, memoryLog } from '@refold/core';
import { createUndo } from '@refold/core/undo';
import { makeLog } from '../../workload/log.mjs';
import { events as definitions, ItemMoved, items, itemsView } from '../../workload/shop.mjs';
import { undoSteps } from './steps.mjs';

/** @param {Parameters<ReturnType<typeof undoSteps>>[0] & { into: 'collection' | 'view' }} task */
export function measure(task) {
  const isView = task.into === 'view';
  return undoSteps(async ({ entities, events }) => {
    const log = memoryLog();
    await log.open();
    await log.append({
      writer: 'writer_1',
      first: 1,
      commits: makeLog(events, entities).map((event) => ({ events: [event] })),
    });
    const store = createStore({ events: definitions, views: isView ? [itemsView] : [items], log });
    await store.ready;
    const history = createUndo(store);
    const must = (/** @type {import('@refold/core/undo').UndoOutcome} */ outcome) => {
      if (!outcome.ok) throw new Error(`Nothing was taken: ${outcome.reason}.`);
    };
    return {
      move: (moved) => store.append(ItemMoved(moved)),
      undo: () => must(history.undo()),
      redo: () => must(history.redo()),
      items: () => (isView ? Object.values(store.get(itemsView).items) : store.get(items)),
    };
  })(task);
}
