import { expect, test } from 'vitest';
import * as z from 'zod';
import { createStore, defineEvent, defineView } from '../index.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { storeStates, type StoreState, type StoreUpdate } from './store-states.ts';

const Added = defineEvent('added', z.object({ n: z.number() }));
const Doubled = defineEvent('doubled');
const total = defineView('total', { initial: { n: 1 } })
  .on(Added, (draft, { data }) => void (draft.n += data.n))
  .on(Doubled, (draft) => void (draft.n *= 2));

/** A store with five added, whose states are followed from there. */
async function follow() {
  const store = createStore({ events: [Added, Doubled], views: [total] });
  await store.ready;
  store.append(Added({ n: 5 }));
  const states = storeStates(store);
  const updates: StoreUpdate[] = [];
  states.follow((taken) => void updates.push(...taken));
  const n = (state: StoreState): number => states.read(state, total, (t) => t.n);
  return { store, states, start: states.now, updates, n, tab: testHandle(store) };
}

test('[BIND-2] an event of another tab is not folded after the own ones that it stands before', async () => {
  const { store, states, start, updates, n, tab } = await follow();
  store.append(Added({ n: 100 }));
  tab.insertForeign(1, Doubled());
  expect([n(start), n(states.now)]).toEqual([6, 107]);
  // Folded on what is shown it would be 12, which no log ever makes.
  expect(n(states.after(start, updates[1]!))).toBe(107);
});
