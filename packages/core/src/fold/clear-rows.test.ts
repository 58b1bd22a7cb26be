import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createUndo } from '../undo/create-undo.ts';
import { at } from '../time-travel/state-at.ts';
import { memoryLog } from '../index.ts';
import type { EventLog } from '../log/index.ts';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { defineQuery } from '../read/define-query.ts';
import type { Table } from '../model/table/table.ts';
import { placed, tools } from './fold.fixture.ts';
import { fold, initialState, type ModelDefinition } from './fold.ts';
import { testEnv } from '../env/env.fixture.ts';
import { createStore } from '../store/create-store.ts';
import { watch } from '../binding/watch.ts';

const Added = defineEvent('todo.added', z.object({ id: z.string(), list: z.string() }));
const Emptied = defineEvent('todos.emptied', z.object({ keep: z.string().optional() }));
const Renamed = defineEvent('todo.renamed', z.object({ id: z.string() }));
interface Todo {
  readonly id: string;
  readonly list: string;
}
const todos = defineCollection('todos', { key: (t: Todo) => t.id, indexes: ['list'] })
  .on(Added, (rows, e) => rows.put(e.data))
  .on(Emptied, (rows, { data: { keep } }) => {
    const kept = keep === undefined ? undefined : rows.get(keep);
    rows.clear();
    if (kept !== undefined) rows.put({ ...kept });
  })
  .on(Renamed, (rows, e) =>
    rows.update(e.data.id, (todo) => {
      todo.list = 'renamed';
      rows.clear();
    }),
  );
const inList = defineQuery('in-list', { todos }, ({ todos }, list: string) => todos.where('list', list).length);

async function open(log: EventLog = memoryLog()) {
  const store = createStore({ events: [Added, Emptied, Renamed], views: [todos], log, env: testEnv() });
  await store.ready;
  return store;
}
const abc = ['a', 'b', 'c'].map((id) => Added({ id, list: id === 'c' ? 'home' : 'work' }));

describe('[VIEW-1] clear', () => {
  test('deletes all rows, also from indexes, and keeps rows that are put later', async () => {
    const store = await open();
    store.append(...abc, Emptied({ keep: 'b' }), Added({ id: 'd', list: 'home' }));
    const rows = store.get(todos);
    expect([...rows].map(({ id }) => id)).toEqual(['b', 'd']);
    expect(rows.where('list', 'home')).toEqual([{ id: 'd', list: 'home' }]);
    expect(rows.size).toBe(2);
  });

  test('notifies watchers of a row, a range, the size, all rows or a query, and none whose value stays', async () => {
    const store = await open();
    store.append(...abc);
    const told: string[] = [];
    const count = (name: string, { subscribe }: { subscribe: (listener: () => void) => unknown }): void =>
      void subscribe(() => told.push(name));
    count(
      'row',
      watch(store, todos, (rows) => rows.get('a')),
    );
    count(
      'range',
      watch(store, todos, (rows) => rows.where('list', 'work').length),
    );
    count(
      'size',
      watch(store, todos, (rows) => rows.size),
    );
    count('all', watch(store, todos));
    count('query', watch(store, inList('work')));
    count(
      'absent',
      watch(store, todos, (rows) => rows.get('z')),
    );
    store.append(Emptied({}));
    expect(told).toEqual(['row', 'range', 'size', 'all', 'query']);
    told.length = 0;
    store.append(Emptied({}));
    expect(told).toEqual([]);
  });

  test('works with undo, redo and time travel', async () => {
    const store = await open();
    store.append(...abc);
    const before = store.get(todos).get('a');
    store.append(Emptied({}));
    const undo = createUndo(store);
    undo.undo();
    expect([...store.get(todos)].map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(store.get(todos).get('a')).toBe(before);
    undo.redo();
    expect(store.get(todos).size).toBe(0);
    expect([...(await at(store, 3)).get(todos)]).toHaveLength(3);
  });

  test('holds in a store that reopens', async () => {
    const log = memoryLog();
    const store = await open(log);
    await store.append(...abc, Emptied({ keep: 'c' })).until('stored');
    expect([...(await open(log)).get(todos)]).toEqual([{ id: 'c', list: 'home' }]);
  });

  test('inside a recipe also deletes the row that is being changed', async () => {
    const store = await open();
    store.append(...abc, Renamed({ id: 'a' }));
    expect(store.status.stopped).toEqual([]);
    expect([...store.get(todos)]).toEqual([]);
  });

  test('of no rows changes nothing, even if rows came in the same batch', () => {
    const model = todos as unknown as ModelDefinition;
    const kit = tools(true);
    const state = initialState(model, kit);
    const put = placed([{ id: 'a', list: 'work' }], Added.type);
    const empty = placed([{}], Emptied.type);
    expect(fold(model, state, empty, kit)).toEqual({ state, change: undefined });
    expect(fold(model, state, [...put, ...empty], kit)).toEqual({ state, change: undefined });
  });

  test('does not visit the rows', () => {
    const kit = tools(true);
    let looks = 0;
    const key = (row: Todo): string => {
      looks += 1;
      return row.id;
    };
    const model = defineCollection('todos', { key, indexes: ['list'] })
      .on(Added, (rows, e) => rows.put(e.data))
      .on(Emptied, (rows) => rows.clear()) as unknown as ModelDefinition;
    const many = placed(
      Array.from({ length: 2_000 }, (_, i) => ({ id: `t${i}`, list: 'work' })),
      Added.type,
    );
    const { state } = fold(model, initialState(model, kit), many, kit);
    looks = 0;
    const cleared = fold(model, state, placed([{}], Emptied.type), kit);
    expect([(cleared.state.value as Table).size, looks]).toEqual([0, 0]);
    expect((state.value as Table).size).toBe(2_000);
  });
});
