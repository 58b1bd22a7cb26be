import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defineCollection } from '../model/collection.ts';
import { defineView } from '../model/view.ts';
import { Listed, low, openShop, type Product, Sold, stock, takings } from '../store/shop.fixture.ts';
import { createTimeline } from '../history.ts';
import { budget } from '../property.fixture.ts';
import { type StoreState, storeStates, type StoreUpdate } from './store-states.ts';

const sold = (n: number, sku = 'a') => Sold({ sku, qty: n });

async function follow() {
  const store = await openShop();
  store.append(Listed({ sku: 'a', left: 10 }), Listed({ sku: 'b', left: 20 }));
  const states = storeStates(store);
  const start = states.now;
  const updates: StoreUpdate[] = [];
  const end = states.follow((taken) => void updates.push(...taken));
  const reduce = (taken: readonly StoreUpdate[], from: StoreState = start): StoreState =>
    taken.reduce((state, update) => states.after(state, update), from);
  const left = (state: StoreState, sku: string): number | undefined =>
    states.read(state, stock, (rows) => rows.get(sku)?.left);
  return { store, states, start, updates, end, reduce, left };
}

test('[BIND-2] a state never changes, and is identical until a read model changes', async () => {
  const { store, states, start, left } = await follow();
  expect(storeStates(store)).toBe(states);
  store.append(sold(3));
  const after = states.now;
  expect(states.now).toBe(after);
  expect([left(start, 'a'), left(after, 'a'), store.get(stock).get('a')!.left]).toEqual([10, 7, 7]);
  expect([states.read(start, low(10)), states.read(after, low(5)), states.read(after, takings)]).toEqual([
    ['a'],
    [],
    { sold: 3, days: 0 },
  ]);
  store.append(sold(1, 'nothing of this name'));
  // The view counts it; the collection is identical to the last row.
  expect(states.read(states.now, stock)).toBe(states.read(after, stock));
});

test("[BIND-2] updates in order lead to the store's states, without folding again", async () => {
  const { store, states, start, updates, reduce } = await follow();
  for (let n = 1; n < 4; n++) store.append(sold(n), sold(n, 'b'));
  expect(updates.map(({ from, to }) => [from.id, to.id])).toEqual([
    [start.id, start.id + 1],
    [start.id + 1, start.id + 2],
    [start.id + 2, start.id + 3],
  ]);
  expect(reduce(updates)).toBe(states.now);
});

test("[BIND-2] an update that is skipped and applied later: the branch is folded, and the final state is the store's", async () => {
  const { store, states, start, updates, reduce, left } = await follow();
  store.append(sold(3));
  store.append(sold(4), sold(5, 'b'));
  const branch = reduce(updates.slice(1));
  expect([left(branch, 'a'), left(branch, 'b'), states.read(branch, takings).sold]).toEqual([6, 15, 9]);
  expect(reduce(updates.slice(1))).toBe(branch);
  expect(reduce(updates)).toBe(states.now);
  expect(left(start, 'a')).toBe(10);
});

test('[BIND-2] listeners that append: each batch is an update, delivered once', async () => {
  const { store, states, start, updates, reduce } = await follow();
  const told: number[] = [];
  states.follow((taken) => void told.push(taken.length));
  store.on('product.listed').subscribe(() => store.append(sold(1)));
  store.append(Listed({ sku: 'c', left: 1 }));
  expect([updates.length, told.reduce((a, b) => a + b)]).toEqual([2, 2]);
  expect(reduce(updates, start)).toBe(states.now);
});

test('[BIND-2] a follower that subscribes within a batch receives the later updates', async () => {
  const { store, states } = await follow();
  const late: StoreUpdate[] = [];
  let from: StoreState | undefined;
  const once = store.on('order.placed').subscribe(() => {
    once.unsubscribe();
    from = states.now;
    states.follow((taken) => void late.push(...taken));
  });
  store.append(sold(1));
  expect(late).toEqual([]);
  store.append(sold(1));
  expect(late.map((update) => update.from)).toEqual([from]);
});

test('[BIND-2] an update that is not a fold leads to its own state, from any state', async () => {
  const { store, states, start, updates, reduce, left } = await follow();
  store.append(sold(3));
  const other = defineCollection('stock', { key: (p: Product) => p.sku, indexes: ['left'] }).on(Listed, (rows, e) =>
    rows.put({ ...e.data, left: e.data.left * 100 }),
  );
  const names = defineView('names', { initial: { all: '' } }).on(Listed, (draft, e) => void (draft.all += e.data.sku));
  await store.attach(other, names);
  expect(updates).toHaveLength(2);
  expect(left(states.now, 'a')).toBe(1000);
  expect(reduce(updates.slice(1))).toBe(states.now);
  // Other reducers folded the earlier state, so later events do not fold on it.
  store.append(sold(1));
  expect(states.after(start, updates[2]!)).toBe(states.now);
  expect(() => states.read(start, names)).toThrow('names');
});

test('[BIND-2] time travel leads to another state, and so does returning', async () => {
  const { store, states, start, updates, reduce, left } = await follow();
  store.append(sold(3));
  const timeline = createTimeline(store);
  await timeline.seek(2);
  const past = states.now;
  expect(left(past, 'a')).toBe(10);
  timeline.live();
  expect([left(states.now, 'a'), updates.length]).toEqual([7, 3]);
  store.append(sold(1));
  expect(reduce(updates)).toBe(states.now);
  expect([left(states.after(start, updates[3]!), 'a'), left(states.after(past, updates[3]!), 'a')]).toEqual([9, 6]);
});

test('[BIND-2] a reducer that throws in a branch stops its read model only there', async () => {
  const picky = defineView('picky', { initial: { listed: 0, sold: 0 } })
    .on(Listed, (draft) => void (draft.listed += 1))
    .on(Sold, (draft) => {
      if (draft.listed < 3) throw new Error('too few');
      draft.sold += 1;
    });
  const store = await openShop();
  await store.attach(picky);
  store.append(Listed({ sku: 'a', left: 1 }), Listed({ sku: 'b', left: 1 }));
  const states = storeStates(store);
  const start = states.now;
  const updates: StoreUpdate[] = [];
  states.follow((taken) => void updates.push(...taken));
  store.append(Listed({ sku: 'c', left: 1 }));
  store.append(Sold({ sku: 'c', qty: 1 }));
  const branch = states.after(start, updates[1]!);
  expect([states.read(branch, picky), states.read(states.now, picky), store.status.stopped]).toEqual([
    { listed: 2, sold: 0 },
    { listed: 3, sold: 1 },
    [],
  ]);
});

test('[BIND-2] unsubscribing stops notifications and frees memory', async () => {
  const { store, states, start, updates, end } = await follow();
  end();
  store.append(sold(1));
  expect([updates, states.now === start]).toEqual([[], false]);
});

test('[BIND-2] any subset of updates, in order, equals folding their events from scratch', async () => {
  const arbitraryEvent = fc.oneof(
    fc.record({ sku: fc.constantFrom('a', 'b', 'c'), left: fc.nat(9) }).map((data) => Listed(data)),
    fc.record({ sku: fc.constantFrom('a', 'b', 'c'), qty: fc.nat(3) }).map((data) => Sold(data)),
  );
  const batches = fc.array(fc.tuple(fc.array(arbitraryEvent, { minLength: 1, maxLength: 3 }), fc.boolean()), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(batches, async (all) => {
      const { store, states, reduce, updates } = await follow();
      const other = await follow();
      for (const [events, isTaken] of all) {
        store.append(...events);
        if (isTaken) other.store.append(...events);
      }
      const branch = reduce(updates.filter((_, i) => all[i]![1]));
      expect([...states.read(branch, stock)]).toEqual([...other.store.get(stock)]);
      expect(states.read(branch, takings)).toEqual(other.store.get(takings));
      expect(reduce(updates)).toBe(states.now);
    }),
    budget(100),
  );
});
