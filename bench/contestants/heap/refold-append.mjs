// A store that was open while the events were appended, instead of one opened afterwards.
import { createStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { pagesOfLog } from '../../workload/log.mjs';
import { events, items, toDraft } from '../../workload/shop.mjs';

/** @type {unknown} */
export let held;

/** @param {{ entities: number, units: number, round: number }} task */
export async function measure({ entities, units, round }) {
  const store = createStore({ events, views: [items], log: dexieLog(`appended-${entities}-${round}`) });
  await store.ready;
  for (const page of pagesOfLog(units, entities, 500)) await store.append(...page.map(toDraft)).until('stored');
  held = store;
  return { cost: 0, check: store.get(items).size };
}
