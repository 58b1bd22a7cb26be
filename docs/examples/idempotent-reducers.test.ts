import { defineCollection, defineEvent, defineQuery, defineView, eventIdFrom } from '@refold/core';
import { createTestStore, expectView } from '@refold/core/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Sold = defineEvent('sold', z.object({ order: z.string(), pence: z.int() }));
const Voided = defineEvent('voided', z.object({ order: z.string(), pence: z.int() }));
const Priced = defineEvent('priced', z.object({ sku: z.string(), pence: z.int(), at: z.iso.datetime() }));
const Delivered = defineEvent('delivered', z.object({ sku: z.string(), pieces: z.int() }));

const wrong = defineView('takings', { initial: { pence: 0 } })
  .on(Sold, (draft, { data }) => {
    draft.pence += data.pence;
  })
  .on(Voided, (draft, { data }) => {
    draft.pence -= data.pence;
  });

interface Order {
  readonly order: string;
  readonly pence: number;
  readonly isVoid: boolean;
}

const orders = defineCollection('orders', { key: ({ order }: Order) => order })
  .on(Sold, (rows, { data }) => {
    if (rows.get(data.order) === undefined) rows.put({ ...data, isVoid: false });
  })
  .on(Voided, (rows, { data }) => {
    rows.put({ ...data, isVoid: true });
  });

const takings = defineQuery('takings', { orders }, (read) =>
  [...read.orders].reduce((sum, { pence, isVoid }) => (isVoid ? sum : sum + pence), 0),
);

interface Day {
  pence: number;
  readonly seen: Record<string, 'sold' | 'void'>;
}

const day = defineView('day', { initial: { pence: 0, seen: {} } as Day })
  .on(Sold, (draft, { data: { order, pence } }) => {
    if (draft.seen[order] !== undefined) return;
    draft.seen[order] = 'sold';
    draft.pence += pence;
  })
  .on(Voided, (draft, { data: { order, pence } }) => {
    if (draft.seen[order] === 'sold') draft.pence -= pence;
    draft.seen[order] = 'void';
  });

const prices = defineCollection('prices', {
  key: ({ sku }: { sku: string; pence: number; place: string }) => sku,
}).on(Priced, (rows, { id, data: { sku, pence, at } }) => {
  const place = `${at} ${id}`;
  if (place > (rows.get(sku)?.place ?? '')) rows.put({ sku, pence, place });
});

const delivery = (note: string, sku: string, pieces: number) => ({
  ...Delivered({ sku, pieces }),
  id: eventIdFrom('delivery-note', note, sku),
  timestamp: '2026-03-01T09:00:00.000Z',
});

/** Every order of the list. */
function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, at) => permutations(list.filter((_, i) => i !== at)).map((rest) => [first, ...rest]));
}

const sale = Sold({ order: 'o1', pence: 1_800 });
const strike = Voided({ order: 'o1', pence: 1_800 });
const other = Sold({ order: 'o2', pence: 500 });

test('[BOOKS-1] a reducer that only adds subtracts an order twice if it is voided twice', () => {
  expectView(wrong, sale, other, strike, strike).toEqual({ pence: -1_300 });
});

test('[BOOKS-1] the takings do not depend on the order or the repetition of events', () => {
  for (const events of permutations([sale, sale, strike, strike, other])) {
    expectView(takings(), ...events).toEqual(500);
    expectView(day, ...events).toMatch({ pence: 500 });
  }
});

test('the latest price wins, in any order of arrival', async () => {
  const old = Priced({ sku: 'tea', pence: 250, at: '2026-01-01T00:00:00Z' });
  const late = Priced({ sku: 'tea', pence: 300, at: '2026-02-01T00:00:00Z' });
  for (const events of permutations([old, late, old])) {
    // oxlint-disable-next-line no-await-in-loop -- one store after the other
    const store = await createTestStore({ events: [Priced], views: [prices] });
    store.append(...events);
    expect(store.get(prices).get('tea')?.pence).toBe(300);
  }
});

test('[LOG-4] a delivery note that is imported twice is one event', async () => {
  const store = await createTestStore({ events: [Delivered], views: [] });
  expect(await store.import([delivery('N-17', 'tea', 24)])).toMatchObject({ added: 1 });
  expect(await store.import([delivery('N-17', 'tea', 24)])).toMatchObject({ added: 0, duplicates: 1 });
});
