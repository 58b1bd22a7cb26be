import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { at } from '../time-travel/state-at.ts';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { defineQuery } from '../read/define-query.ts';
import { testEnv } from '../env/env.fixture.ts';
import { createStore } from '../store/create-store.ts';
import { watch } from '../binding/watch.ts';

const Added = defineEvent('added', z.object({ id: z.string(), group: z.string(), tags: z.array(z.string()) }));
interface Row {
  readonly id: string;
  readonly group: string;
  readonly tags: readonly string[];
}
const rows = defineCollection('rows', { key: (r: Row) => r.id, indexes: ['group'] }).on(Added, (draft, e) =>
  draft.put(e.data),
);
const list = defineQuery('list', { rows }, ({ rows }, group: string) => rows.where('group', group).map((r) => r));
const nested = defineQuery('nested', { list }, ({ list }, group: string) => ({
  made: { ids: list(group).map(({ id }) => ({ id })) },
  byId: new Map(list(group).map((row) => [row.id, row])),
  ids: new Set(list(group).map(({ id }) => id)),
}));
const sorting = defineQuery('sorting', { rows }, ({ rows }, group: string) =>
  (rows.where('group', group) as Row[]).sort((a, b) => (a.id < b.id ? 1 : -1)),
);

describe.each([{ isDevelopment: true }, { isDevelopment: false }])(
  '[READ-3] values that are read are read-only, in development: $isDevelopment',
  ({ isDevelopment }) => {
    async function open() {
      const store = createStore({
        events: [Added],
        views: [rows],
        env: { ...testEnv(), isDevelopment },
      });
      await store.ready;
      for (const id of ['a', 'b', 'c']) store.append(Added({ id, group: id === 'c' ? 'y' : 'x', tags: ['t'] }));
      return store;
    }

    test('the result of a query, deeply, for all its readers', async () => {
      const store = await open();
      const first = store.get(list('x')) as Row[];
      expect(() => first.reverse()).toThrow(TypeError);
      expect(() => first.push(first[0]!)).toThrow(TypeError);
      expect(store.get(list('x')).map(({ id }) => id)).toEqual(['a', 'b']);
      const { made, byId, ids } = store.get(nested('x'));
      expect(() => ((made as { ids: unknown }).ids = [])).toThrow(TypeError);
      expect(() => (made.ids as Row[]).pop()).toThrow(TypeError);
      expect(() => Object.assign(made.ids[0]!, { id: 'z' })).toThrow(TypeError);
      expect(() => (byId as Map<string, Row>).clear()).toThrow('frozen');
      expect(() => (ids as Set<string>).add('z')).toThrow('frozen');
      expect(made.ids).toEqual([{ id: 'a' }, { id: 'b' }]);
    });

    test('the lists of where and range, also within a query, which would cache another order', async () => {
      const store = await open();
      const read = store.get(rows);
      for (const found of [read.where('group', 'x'), read.where('group', {}, { limit: 0 }), read.range({ gte: 'a' })]) {
        expect(Object.isFrozen(found)).toBe(true);
        expect(() => (found as Row[]).push(read.get('a')!)).toThrow(TypeError);
      }
      expect(() => store.get(sorting('x'))).toThrow(TypeError);
      const watched = watch(store, rows, (all) => all.where('group', 'x'));
      expect(() => (watched.current as Row[]).reverse()).toThrow(TypeError);
    });

    test('values read from the past', async () => {
      const store = await open();
      const past = await at(store, 2);
      expect(() => (past.get(list('x')) as Row[]).reverse()).toThrow(TypeError);
      expect(past.get(list('x')).map(({ id }) => id)).toEqual(['a', 'b']);
    });
  },
);
