import { createStore, defineCollection, defineEvent, defineQuery } from '@refold/core';
import { StoreProvider, useView } from '@refold/react';
import { ConcurrentProvider } from '@refold/react/concurrent';
import { createElement } from 'react';
import * as z from 'zod';
import { idsOf, measureList } from './list.mjs';

/** @typedef {{ id: number, n: number }} Row */
const Listed = defineEvent('listed', z.object({ ids: z.array(z.int()) }));
const Changed = defineEvent('changed', z.object({ id: z.int(), n: z.int() }));
const items = defineCollection('items', { key: (/** @type {Row} */ row) => row.id })
  .on(Listed, (rows, { data }) => {
    for (const id of data.ids) rows.put({ id, n: 0 });
  })
  .on(Changed, (rows, { data }) => {
    rows.update(data.id, (row) => {
      row.n = data.n;
    });
  });
const ids = defineQuery('ids', { items }, (read) => read.items.range().map((row) => row.id));

/** @param {import('./list.mjs').ListTask & { isConcurrent: boolean }} task */
export const measure = (task) =>
  measureList(async (rows) => {
    const store = createStore({ events: [Listed, Changed], views: [items] });
    await store.ready;
    const all = idsOf(rows);
    while (all.length > 0) store.append(Listed({ ids: all.splice(0, 1_000) }));
    const Provider = task.isConcurrent ? ConcurrentProvider : StoreProvider;
    return {
      wrap: (children) => createElement(Provider, { store }, children),
      useIds: () => useView(ids()),
      useRow: (id) => useView(items, (table) => table.get(id)?.n ?? 0),
      change: (id, n) => void store.append(Changed({ id, n })),
    };
  })(task);
