import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { tools } from '../fold/fold.fixture.ts';
import { fold, initialState, type ModelDefinition } from '../fold/fold.ts';
import { definitions, rows } from '../fold/another-tail/replace-tail.fixture.ts';
import { createStore, defineCollection, defineEvent, defineView, memoryLog } from '../index.ts';
import { sizes } from '../log/sizes.ts';
import { Undone } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { budget } from '../property.fixture.ts';
import { withSizes } from '../sizes.fixture.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { createUndo } from '../undo-and-rejections.ts';
import { storeStates, type StoreState, type StoreUpdate } from './store-states.ts';

const Added = defineEvent('added', z.object({ k: z.string(), n: z.number() }));
const Doubled = defineEvent('doubled');
/** Not commutative. */
const total = defineView('total', { initial: { n: 1 } })
  .on(Added, (draft, { data }) => void (draft.n += data.n))
  .on(Doubled, (draft) => void (draft.n *= 2));
const parts = defineCollection('parts', { key: (part: { k: string; n: number }) => part.k }).on(
  Added,
  (all, { data: { k, n } }) => all.put({ k, n: n + (all.get(k)?.n ?? 0) }),
);
const add = (n: number, k = 'a') => Added({ k, n });

/** A store with five added, whose states are followed from there. */
async function follow(log = memoryLog()) {
  const store = createStore({ events: [Added, Doubled], views: [total, parts], log });
  await store.ready;
  store.append(add(5));
  const states = storeStates(store);
  const updates: StoreUpdate[] = [];
  const end = states.follow((taken) => void updates.push(...taken));
  const n = (state: StoreState): number => states.read(state, total, (t) => t.n);
  const row = (state: StoreState, k: string) => states.read(state, parts, (all) => all.get(k));
  return { store, states, start: states.now, end, updates, n, row, tab: testHandle(store) };
}

describe('[BIND-4] events of another tab, applied to a state that lacks own events', () => {
  test('are folded where they stand in the log, without the own events that the state lacks', async () => {
    const { store, states, start, updates, n, tab } = await follow();
    store.append(add(100));
    tab.insertForeign(1, Doubled());
    expect([n(start), n(states.now)]).toEqual([6, 107]);
    const urgent = states.after(start, updates[1]!);
    // Folded on what is shown it would be 12, which no log ever makes.
    expect(n(urgent)).toBe(7);
    expect(states.after(start, updates[1]!)).toBe(urgent);
    // After the own event that it lacks.
    tab.insertForeign(4, Doubled());
    const later = states.after(urgent, updates[2]!);
    expect([n(later), n(states.now)]).toEqual([14, 214]);
    // Own events that it has stay.
    store.append(add(1));
    const last = states.after(later, updates[3]!);
    tab.insertForeign(1, Doubled());
    expect([n(last), n(states.after(last, updates[4]!)), n(states.now)]).toEqual([15, 19, 219]);
    expect(updates.reduce<StoreState>((state, update) => states.after(state, update), start)).toBe(states.now);
  });

  test('leave the rows that stay equal the same objects', async () => {
    const { store, states, start, updates, row, tab } = await follow();
    store.append(add(100, 'b'));
    store.append(add(7, 'c'));
    store.append(add(1, 'd'));
    const shown = updates.slice(1).reduce<StoreState>((state, update) => states.after(state, update), start);
    tab.insertForeign(2, add(3, 'd'));
    const next = states.after(shown, updates[3]!);
    expect(['a', 'b', 'c', 'd'].map((k) => row(next, k)?.n)).toEqual([5, undefined, 7, 4]);
    for (const k of ['a', 'c']) expect(row(next, k)).toBe(row(shown, k));
  });

  test('lead to the present where an undo is lacking too, or more than 1,000 own events are', async () => {
    const { store, states, start, updates, n, tab } = await follow();
    const history = createUndo(store);
    store.append(add(100));
    history.undo();
    tab.insertForeign(1, Doubled());
    expect(states.after(start, updates[2]!)).toBe(updates[2]!.to);
    const shown = states.now;
    for (let i = 0; i < 1_000; i += 500) store.append(...Array.from({ length: 500 }, () => add(1)));
    tab.insertForeign(1, Doubled());
    expect([n(shown), n(states.after(shown, updates[5]!))]).toEqual([7, 9]);
    store.append(add(1));
    tab.insertForeign(1, Doubled());
    expect(states.after(shown, updates[7]!)).toBe(updates[7]!.to);
  });

  test('lead to the present where own events came while nothing followed', async () => {
    const { store, states, start, end, tab } = await follow();
    end();
    store.append(add(10));
    const updates: StoreUpdate[] = [];
    states.follow((taken) => void updates.push(...taken));
    store.append(add(100));
    tab.insertForeign(1, Doubled());
    expect(states.after(start, updates[1]!)).toBe(updates[1]!.to);
  });

  test('lead to the present where memory no longer holds an own event that is lacking', async () => {
    const { store, states, start, updates, tab } = await follow(memoryLog('memory', { undoHorizon: 2 }));
    tab.insertForeign(2, add(1));
    for (let i = 0; i < 8; i++) store.append(add(100));
    const own = tab.position;
    tab.insertForeign(own + 1, Doubled());
    expect(tab.heldEvents[0]!.position).toBeGreaterThan(3);
    expect(tab.heldEvents.some(({ position }) => position === own)).toBe(true);
    expect(states.after(start, updates.at(-1)!)).toBe(updates.at(-1)!.to);
  });

  test('an own event that changed nothing when it came is not lacking', async () => {
    const { store, states, updates, n, tab } = await follow();
    store.append(add(-6));
    store.append(Doubled());
    const shown = states.now;
    store.append(add(100));
    tab.insertForeign(1, add(3));
    expect([n(shown), n(states.after(shown, updates.at(-1)!)), n(states.now)]).toEqual([0, 6, 106]);
  });
});

const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('own' as const), at: fc.nat(5), many: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('foreign' as const), at: fc.nat(8), many: fc.integer({ min: 1, max: 3 }) }),
  },
  fc.record({ do: fc.constantFrom('undo' as const, 'foreign undo' as const), at: fc.nat(5), many: fc.constant(1) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

test('[BIND-4] a state is the log of its last events of others, without the own events that it lacks', async () => {
  let branches = 0;
  const play = async (acts: readonly Act[], masks: readonly (readonly boolean[])[]): Promise<void> => {
    const journal = defineView('journal', { initial: { ids: '' } }).on([...definitions], (draft, { id }) => {
      draft.ids += ` ${id}`;
    });
    const store = createStore({ events: [...definitions], views: [rows, journal] });
    await store.ready;
    const hasUndo = acts.some(({ do: what }) => what.endsWith('undo'));
    if (hasUndo) createUndo(store);
    const tab = testHandle(store);
    const states = storeStates(store);
    const updates: StoreUpdate[] = [];
    states.follow((taken) => void updates.push(...taken));
    const start = states.now;
    let copies = 0;
    const [Put, Bumped, Dropped, , Copied, Summed] = definitions;
    const draftOf = (k: number) =>
      [Put({ k, n: k * 3 }), Bumped({ k }), Copied({ k }), Summed({ k, n: k }), Bumped({ k }), Dropped({ k })][
        updates.length % 6
      ]!;
    const logs: { readonly own?: readonly Envelope[]; readonly kept: readonly Envelope[]; readonly isFold: boolean }[] =
      [];
    for (const { do: what, at, many } of acts) {
      const drafts = Array.from({ length: many }, (_, i) => draftOf((at + i) % 6));
      const before = updates.length;
      const position = Math.max(1, tab.position + 1 - at);
      const { position: end } = tab;
      if (what === 'own') tab.appendToGroup(`g${at % 3}`, ...drafts);
      if (what === 'foreign') tab.insertForeign(position, ...drafts);
      if (what === 'foreign undo') tab.insertForeign(position, Undone({ groups: [`g${at % 3}`] }));
      if (what === 'undo') tab.appendControl(Undone({ groups: [`g${at % 3}`] }));
      // What would have to be folded from the log is no matter here.
      if (what.startsWith('foreign') && updates.length === before) continue;
      expect(updates.length - before).toBe(1);
      const kept = tab.heldEvents.filter((entry) => !tab.isSkipped(entry.position));
      logs.push({
        kept: kept.map(({ event }) => event),
        isFold: what !== 'undo',
        ...(what === 'own' && {
          own: tab.heldEvents.filter((entry) => entry.position > end).map(({ event }) => event),
        }),
      });
    }
    for (const mask of masks) {
      let state: StoreState = start;
      let log: readonly Envelope[] = [];
      /** Ids of the own events that it lacks; undefined: it lacks an undo. */
      let lacks: Set<string> | undefined = new Set();
      /** Whether it lacks events of others. */
      let isBehind = false;
      for (const [i, { own, kept, isFold }] of logs.entries()) {
        if (mask[i]) {
          const before = state;
          state = states.after(state, updates[i]!);
          // Undone and folded again, a row that comes out equal is another object.
          if (!hasUndo && !isBehind && own === undefined && state !== updates[i]!.to)
            for (const row of states.read(state, rows)) {
              const was = states.read(before, rows).get(row.k);
              if (was !== row && JSON.stringify(was) === JSON.stringify(row)) copies += 1;
            }
          isBehind &&= own !== undefined;
          if (own !== undefined) log = [...log, ...own];
          else {
            if (!isFold || lacks === undefined) lacks = new Set();
            const { size } = lacks;
            log = kept.filter(({ id }) => !lacks!.has(id));
            if (size > 0) branches += 1;
          }
        } else {
          isBehind ||= own === undefined;
          if (!isFold) lacks = undefined;
          for (const { id } of own ?? []) lacks?.add(id);
        }
        // It is the present, also if it was skipped and changed nothing.
        if (state === updates[i]!.to) [log, lacks] = [kept, new Set()];
        const entries = log.map((event, at) => ({ position: at + 1, event }));
        for (const model of [rows, journal] as unknown as readonly ModelDefinition[]) {
          const { value } = fold(model, initialState(model, tools(true)), entries, tools(true)).state;
          const plain = (of: unknown) => (model === (rows as unknown) ? [...(of as Iterable<unknown>)] : of);
          expect(plain(states.read(state, model as never))).toEqual(plain(value));
        }
      }
    }
    expect(copies).toBe(0);
    expect(updates.reduce<StoreState>((state, update) => states.after(state, update), start)).toBe(states.now);
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 10 }),
      fc.array(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), { minLength: 3, maxLength: 3 }),
      fc.constantFrom(1, 3, 64),
      (acts, masks, checkpointGap) => withSizes({ ...sizes, checkpointGap }, () => play(acts, masks)),
    ),
    budget(150),
  );
  expect(branches).toBeGreaterThan(100);
});
