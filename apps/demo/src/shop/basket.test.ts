import { createStore } from '@refold/core';
import { createUndo } from '@refold/core/undo';
import { expect, it } from 'vitest';
import {
  addToBasket,
  basket,
  basketCommands,
  basketViews,
  beginNextBasket,
  chooseCustomer,
  emptyTheBasket,
  setQuantity,
} from './basket.ts';
import { basketEvents } from './basket-events.ts';
import { pricedBasket } from './priced-basket.ts';
import type { Product } from './products.ts';

async function openBasket() {
  const store = createStore({ events: basketEvents, views: basketViews, commands: basketCommands });
  await store.ready;
  return store;
}

it('holds each product once, in the order in which they were added', async () => {
  const store = await openBasket();
  store.run(addToBasket, { sku: 'tea' });
  store.run(addToBasket, { sku: 'cup', qty: 2 });
  store.run(addToBasket, { sku: 'tea', qty: 3 });
  expect(store.get(basket)).toEqual({
    lines: [
      { sku: 'tea', qty: 4 },
      { sku: 'cup', qty: 2 },
    ],
    isBegun: true,
  });
});

it('sets quantities, removes a line at 0, and ignores products that are not in it', async () => {
  const store = await openBasket();
  store.run(addToBasket, { sku: 'tea' });
  store.run(setQuantity, { sku: 'tea', qty: 7 });
  store.run(setQuantity, { sku: 'gin', qty: 7 });
  expect(store.get(basket).lines).toEqual([{ sku: 'tea', qty: 7 }]);
  store.run(setQuantity, { sku: 'tea', qty: 0 });
  expect(store.get(basket).lines).toEqual([]);
  expect(store.run(setQuantity, { sku: 'tea', qty: 1.5 })).toMatchObject({
    ok: false,
    rejection: { code: 'invalid-input' },
  });
});

it('keeps the customer until it is cleared or the customer removed', async () => {
  const store = await openBasket();
  store.run(chooseCustomer, { customerId: ' 17850 ' });
  store.run(addToBasket, { sku: 'tea' });
  expect(store.get(basket).customerId).toBe('17850');
  store.run(chooseCustomer, { customerId: '' });
  expect(store.get(basket)).not.toHaveProperty('customerId');
  store.run(emptyTheBasket);
  expect(store.get(basket)).toEqual({ lines: [], isBegun: true });
});

it('[UI-6] knows whether it changed since the last sale, and undo reaches no further', async () => {
  const store = await openBasket();
  const undo = createUndo(store);
  const looks = () => [store.get(basket), undo.state.undoLabel] as const;
  store.run(addToBasket, { sku: 'tea', name: 'Tea' });
  store.run(beginNextBasket);
  expect(looks()).toEqual([{ lines: [], isBegun: false }, undefined]);
  store.run(addToBasket, { sku: 'cup', name: 'Cup' });
  store.run(addToBasket, { sku: 'gin', qty: 2 });
  store.run(setQuantity, { sku: 'cup', name: 'Cup', qty: 3 });
  store.run(setQuantity, { sku: 'cup', name: 'Cup', qty: 0 });
  store.run(emptyTheBasket);
  const labels: (string | undefined)[] = [];
  while (store.get(basket).isBegun) {
    labels.push(undo.state.undoLabel);
    expect(undo.undo().ok).toBe(true);
  }
  expect(labels).toEqual(['Clear basket', 'Remove Cup', 'Add 2 × gin', 'Add Cup']);
  expect(store.get(basket)).toEqual({ lines: [], isBegun: false });
});

it('has the current prices of the catalogue', () => {
  const tea: Product = { sku: 'tea', name: 'Tea', sortName: 'tea', mills: 1_255, stock: 2, sold: 0, netPence: 0 };
  const priced = pricedBasket(
    [
      { sku: 'tea', qty: 3 },
      { sku: 'gin', qty: 1 },
    ],
    (sku) => (sku === 'tea' ? tea : undefined),
  );
  expect(priced).toEqual({
    lines: [
      { sku: 'tea', qty: 3, product: tea, pence: 376, isShort: true },
      { sku: 'gin', qty: 1, product: undefined, pence: 0, isShort: false },
    ],
    pence: 376,
    items: 4,
  });
});
