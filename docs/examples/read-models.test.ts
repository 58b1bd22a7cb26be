import { createStore, defineCollection, defineEvent, defineQuery, defineView } from '@refold/core';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { watch } from '@refold/core/binding';

const TaskAdded = defineEvent('task.added', z.object({ id: z.string(), text: z.string(), due: z.string() }));
const TaskMoved = defineEvent('task.moved', z.object({ id: z.string(), before: z.string().optional() }));
const TaskDone = defineEvent('task.done', z.object({ id: z.string() }));
const BoardCleared = defineEvent('board.cleared');
const PersonNamed = defineEvent('person.named', z.object({ id: z.string(), name: z.string() }));
const TaskGiven = defineEvent('task.given', z.object({ id: z.string(), to: z.string() }));

interface Task {
  id: string;
  text: string;
  due: string;
  isDone: boolean;
  personId?: string;
}

const tasks = defineCollection('tasks', { key: (task: Task) => task.id, indexes: ['due', 'personId'] })
  .on(TaskAdded, (rows, e) => rows.put({ ...e.data, isDone: false }))
  .on(TaskDone, (rows, e) =>
    rows.update(e.data.id, (task) => {
      task.isDone = true;
    }),
  )
  .on(TaskGiven, (rows, e) =>
    rows.update(e.data.id, (task) => {
      task.personId = e.data.to;
    }),
  )
  .on(BoardCleared, (rows) => rows.clear());

const people = defineCollection('people', { key: (person: { id: string; name: string }) => person.id }).on(
  PersonNamed,
  (rows, e) => rows.put(e.data),
);

const done = defineView('done', { initial: { count: 0 } }).on(TaskDone, (draft) => {
  draft.count += 1;
});

const places = defineView('places', { initial: { ids: [] as string[] } })
  .on(TaskAdded, (draft, e) => {
    draft.ids.push(e.data.id);
  })
  .on(TaskMoved, (draft, { data: { id, before } }) => {
    const rest = draft.ids.filter((other) => other !== id);
    const place = before === undefined ? rest.length : rest.indexOf(before);
    draft.ids = [...rest.slice(0, place), id, ...rest.slice(place)];
  })
  .on(BoardCleared, () => ({ ids: [] }));

const inOrder = defineQuery('in-order', { places, tasks }, (read) =>
  read.places.ids.flatMap((id) => read.tasks.get(id) ?? []),
);

const dueBy = defineQuery('due-by', { tasks }, (read, day: string) =>
  read.tasks.where('due', { lte: day }).filter((task) => !task.isDone),
);

const withPeople = defineQuery('with-people', { dueBy, people }, (read, day: string) =>
  read.dueBy(day).map((task) => ({ text: task.text, who: read.people.get(task.personId ?? '')?.name ?? 'nobody' })),
);

async function open() {
  const store = createStore({
    events: [TaskAdded, TaskMoved, TaskDone, BoardCleared, PersonNamed, TaskGiven],
    views: [tasks, people, done, places],
  });
  await store.ready;
  store.append(
    TaskAdded({ id: 'a', text: 'Order tea', due: '2026-05-02' }),
    TaskAdded({ id: 'b', text: 'Count cups', due: '2026-05-01' }),
    TaskAdded({ id: 'c', text: 'Close the books', due: '2026-05-31' }),
    PersonNamed({ id: 'p', name: 'Ada' }),
    TaskGiven({ id: 'a', to: 'p' }),
  );
  return store;
}

test('[VIEW-1] a collection finds rows by key, by index and by range', async () => {
  const store = await open();
  const rows = store.get(tasks);
  const tea = rows.get('a')?.text; // 'Order tea'; undefined where there is no such row
  const day = rows.where('due', '2026-05-01'); // one day
  const month = rows.where('due', { gte: '2026-05-01', lt: '2026-06-01' }, { limit: 20 }); // earliest first
  const latest = rows.where('due', {}, { reverse: true, limit: 1 }); // the last one of all
  const unassigned = rows.where('personId', undefined); // those that nobody has
  const fromB = rows.range({ gte: 'b' }); // by key
  const all = [...rows]; // all of them, in the order of their keys
  const ids = (found: readonly { readonly id: string }[]): string => found.map(({ id }) => id).join('');
  expect([tea, rows.size, ...[day, month, latest, unassigned, fromB, all].map(ids)]).toEqual([
    'Order tea',
    3,
    'b',
    'bac',
    'c',
    'bc',
    'bc',
    'abc',
  ]);
  store.append(TaskDone({ id: 'a' }));
  expect([rows.get('a')?.isDone, store.get(tasks).get('a')?.isDone, store.get(done).count]).toEqual([false, true, 1]);
});

test('[VIEW-1] a view keeps an order by hand, and clear empties it', async () => {
  const store = await open();
  store.append(TaskMoved({ id: 'c', before: 'a' }));
  expect(store.get(inOrder()).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  store.append(TaskMoved({ id: 'c' }));
  expect(store.get(inOrder()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  store.append(BoardCleared());
  expect([store.get(tasks).size, store.get(inOrder())]).toEqual([0, []]);
});

test('[READ-1] a query of a query keeps its result until a row that it read changes', async () => {
  const store = await open();
  const before = store.get(withPeople('2026-05-02')); // 'Count cups' by nobody, then 'Order tea' by Ada
  store.append(TaskDone({ id: 'c' })); // is not due by then
  const isSame = store.get(withPeople('2026-05-02')) === before; // true
  expect([before, isSame]).toEqual([
    [
      { text: 'Count cups', who: 'nobody' },
      { text: 'Order tea', who: 'Ada' },
    ],
    true,
  ]);
  const seen: number[] = [];
  const watched = watch(store, dueBy('2026-05-02'), (found) => found.length);
  const end = watched.subscribe(() => seen.push(watched.current));
  store.append(TaskDone({ id: 'a' }));
  end();
  expect(seen).toEqual([1]);
});
