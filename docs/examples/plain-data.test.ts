import { createStore, defineCollection, defineEvent, defineQuery, defineView } from '@refold/core';
import { expectView } from '@refold/core/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Came = defineEvent('visitor.came', z.object({ id: z.string(), tags: z.array(z.string()) }));
interface Visit {
  readonly id: string;
  readonly at: string;
  readonly tags: readonly string[];
}

test('[VIEW-6] a query makes the dates and sets that a screen shows', () => {
  const visits = defineCollection('visits', { key: (v: Visit) => v.id }).on(Came, (rows, e) =>
    // Neither `new Date(e.timestamp)` nor a Set of tags.
    rows.put({ id: e.data.id, at: e.timestamp, tags: [...new Set(e.data.tags)] }),
  );
  const onDay = defineQuery('visits.day', { visits }, (read, day: string) =>
    [...read.visits].filter((visit) => visit.at.startsWith(day)).map(({ id, at }) => ({ id, at: new Date(at) })),
  );
  const came = Came({ id: 'v1', tags: ['new', 'new'] });
  expectView(visits, came).toEqual([{ id: 'v1', at: '2026-01-01T00:00:00.000Z', tags: ['new'] }]);
  expect(expectView(onDay('2026-01-01'), came).value).toEqual([{ id: 'v1', at: new Date('2026-01-01') }]);
});

test('[READ-3] a list that was read is frozen, and its copy can be changed', async () => {
  const tags = defineView('tags', { initial: { all: [] as string[] } }).on(Came, (draft, e) => {
    draft.all.push(...e.data.tags);
  });
  const store = createStore({ events: [Came], views: [tags] });
  await store.ready;
  store.append(Came({ id: 'v1', tags: ['new'] }));

  const all = store.get(tags).all as string[];
  expect(() => all.push('mine')).toThrow(TypeError);
  const mine = [...store.get(tags).all, 'mine'];

  expect([store.get(tags).all, mine]).toEqual([['new'], ['new', 'mine']]);
});

test('[VIEW-6] a part in two places is two parts', () => {
  const Chosen = defineEvent('line.chosen');
  const Added = defineEvent('line.added');
  interface Line {
    name: string;
    n: number;
  }
  const lists = defineView('lists', { initial: { open: [{ name: 'tea', n: 1 }], chosen: null as Line | null } })
    .on(Chosen, (draft) => {
      draft.chosen = draft.open[0]!;
    })
    .on(Added, (draft) => {
      draft.open[0]!.n += 1;
    });
  expectView(lists, Chosen(), Added()).toEqual({ open: [{ name: 'tea', n: 2 }], chosen: { name: 'tea', n: 1 } });
});
