import { createStore, defineCollection, defineEvent, defineQuery } from '@refold/core';
import { type ComponentType, memo, type ReactNode, Suspense } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { testHandle } from '../../core/src/test-handle.fixture.ts';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useView } from './index.ts';

const ROWS = 10_000;
const Listed = defineEvent('listed', z.object({ from: z.int(), to: z.int() }));
const Set = defineEvent('set', z.object({ id: z.int(), n: z.int() }));
interface Row {
  readonly id: number;
  readonly n: number;
}
const rows = defineCollection('rows', { key: (row: Row) => row.id, indexes: ['n'] })
  .on(Listed, (table, { data }) => {
    for (let id = data.from; id < data.to; id++) table.put({ id, n: id });
  })
  .on(Set, (table, { data }) => table.update(data.id, (row) => void (row.n = data.n)));
const ids = defineQuery('ids', { rows }, (read) => read.rows.range().map((row) => row.id));
const lowest = defineQuery('lowest', { rows }, (read, below: number) =>
  read.rows.where('n', { lt: below }).map((row) => `${row.id}=${row.n}`),
);

const makeStore = () => createStore({ events: [Listed, Set], views: [rows] });
type Provider = ComponentType<{ readonly store: ReturnType<typeof makeStore>; readonly children?: ReactNode }>;

describe.each<{ readonly name: string; readonly Provider: Provider }>([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  test('[BIND-3] of 10,000 rows only the changed one renders, and a range for its own rows, also rows that came late', async () => {
    const store = makeStore();
    await store.ready;
    let rendered: string[] = [];
    const note = (what: string): void => void rendered.push(what);
    const Line = memo(function Line({ id }: { readonly id: number }) {
      note(`row ${id}`);
      return <li>{useView(rows, (table) => table.get(id)?.n)}</li>;
    });
    const List = () => {
      const all = useView(ids());
      note('list');
      return all.map((id) => <Line key={id} id={id} />);
    };
    const Lowest = () => {
      note('lowest');
      return <p>{useView(lowest(3)).join()}</p>;
    };
    const place = document.body.appendChild(document.createElement('main'));
    const root = createRoot(place);
    flushSync(() =>
      root.render(
        <Suspense>
          <Provider store={store}>
            <List />
            <Lowest />
          </Provider>
        </Suspense>,
      ),
    );
    const renders = (change: () => void): readonly string[] => {
      rendered = [];
      flushSync(change);
      return rendered;
    };
    // They mount in the render of the batch that adds them.
    expect(renders(() => store.append(Listed({ from: 0, to: ROWS })))).toHaveLength(ROWS + 2);
    expect(place.querySelectorAll('li').length).toBe(ROWS);

    const change = (id: number, n: number) => renders(() => store.append(Set({ id, n })));
    expect(change(5_000, 7)).toEqual(['row 5000']);
    expect(place.querySelectorAll('li')[5_000]!.textContent).toBe('7');
    expect(change(1, 2)).toEqual(expect.arrayContaining(['row 1', 'lowest']));
    expect([rendered.length, place.querySelector('p')!.textContent]).toEqual([2, '0=0,1=2,2=2']);
    expect(change(1, 2)).toEqual([]);
    // One more row, and the row before it does not render.
    expect(renders(() => store.append(Listed({ from: ROWS, to: ROWS + 1 })))).toEqual(['list', `row ${ROWS}`]);
    expect(change(9_999, -1)).toHaveLength(2);
    expect(change(ROWS, 5)).toEqual([`row ${ROWS}`]);
    // An event of another tab, before own ones.
    const tab = testHandle(store);
    const changeElsewhere = (id: number, n: number) =>
      renders(() => tab.insertForeign(tab.position - 1, Set({ id, n })));
    expect(changeElsewhere(4_000, 8)).toEqual(['row 4000']);
    expect(place.querySelectorAll('li')[4_000]!.textContent).toBe('8');
    expect(changeElsewhere(ROWS, 6)).toEqual([]);
    root.unmount();
    place.remove();
  });
});
