// The same shop as Refold's definitions.
import * as z from 'zod';
import { defineCollection, defineCommand, defineEvent, defineQuery, defineView, reject } from '@refold/core';
import { toItem } from './log.mjs';

/** @typedef {import('./log.mjs').Item} Item */

export const ItemListed = defineEvent(
  'item.listed',
  z.object({ sku: z.string(), name: z.string(), category: z.int(), cents: z.int() }),
);
export const ItemMoved = defineEvent('item.moved', z.object({ sku: z.string(), qty: z.int(), cents: z.int() }));

export const events = [ItemListed, ItemMoved];

/** @param {import('./log.mjs').ItemEvent} event */
export const toDraft = (event) => (event.type === 'item.listed' ? ItemListed(event.data) : ItemMoved(event.data));

export const items = defineCollection('items', {
  key: (/** @type {Item} */ item) => item.sku,
  indexes: ['category'],
})
  .on(ItemListed, (rows, { data }) => rows.put(toItem(data)))
  .on(ItemMoved, (rows, { data }) =>
    rows.update(data.sku, (item) => {
      item.left += data.qty;
      item.moves += 1;
    }),
  );

/** The same items as one document. */
export const itemsView = defineView('items-view', {
  initial: { items: /** @type {Record<string, Item>} */ ({}) },
})
  .on(ItemListed, (draft, { data }) => {
    draft.items[data.sku] = toItem(data);
  })
  .on(ItemMoved, (draft, { data }) => {
    const item = draft.items[data.sku];
    if (item === undefined) return;
    item.left += data.qty;
    item.moves += 1;
  });

/** The stock of a category, computed from its rows. */
export const leftInCategory = defineQuery(
  'left-in-category',
  { items },
  ({ items: rows }, /** @type {number} */ category) =>
    rows.where('category', category).reduce((sum, item) => sum + item.left, 0),
);

export const moveItem = defineCommand('item.move', {
  input: z.object({ sku: z.string(), qty: z.int(), cents: z.int() }),
  reads: { items },
  decide: (input, { items: rows }) => (rows.get(input.sku) === undefined ? reject('unknown-item') : ItemMoved(input)),
});
