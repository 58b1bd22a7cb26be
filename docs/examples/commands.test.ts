import { createStore, defineCollection, defineCommand, defineEvent, reject } from '@refold/core';
import { createUndo } from '@refold/core/undo';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Added = defineEvent('todo.added', z.object({ id: z.string(), text: z.string() }));
const Done = defineEvent('todo.done', z.object({ id: z.string() }));
const AllDone = defineEvent('todo.all-done');

interface Todo {
  id: string;
  text: string;
  isDone: boolean;
}
const todos = defineCollection('todos', { key: (todo: Todo) => todo.id, indexes: ['isDone'] })
  .on(Added, (rows, e) => rows.put({ ...e.data, isDone: false }))
  .on(Done, (rows, e) =>
    rows.update(e.data.id, (todo) => {
      todo.isDone = true;
    }),
  )
  .on(AllDone, (rows) => {
    for (const { id } of rows.where('isDone', false))
      rows.update(id, (todo) => {
        todo.isDone = true;
      });
  });

const add = defineCommand('todo.add', {
  input: z.object({ text: z.string().trim().min(1, 'Say what is to be done.') }),
  label: ({ text }) => `Add “${text}”`,
  decide: ({ text }, _, { newId }) => Added({ id: newId('todo'), text }),
});

const finish = defineCommand('todo.finish', {
  input: z.object({ id: z.string() }),
  reads: { todos },
  decide({ id }, read) {
    const todo = read.todos.get(id);
    if (todo === undefined) return reject('not-found', { id });
    return todo.isDone ? [] : Done({ id });
  },
});

const markAll = defineCommand('todo.mark-all', {
  reads: { todos },
  label: () => 'Mark all as done',
  decide: (_, read) => read.todos.where('isDone', false).map(({ id }) => Done({ id })),
});

const finishAll = defineCommand('todo.finish-all', {
  label: () => 'Mark all as done',
  decide: () => AllDone(),
});

const finishMany = defineCommand('todo.finish-many', {
  input: z.object({ ids: z.array(z.string()) }),
  label: () => 'Mark all as done',
  coalesce: () => 'all',
  decide: ({ ids }) => ids.map((id) => Done({ id })),
});

async function open(count = 0) {
  const store = createStore({
    events: [Added, Done, AllDone],
    views: [todos],
    commands: [add, finish, markAll, finishAll, finishMany],
  });
  await store.ready;
  for (let i = 0; i < count; i++) store.append(Added({ id: String(i), text: 'x' }));
  return store;
}
const left = (store: Awaited<ReturnType<typeof open>>): number => store.get(todos).where('isDone', false).length;

test('[CMD-1] an outcome has events or a rejection', async () => {
  const store = await open();
  const said: unknown[] = [];
  const say = (text: unknown): unknown => said.push(text);

  const outcome = store.run(finish, { id: 'nope' });
  if (outcome.ok) say(outcome.events.length);
  else if (outcome.rejection.code === 'not-found') say(`There is no ${outcome.rejection.details.id}.`);
  else say('That cannot be.');

  const added = store.run(add, { text: ' ' });
  if (!added.ok && added.rejection.code === 'invalid-input') say(added.rejection.details.issues[0]?.message);

  expect(said).toEqual(['There is no nope.', 'Say what is to be done.']);
  const tea = store.run(add, { text: 'Tea' });
  expect(tea.ok && tea.events[0]?.metadata).toMatchObject({ label: 'Add “Tea”', command: 'todo.add' });
});

test('[CMD-1] a command may decide no events', async () => {
  const store = await open(1);
  store.run(finish, { id: '0' });
  expect(store.run(finish, { id: '0' })).toMatchObject({ ok: true, events: [] });
});

test('[CMD-2] a todo is split into all of its parts, or stays', async () => {
  const store = await open();
  store.append(Added({ id: 'tea', text: 'Make tea' }));

  const split = (id: string, texts: readonly string[]): void =>
    store.transaction('Split a todo', () => {
      for (const text of texts) if (!store.run(add, { text }).ok) throw new Error('A part says nothing.');
      if (!store.run(finish, { id }).ok) throw new Error(`There is no ${id}.`);
    });

  const before = store.get(todos);
  expect(() => split('tea', ['Boil water', ' '])).toThrow('A part says nothing.');
  expect(() => split('coffee', ['Boil water'])).toThrow('There is no coffee.');
  expect(store.get(todos)).toBe(before);
  split('tea', ['Boil water', 'Wait']);
  expect(store.get(todos).where('isDone', false)).toMatchObject([{ text: 'Boil water' }, { text: 'Wait' }]);
  createUndo(store).undo();
  expect([...store.get(todos)]).toEqual([...before]);
});

test('[EVT-6] a command over 501 todos is rejected with the limit and the number', async () => {
  const store = await open(501);
  const outcome = store.run(markAll);
  const refused = outcome.ok ? undefined : outcome.rejection;
  // { code: 'over-limit', details: { limit: 'events', max: 500, actual: 501 } }
  expect(refused).toEqual({ code: 'over-limit', details: { limit: 'events', max: 500, actual: 501 } });
  expect(left(store)).toBe(501);
  expect(() => store.append(...Array.from({ length: 501 }, () => AllDone()))).toThrow(
    expect.objectContaining({ code: 'commit.limit' }),
  );
});

test('[EVT-6] one event changes any number of rows', async () => {
  const store = await open(501);
  expect(store.run(finishAll).ok).toBe(true);
  expect(left(store)).toBe(0);
});

test('[UNDO-2] many commits of one key are undone as one', async () => {
  const store = await open(1_201);
  const ids = store
    .get(todos)
    .where('isDone', false)
    .map(({ id }) => id);
  for (let from = 0; from < ids.length; from += 500) store.run(finishMany, { ids: ids.slice(from, from + 500) });
  expect(left(store)).toBe(0);
  const undo = createUndo(store);
  expect(undo.state.undoLabel).toBe('Mark all as done');
  undo.undo();
  expect(left(store)).toBe(1_201);
});
