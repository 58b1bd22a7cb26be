import { createStore, defineCollection, defineCommand, defineEvent, reject } from '@refold/core';
import { createUndo } from '@refold/core/undo';
import { expect, test } from 'vitest';
import * as z from 'zod';

interface Table {
  readonly id: string;
  readonly dish: string;
  readonly servedBy: string;
}

const Ordered = defineEvent('dish.ordered', z.object({ table: z.string(), dish: z.string() }));

const tables = defineCollection('tables', { key: (table: Table) => table.id }).on(Ordered, (rows, e) =>
  rows.put({ id: e.data.table, dish: e.data.dish, servedBy: e.metadata.actorId }),
);

// A waiter takes orders for tables that nobody else serves.
const order = defineCommand('dish.order', {
  input: z.object({ table: z.string(), dish: z.string() }),
  reads: { tables },
  label: ({ table, dish }) => `${dish} for table ${table}`,
  scope: ({ table }) => `table ${table}`,
  decide(input, reads, { actorId }) {
    const servedBy = reads.tables.get(input.table)?.servedBy;
    return servedBy === undefined || servedBy === actorId ? Ordered(input) : reject('served-by', { servedBy });
  },
});

const openRestaurant = async () => {
  const session = { user: 'ann' };

  // Called at each commit, so one store serves every person who signs in.
  const store = createStore({ events: [Ordered], views: [tables], commands: [order], actor: () => session.user });

  await store.ready;
  return { session, store };
};

test('[UNDO-2] a person undoes only their own events, in all scopes or in one', async () => {
  const { session, store } = await openRestaurant();
  const take = (table: string, dish: string) => store.run(order, { table, dish });
  const dishes = () => Array.from(store.get(tables), ({ id, dish }) => `${id} ${dish}`);

  session.user = 'ann';
  take('1', 'Soup');
  take('2', 'Fish');
  session.user = 'bob';
  take('3', 'Cake');
  expect(take('1', 'Cake')).toMatchObject({ ok: false, rejection: { code: 'served-by' } });
  session.user = 'ann';

  const mine = createUndo(store);
  const first = createUndo(store, { scope: 'table 1' });
  const labels = [mine.state.undoLabel, first.state.undoLabel]; // ['Fish for table 2', 'Soup for table 1']

  expect(labels).toEqual(['Fish for table 2', 'Soup for table 1']);
  first.undo();
  expect([dishes(), first.state.canUndo, mine.state.undoLabel]).toEqual([
    ['2 Fish', '3 Cake'],
    false,
    'Fish for table 2',
  ]);
  session.user = 'bob';
  expect([mine.state.undoLabel, mine.state.canRedo]).toEqual(['Cake for table 3', false]);
  mine.undo();
  expect([dishes(), mine.state.canUndo]).toEqual([['2 Fish'], false]);
});
