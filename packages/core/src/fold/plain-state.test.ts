import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isRefoldError } from '../errors/refold-error.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { EventLog } from '../log/event-log.ts';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import { eventIdFrom } from '../model/ids.ts';
import type { RowsDraft } from '../model/table/rows.ts';
import type { Table } from '../model/table/table.ts';
import { defineView } from '../model/view.ts';
import { compact } from '../store/compact.ts';
import { testEnv } from '../env/env.fixture.ts';
import { fold, initialState, type ModelDefinition, type ModelState } from './fold.ts';
import { placed, tools } from './fold.fixture.ts';
import { createStore } from '../store/create-store.ts';

const Ran = defineEvent('ran');
type Rows = RowsDraft<any, string, never>;

const rowsModel = (): ModelDefinition =>
  defineCollection('rows', { key: (r: any) => r.id as string }).on(Ran, (rows, e) =>
    (e.data as any)(rows),
  ) as unknown as ModelDefinition;
const viewModel = (initial: unknown): ModelDefinition =>
  defineView('doc', { initial }).on(Ran, (draft, e) => (e.data as any)(draft) as never) as unknown as ModelDefinition;

const read = ({ value }: ModelState): unknown => JSON.parse(JSON.stringify(isTable(value) ? [...value] : value));
const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && 'shape' in value;

/** Folds reducers in one batch and one by one, in development and in production. All four results must be equal. */
function run(model: ModelDefinition, ...reducers: readonly ((draft: any) => unknown)[]): ModelState {
  const events = placed(reducers, 'ran');
  const ways = [true, false].flatMap((isDevelopment) => {
    const kit = tools(isDevelopment);
    const start = initialState(model, kit);
    const single = events.reduce((state, event) => fold(model, state, [event], kit).state, start);
    return [fold(model, start, events, kit).state, single];
  });
  for (const state of ways) {
    expect(state.stopped?.cause).toBeUndefined();
    expect(read(state)).toEqual(read(ways[0]!));
  }
  return ways[0]!;
}

const setUp = (rows: Rows): void => {
  rows.put({ id: 'x', items: [{ n: 1 }, { n: 2 }], part: { deep: { n: 1 } } });
  rows.put({ id: 'y', items: [], part: { deep: { n: 5 } } });
};

describe('[VIEW-6] a part that a reducer moves from one row to another arrives, in any batches', () => {
  let out: any;
  test.each<[string, readonly ((rows: Rows) => unknown)[], unknown]>([
    [
      'popped here and pushed there',
      [
        (rows) => {
          rows.update('x', (x) => void (out = x.items.pop()));
          rows.update('y', (y) => void y.items.push(out));
        },
      ],
      [{ items: [{ n: 1 }] }, { items: [{ n: 2 }] }],
    ],
    [
      'the other way round: the one that takes is updated first',
      [
        (rows) => {
          rows.update('y', (y) => {
            rows.update('x', (x) => void y.items.push(x.items.shift()));
          });
        },
      ],
      [{ items: [{ n: 2 }] }, { items: [{ n: 1 }] }],
    ],
    [
      'deep in an object of its own',
      [
        (rows) => {
          rows.update('x', (x) => void (out = x.part.deep));
          rows.update('y', (y) => void (y.part = { wrapped: [{ was: out }] }));
        },
      ],
      [{ part: { deep: { n: 1 } } }, { part: { wrapped: [{ was: { n: 1 } }] } }],
    ],
    [
      'swapped',
      [
        (rows) => {
          rows.update('x', (x) => {
            rows.update('y', (y) => {
              [x.part, y.part] = [y.part, x.part];
              x.part.deep.n += 10;
            });
          });
        },
      ],
      [{ part: { deep: { n: 15 } } }, { part: { deep: { n: 1 } } }],
    ],
    [
      'put into a new row, frozen',
      [
        (rows) => {
          rows.update('x', (x) => {
            x.part.deep.n = 7;
            out = x.part;
          });
          rows.put(Object.freeze({ id: 'z', part: Object.freeze({ of: out }) }));
        },
      ],
      [{ part: { deep: { n: 7 } } }, {}, { id: 'z', part: { of: { deep: { n: 7 } } } }],
    ],
    [
      'put in both, and then changed in one',
      [
        (rows) => {
          rows.update('x', (x) => void (out = x.part));
          rows.update('y', (y) => void (y.part = out));
        },
        (rows) => rows.update('x', (x) => void (x.part.deep.n = 100)),
        (rows) => rows.update('y', (y) => void (y.part.deep.n += 1)),
      ],
      [{ part: { deep: { n: 100 } } }, { part: { deep: { n: 2 } } }],
    ],
    [
      'put in both by the one that was updated first, and then changed in the other',
      [
        (rows) => {
          rows.update('y', (y) => {
            rows.update('x', (x) => void (y.part = x.part));
          });
        },
        (rows) => rows.update('x', (x) => void (x.part.deep.n = 100)),
      ],
      [{ part: { deep: { n: 100 } } }, { part: { deep: { n: 1 } } }],
    ],
    [
      'moved on and on',
      Array.from({ length: 5 }, () => (rows: Rows) => {
        const [from, to] = (rows.get('x').items as unknown[]).length > 0 ? ['x', 'y'] : ['y', 'x'];
        rows.update(from, (a) => void (out = a.items.pop()));
        rows.update(to, (b) => void b.items.push({ ...out, n: out.n * 2 }));
      }),
      [{ items: [{ n: 16 }] }, { items: [{ n: 4 }] }],
    ],
  ])('%s', (_, steps, expected) => {
    expect(read(run(rowsModel(), setUp, ...steps))).toMatchObject(expected as object);
  });
});

describe('[VIEW-6] values that a view reducer returns or assigns are taken out of its draft', () => {
  const initial = { a: { n: 1 }, list: [{ n: 1 }, { n: 2 }], total: 0 };
  test.each<[string, readonly ((draft: any) => unknown)[], unknown]>([
    ['a frozen copy', [(d) => Object.freeze({ ...d, total: 1 })], { ...initial, total: 1 }],
    [
      'a frozen copy of a changed draft, nested',
      [(d) => ((d.a.n = 9), { ...d, list: Object.freeze([Object.freeze({ of: d.a })]) })],
      { a: { n: 9 }, list: [{ of: { n: 9 } }], total: 0 },
    ],
    [
      'a frozen part put into the draft',
      [(d) => void (d.kept = Object.freeze({ all: Object.freeze([...d.list]) })), (d) => void (d.list[0].n = 5)],
      { ...initial, list: [{ n: 5 }, { n: 2 }], kept: { all: initial.list } },
    ],
    [
      'a new state, to which the next event writes',
      [(d) => ({ ...d, total: 1 }), (d) => void d.list.push({ n: 3 }), (d) => void (d.list[0].n += 1)],
      { a: { n: 1 }, list: [{ n: 2 }, { n: 2 }, { n: 3 }], total: 1 },
    ],
    [
      'one part in two places, of which the next event changes one',
      [(d) => void (d.chosen = d.list[0]), (d) => void (d.list[0].n = 50), (d) => void (d.chosen.n += 1)],
      { ...initial, list: [{ n: 50 }, { n: 2 }], chosen: { n: 2 } },
    ],
    [
      'one new object in two places',
      [
        (d) => {
          const made = { n: 0 };
          d.a = made;
          d.list.push(made);
        },
        (d) => void (d.a.n = 4),
      ],
      { a: { n: 4 }, list: [{ n: 1 }, { n: 2 }, { n: 0 }], total: 0 },
    ],
    [
      'a list that is reversed, filtered and joined to itself',
      [
        (d) => void d.list.reverse(),
        (d) => void (d.list = [...d.list, ...d.list.filter((x: any) => x.n > 1)]),
        (d) => void (d.list[0].n = 9),
      ],
      { ...initial, list: [{ n: 9 }, { n: 1 }, { n: 2 }] },
    ],
    ['a state that is no object', [() => 1, (n) => n + 1, (n) => ({ n })], { n: 2 }],
  ])('%s', (_, steps, expected) => expect(read(run(viewModel(initial), ...steps))).toEqual(expected));

  test('an event payload is assigned as it is, and a later event of the batch changes only the copy', () => {
    const Added = defineEvent('added', z.object({ name: z.string(), tags: z.array(z.string()) }));
    const Renamed = defineEvent('renamed', z.object({ name: z.string() }));
    const model = defineView('list', { initial: [] as { name: string; tags: string[] }[] })
      .on(Added, (draft, e) => void draft.push(e.data))
      .on(Renamed, (draft, e) => {
        draft[0]!.name = e.data.name;
        draft[0]!.tags.push(e.data.name);
      }) as unknown as ModelDefinition;
    for (const isDevelopment of [true, false]) {
      const kit = tools(isDevelopment);
      const events = [
        ...placed([{ name: 'tea', tags: ['hot'] }], 'added'),
        ...placed([{ name: 'mate' }], 'renamed').map((e) => ({ ...e, position: 2 })),
      ];
      const { state } = fold(model, initialState(model, kit), events, kit);
      expect([state.stopped, state.value]).toEqual([undefined, [{ name: 'mate', tags: ['hot', 'mate'] }]]);
      expect(events[0]!.event.data).toEqual({ name: 'tea', tags: ['hot'] });
    }
  });
});

describe('[VIEW-2] a view keeps payloads of events, and later events of the batch change its copies', () => {
  const events = (...data: readonly object[]) =>
    data.map((one, i) => ({ ...placed([one], 'ran')[0]!, position: i + 1 }));
  const model = (calls: { n: number }) =>
    defineView('list', { initial: [] as { n: number }[] }).on(Ran, (draft, e) => {
      calls.n += 1;
      const data = e.data as unknown as { n: number; by?: number; isGreedy?: boolean };
      if (data.isGreedy) data.n += 1;
      if (data.by === undefined) draft.push(data);
      else for (const one of draft) one.n += data.by;
    }) as unknown as ModelDefinition;
  const kit = tools(false);

  test('hardly any event is reduced twice, even if many do so', () => {
    const calls = { n: 0 };
    const list = model(calls);
    const script = events(...Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? { n: i } : { by: 1 })));
    const { state } = fold(list, initialState(list, kit), script, kit);
    expect((state.value as { n: number }[])[0]).toEqual({ n: 50 });
    expect(calls.n).toBeLessThanOrEqual(110);
    expect(script[0]!.event.data).toEqual({ n: 0 });
  });

  test('a reducer that writes to its own event stops the view there', () => {
    const list = model({ n: 0 });
    const script = events({ n: 1 }, { by: 1 }, { n: 5, isGreedy: true }, { by: 1 });
    const single = script.reduce((state, one) => fold(list, state, [one], kit).state, initialState(list, kit));
    for (const { value, stopped } of [fold(list, initialState(list, kit), script, kit).state, single])
      expect([value, stopped?.details.position]).toEqual([[{ n: 2 }], 3]);
  });

  test("a reducer may clone its event's payload, which it could not do with a draft", () => {
    const list = defineView('list', { initial: [] as { n: number }[] }).on(Ran, (draft, e) => {
      const data = structuredClone(e.data as unknown as { n: number; by?: number });
      if (data.by === undefined) draft.push(e.data as unknown as { n: number });
      else for (const one of draft) one.n += data.by;
    }) as unknown as ModelDefinition;
    const { state } = fold(list, initialState(list, kit), events({ n: 1 }, { by: 1 }, { n: 5 }, { by: 2 }), kit);
    expect([state.value, state.stopped]).toEqual([[{ n: 4 }, { n: 7 }], undefined]);
  });

  test('one payload in two places becomes two independent values', () => {
    const twice = defineView('twice', { initial: { a: [] as { n: number }[], b: [] as { n: number }[] } }).on(
      Ran,
      (draft, e) => {
        const data = e.data as unknown as { n: number };
        for (const one of draft.a) one.n += 1;
        draft.a.push(data);
        draft.b.push(data);
      },
    ) as unknown as ModelDefinition;
    const { state } = fold(twice, initialState(twice, kit), events({ n: 0 }, { n: 0 }, { n: 0 }), kit);
    expect(state.value).toEqual({ a: [{ n: 2 }, { n: 1 }, { n: 0 }], b: [{ n: 0 }, { n: 0 }, { n: 0 }] });
  });
});

class Money {
  readonly cents = 1;
}
const accessor = Object.defineProperty({}, 'now', { get: () => 1, enumerable: true });
const hidden = Object.defineProperty({}, 'secret', { value: 1 });
const circular: Record<string, unknown> = {};
circular['self'] = circular;

const notPlain: readonly [string, unknown, string][] = [
  ['a Date', new Date(0), ''],
  ['a Map', new Map([['a', 1]]), ''],
  ['a Set', new Set([1]), ''],
  ['a RegExp', /x/, ''],
  ['a Uint8Array', new Uint8Array(1), ''],
  ['a Money', new Money(), ''],
  ['a URL', new URL('https://refold.example'), ''],
  ['a List', new (class List extends Array<number> {})(), ''],
  ['a function', () => 1, ''],
  ['a symbol', Symbol('s'), ''],
  ['a bigint', 1n, ''],
  ['a symbol key', { [Symbol('s')]: 1 }, ''],
  ['an accessor', accessor, '.now'],
  ['a property that is not enumerable', hidden, ''],
  ['an object that contains itself', circular, '.self'],
  ['an object with a prototype', Object.create(Object.create(null) as object), ''],
  ['a Object', Object.create({ inherited: 1 }), ''],
  ['a Promise', Promise.resolve(1), ''],
];

describe.each(notPlain)('[VIEW-6] %s', (found, value, below) => {
  const kit = tools(true);
  const stop = (model: ModelDefinition, ...reducers: readonly ((draft: any) => unknown)[]) => {
    const { state } = fold(model, initialState(model, kit), placed(reducers, 'ran'), kit);
    return [state.stopped?.details.position, (state.stopped?.cause as { details?: unknown } | undefined)?.details];
  };

  test('stops the read model in development, with its path', () => {
    const doc = { a: { b: [1] }, n: 0 };
    const inView = (path: string): unknown => ({ model: 'doc', path: path + below, found });
    expect(
      stop(
        viewModel(doc),
        (d) => void d.n++,
        (d) => void (d.a.b[0] = value),
        (d) => void d.n++,
      ),
    ).toEqual([2, inView('state.a.b[0]')]);
    expect(stop(viewModel(doc), (d) => ({ ...d, at: { it: value } }))).toEqual([1, inView('state.at.it')]);
    const inRow = { model: 'rows', path: `rows["k"].at${below}`, found };
    const put = (rows: Rows): void => rows.put({ id: 'k', name: 'old' });
    expect(stop(rowsModel(), put, (rows) => rows.put({ id: 'k', at: value }))).toEqual([2, inRow]);
    expect(stop(rowsModel(), put, (rows) => rows.update('k', (r: any) => ({ ...r, at: value })))).toEqual([2, inRow]);
    if (found === 'an accessor' || found === 'a property that is not enumerable') return;
    expect(stop(rowsModel(), put, (rows) => rows.update('k', (r: any) => void (r.at = value)))).toEqual([2, inRow]);
  });

  test('stays as it is in production', () => {
    // Immer does not draft these two at all.
    if (value instanceof Map || value instanceof Set) return;
    const lenient = tools(false);
    const model = rowsModel();
    const put = (rows: Rows): void => rows.put({ id: 'k', name: 'old', at: value });
    const rename = (rows: Rows): void => rows.update('k', (r: any) => ({ ...r, name: 'new' }));
    const { state } = fold(model, initialState(model, lenient), placed([put, rename], 'ran'), lenient);
    const row = (state.value as Table).get('k') as { name: string; at: unknown };
    expect([row.name, row.at === value, state.stopped]).toEqual(['new', true, undefined]);
  });
});

const Noted = defineEvent('noted', z.object({ id: z.string(), list: z.array(z.object({ n: z.number() })) }));
const dates = (make: (text: string) => unknown) =>
  defineCollection('notes', { key: (r: any) => r.id as string }).on(Noted, (rows, e) =>
    rows.put({ ...e.data, at: make(e.timestamp) }),
  );
const plain = defineView('plain', { initial: { list: [] as { n: number }[] } }).on(Noted, (draft, e) => {
  draft.list.push(...e.data.list);
});
const lasting = (): EventLog => ({ ...memoryLog('app', { undoHorizon: 1 }), close: () => Promise.resolve() });
/** Without a group, like imported events, so that it can be saved at once. */
const stored = {
  ...Noted({ id: 'a', list: [{ n: 1 }] }),
  id: eventIdFrom('plain', '1'),
  timestamp: '2020-01-01T00:00:00.000Z',
};

async function open(log: EventLog, isDevelopment: boolean, views = [dates((text) => new Date(text)), plain] as const) {
  const told: { readonly type: string }[] = [];
  const store = createStore({ events: [Noted], views, log, env: { ...testEnv(), isDevelopment } });
  store.system$.subscribe((event) => told.push(event));
  await store.ready;
  return { store, told, views };
}

test('[VIEW-6] in development, a view whose initial state is not plain data cannot be listed', () => {
  const view = defineView('seen', { initial: { days: new Set<string>() } });
  const list = (isDevelopment: boolean) =>
    createStore({ events: [], views: [view], env: { ...testEnv(), isDevelopment } });
  expect(() => list(true)).toThrow(
    expect.objectContaining({
      code: 'state.not_plain',
      details: { model: 'seen', path: 'initial.days', found: 'a Set' },
    }) as Error,
  );
  expect(() => list(false)).not.toThrow();
});

test('[VIEW-6] in production, such a read model continues, is not saved, and is reported; the others are saved', async () => {
  const log = lasting();
  const { store, told, views } = await open(log, false);
  await store.import([stored]);
  await compact(store, { keepEvents: Infinity });
  expect(store.get(views[0]).get('a')).toMatchObject({ at: expect.any(Date) as Date });
  expect(told).toEqual([
    { type: 'snapshot.failed', model: 'notes', error: expect.objectContaining({ code: 'state.not_plain' }) as Error },
  ]);
  const error = (told[0] as unknown as { error: unknown }).error;
  expect(isRefoldError(error, 'state.not_plain') && error.details).toEqual({
    model: 'notes',
    path: 'rows["a"].at',
    found: 'a Date',
  });
  expect([await log.snapshots!.read('notes'), await log.snapshots!.read('plain')]).toEqual([
    undefined,
    expect.anything(),
  ]);
});

describe.each([true, false])('[READ-3] in development, readers cannot change a read model: %s', (isDevelopment) => {
  const open = async (freeze?: boolean) => {
    const views = [dates((text) => ({ text })), plain] as const;
    const log = lasting();
    const options = { events: [Noted], views, log, env: { ...testEnv(), isDevelopment } };
    const store = createStore(freeze === undefined ? options : { ...options, freeze });
    await store.ready;
    await store.import([stored]);
    return { store, log, views };
  };
  const write = (value: unknown, name: string): void => void Object.assign(value as object, { [name]: 1 });

  test('rows, documents, their parts and parts shared with the event, live and after a reload', async () => {
    const { store, log, views } = await open();
    const check = (of: typeof store, rows: (typeof views)[0], view: (typeof views)[1]): void => {
      for (const value of [of.get(rows).get('a'), of.get(rows).get('a').at, of.get(view), of.get(view).list[0]])
        expect(() => write(value, 'n')).toThrow(TypeError);
      expect(() => (of.get(view).list as unknown[]).push(1)).toThrow(TypeError);
      expect(() => (of.get(rows).get('a').list as unknown[]).pop()).toThrow(TypeError);
    };
    check(store, ...views);
    await compact(store, { keepEvents: Infinity });
    await store.close();
    const again = createStore({ events: [Noted], views, log, env: { ...testEnv(), isDevelopment } });
    await again.ready;
    check(again, ...views);
  });

  test('unless the app turns it off, for production', async () => {
    const { store, views } = await open(false);
    expect([store.get(views[1]), store.get(views[0]).get('a')].map((value) => Object.isFrozen(value))).toEqual([
      isDevelopment,
      isDevelopment,
    ]);
  });
});
