import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { at } from '../time-travel/state-at.ts';
import { diff } from '../time-travel/diff.ts';
import { lastChange } from '../time-travel/last-change.ts';
import { whatIf } from '../time-travel/what-if.ts';
import { createTimeline } from '../time-travel/create-timeline.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineCollection } from '../model/collection.ts';
import { defineCommand } from '../model/command.ts';
import { defineEvent } from '../model/event.ts';
import { defineQuery } from '../read/define-query.ts';
import { defineView } from '../model/view.ts';
import { storeStates } from '../binding/store-states.ts';
import { testEnv } from '../env/env.fixture.ts';
import { createStore } from '../store/create-store.ts';
import type { AnyStore } from '../store/store.ts';
import { watch } from '../binding/watch.ts';

const Counted = defineEvent('counted', z.object({ by: z.number() }));
const makeTally = (factor: number) =>
  defineView('tally', { initial: { total: 0 } }).on(Counted, (draft, e) => {
    draft.total += factor * e.data.by;
  });
const makeRows = () =>
  defineCollection('rows', { key: (r: { readonly by: number }) => r.by }).on(Counted, (rows, e) => rows.put(e.data));
const makeCount = (tally: ReturnType<typeof makeTally>, by: number) =>
  defineCommand('count', { reads: { tally }, decide: () => [Counted({ by })] });
const makeDouble = (tally: ReturnType<typeof makeTally>) =>
  defineQuery('double', { tally }, ({ tally }) => 2 * tally.total);

async function open() {
  const [tally, rows] = [makeTally(1), makeRows()];
  const count = makeCount(tally, 1);
  const store = createStore({
    events: [Counted],
    views: [tally, rows],
    commands: [count],
    log: memoryLog(),
    env: testEnv(),
  }) as unknown as AnyStore;
  await store.ready;
  store.append(Counted({ by: 1 }), Counted({ by: 2 }));
  return { store, tally, rows, count, double: makeDouble(tally) };
}
const other = makeTally(10);
const unlisted = (kind: string, name: string): unknown =>
  expect.objectContaining({ code: 'store.not_listed', details: { kind, name, isNameListed: true } });

describe('[READ-2] another definition of a listed name is not listed', () => {
  test('for lists, get, observe and watch', async () => {
    const { store, tally, rows, double } = await open();
    expect([tally, rows, double].map((one) => store.lists(one as never))).toEqual([true, true, true]);
    expect([other, makeRows(), makeDouble(other)].map((one) => store.lists(one as never))).toEqual([
      false,
      false,
      false,
    ]);
    expect(() => store.get(other)).toThrow(unlisted('view', 'tally') as Error);
    expect(() => store.get(makeRows())).toThrow(unlisted('collection', 'rows') as Error);
    expect(() => store.get(makeDouble(other)())).toThrow(unlisted('view', 'tally') as Error);
    expect(() => watch(store, other).current).toThrow(unlisted('view', 'tally') as Error);
    const errors: unknown[] = [];
    store.observe(other).subscribe({ error: (error) => errors.push(error) });
    expect(errors).toEqual([unlisted('view', 'tally')]);
  });

  test('for queries within queries, and values that a query receives from a query', async () => {
    const { store, double } = await open();
    const sums = defineQuery('sums', { double, wrong: makeDouble(other) }, ({ double }) => double());
    expect(store.lists(sums)).toBe(false);
    expect(() => store.get(sums())).not.toThrow();
    const deep = defineQuery('deep', { wrong: makeDouble(other) }, ({ wrong }) => wrong());
    expect(() => store.get(deep())).toThrow(unlisted('view', 'tally') as Error);
  });

  test('for a view before and after a reducer was added', async () => {
    const bare = defineView('tally', { initial: { total: 0 } });
    const { store } = await open();
    expect(store.lists(bare)).toBe(false);
  });

  test('for commands, and their reads', async () => {
    const { store, tally, count } = await open();
    expect(store.run(count).ok).toBe(true);
    const [sameReads, otherReads] = [makeCount(tally, 5), makeCount(other, 5)];
    expect([store.lists(count), store.lists(sameReads), store.lists(otherReads)]).toEqual([true, false, false]);
    for (const command of [sameReads, otherReads])
      expect(() => store.run(command)).toThrow(unlisted('command', 'count') as Error);
    await expect(store.attach(otherReads)).rejects.toEqual(unlisted('view', 'tally'));
    expect(() => createStore({ events: [Counted], views: [tally], commands: [otherReads], env: testEnv() })).toThrow(
      unlisted('view', 'tally') as Error,
    );
  });

  test('for events: one of the same name is not listed, and is not folded', async () => {
    const { store } = await open();
    const Other = defineEvent('counted', z.object({ by: z.string() }));
    expect([store.lists(Counted), store.lists(Other)]).toEqual([true, false]);
    const wrong = defineView('wrong', { initial: '' }).on(Other, (_, e) => e.data.by);
    expect(() => createStore({ events: [Counted], views: [wrong as never], env: testEnv() })).toThrow(
      expect.objectContaining({ code: 'event.not_listed', details: { type: 'counted' } }) as Error,
    );
    // The listed schema checks each appended event, whatever made it.
    expect(() => store.append(Other({ by: 'one' }))).toThrow(
      expect.objectContaining({ code: 'event.invalid' }) as Error,
    );
  });

  test('for the past, forks, store states and a timeline', async () => {
    const { store, tally } = await open();
    const past = await at(store, 1);
    expect(past.get(tally)).toEqual({ total: 1 });
    expect(() => past.get(other)).toThrow(unlisted('view', 'tally') as Error);
    const difference = await diff(store, 0, 2);
    expect([...difference.of(tally)]).toHaveLength(1);
    expect(() => [...difference.of(other)]).toThrow(unlisted('view', 'tally') as Error);
    await expect(lastChange(store, other, ['total'])).rejects.toEqual(unlisted('read model', 'tally'));
    const fork = await whatIf(store, { skip: [] });
    expect(() => fork.get(other)).toThrow(unlisted('view', 'tally') as Error);
    const states = storeStates(store);
    expect(() => states.read(states.now, other)).toThrow(unlisted('view', 'tally') as Error);
    const timeline = createTimeline(store);
    await timeline.seek(1);
    expect(store.get(tally)).toEqual({ total: 1 });
    expect(() => store.get(other)).toThrow(unlisted('view', 'tally') as Error);
    timeline.close();
  });
});

describe('[VIEW-4] attach replaces a definition of the same name', () => {
  test('which refers to the old model until then, and to the new one afterwards', async () => {
    const { store, tally } = await open();
    const watched = watch(store, tally);
    const attached = store.attach(other);
    expect([store.lists(other), store.get(other)]).toEqual([true, { total: 3 }]);
    await attached;
    expect(store.get(other)).toEqual({ total: 30 });
    expect([store.lists(tally), store.get(tally), watched.current]).toEqual([true, { total: 30 }, { total: 30 }]);
    expect(() => store.get(makeTally(1))).toThrow(unlisted('view', 'tally') as Error);
  });

  test('and lists nothing that failed to attach, or is new and not attached yet', async () => {
    const { store } = await open();
    const fresh = defineView('fresh', { initial: 0 }).on(Counted, (n) => n + 1);
    const attached = store.attach(fresh);
    expect(store.lists(fresh)).toBe(false);
    await attached;
    expect(store.lists(fresh)).toBe(true);
    const failed = store.attach(other);
    await store.close();
    await expect(failed).rejects.toMatchObject({ code: 'store.closed' });
    expect(store.lists(other)).toBe(false);
  });

  test('with commands that read it, and new event definitions of a module', async () => {
    const { store } = await open();
    const Anew = defineEvent('counted', z.object({ by: z.number() }));
    const tally = defineView('tally', { initial: { total: 0 } }).on(Anew, (draft, e) => {
      draft.total -= e.data.by;
    });
    const count = defineCommand('count', { reads: { tally }, decide: () => Anew({ by: 4 }) });
    await store.attach(tally, count);
    expect(store.run(count).ok).toBe(true);
    expect([store.get(tally), store.lists(Anew)]).toEqual([{ total: -7 }, true]);
  });
});

test('[READ-2] the error says that another definition has the name, and the remedy', async () => {
  const { store } = await open();
  expect(() => store.get(other)).toThrow(
    'The view "tally" is not in this store, which lists another definition of that name. Use the listed definition, or replace it with attach.',
  );
});
