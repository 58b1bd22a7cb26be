import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type AnyCommand,
  type AnyStore,
  createStore,
  defineCommand,
  defineEvent,
  defineQuery,
  eventIdFrom,
  type RefoldError,
  reject,
} from '../index.ts';
import { testEnv } from '../env/env.fixture.ts';
import { Closed, closeDay, events, Listed, low, openShop, sell, Sold, stock, takings } from '../store/shop.fixture.ts';
import { watch } from '../binding/watch.ts';

function thrown(run: () => unknown): RefoldError {
  try {
    run();
  } catch (error) {
    return error as RefoldError;
  }
  throw new Error('It did not throw.');
}
/** Runs a command whose `decide` is untyped, as JavaScript allows. */
async function deciding(decide: (...args: readonly any[]) => unknown, more: object = {}) {
  const odd = defineCommand('odd', { decide: decide as () => ReturnType<typeof Closed>, ...more });
  const store = createStore({ events, views: [stock, takings], commands: [odd], env: testEnv(), actor: () => 'ann' });
  await store.ready;
  let told = 0;
  store.subscribe(() => (told += 1));
  return { run: () => store.run(odd), store, told: () => told };
}

describe('[CMD-1] a command', () => {
  test('receives its input, its reads, ids, the time and the actor', async () => {
    let given: any;
    const env = testEnv();
    const look = defineCommand('look', {
      input: z.object({ n: z.number().default(3) }),
      reads: { stock, low },
      decide: (...args) => {
        given = args;
        return [];
      },
    });
    const store = createStore({ events, views: [stock], commands: [look], env, actor: () => 'ann' });
    await store.ready;
    store.append(Listed({ sku: 'a', left: 1 }));
    expect(store.run(look, {})).toMatchObject({ ok: true, events: [], receipt: { ids: [], stage: 'stored' } });
    const [input, reads, context] = given;
    expect([input, reads.stock.get('a'), reads.low(1)]).toEqual([{ n: 3 }, { sku: 'a', left: 1 }, ['a']]);
    expect([context.now, context.actorId, context.newId('x')]).toEqual([
      new Date(env.ms),
      'ann',
      expect.stringMatching(/^x_/),
    ]);
  });

  test('creates ids that sort in order of creation, even if the clock goes back', async () => {
    const made: string[] = [];
    const env = testEnv();
    const look = defineCommand('look', { decide: (_, __, { newId }) => (made.push(newId('x'), newId('x')), []) });
    const store = createStore({ events, views: [], commands: [look], env });
    await store.ready;
    for (let n = 0; n < 20; n++) {
      env.ms -= n;
      store.run(look);
    }
    expect([...made].sort()).toEqual(made);
  });

  test('is labelled by its input and its reads, for people', async () => {
    const sellOne = defineCommand('sell-one', {
      input: z.object({ sku: z.string() }),
      reads: { stock },
      label: ({ sku }, read) => `Sell one of ${read.stock.get(sku)?.left ?? 0}`,
      decide: ({ sku }) => Sold({ sku, qty: 1 }),
    });
    const store = createStore({ events, views: [stock, takings], commands: [sellOne], env: testEnv() });
    await store.ready;
    store.append(Listed({ sku: 'a', left: 7 }));
    // The label sees the state before the command: it describes the intention.
    expect(store.run(sellOne, { sku: 'a' })).toMatchObject({
      events: [{ metadata: { command: 'sell-one', label: 'Sell one of 7' } }],
    });
  });

  test('that rejects returns its rejection as a value, and stores nothing', async () => {
    const store = await openShop();
    expect(store.run(sell, { sku: 'a', qty: 1 })).toEqual({
      ok: false,
      rejection: { code: 'unknown-product', details: { sku: 'a' } },
    });
    expect(store.run(sell, { sku: 'a', qty: -1 })).toMatchObject({
      ok: false,
      rejection: { code: 'invalid-input', details: { issues: [{ path: 'qty' }] } },
    });
    expect(store.run(sell, undefined as never)).toMatchObject({
      ok: false,
      rejection: { code: 'invalid-input', details: { issues: [{ path: '' }] } },
    });
    expect(store.status.unsaved).toBe(0);
  });

  test('decides and appends in one step: the next one sees its events', async () => {
    const store = await openShop();
    store.append(Listed({ sku: 'a', left: 1 }));
    expect([store.run(sell, { sku: 'a', qty: 1 }).ok, store.run(sell, { sku: 'a', qty: 1 })]).toEqual([
      true,
      { ok: false, rejection: { code: 'out-of-stock', details: { left: 0 } } },
    ]);
  });

  test('that throws is a typed error with its cause, and nothing is stored', async () => {
    const { run, told } = await deciding(() => {
      throw new Error('boom');
    });
    const error = thrown(run);
    expect(error).toMatchObject({ code: 'command.threw', details: { command: 'odd' }, cause: { message: 'boom' } });
    expect([error.message, told()]).toMatchInlineSnapshot(`
      [
        "The command "odd" threw in decide (see cause). Nothing was stored. Return reject(code) for an expected outcome. Fix anything else. [command.threw]",
        0,
      ]
    `);
    const label = () => {
      throw new Error('no label');
    };
    expect(thrown((await deciding(() => Closed(), { label })).run)).toMatchObject({
      code: 'command.threw',
      cause: { message: 'no label' },
    });
  });

  test.each([
    { found: 'a promise', decision: () => Promise.reject(new Error('late')) },
    { found: 'undefined', decision: () => undefined },
    { found: 'null', decision: () => null },
    { found: 'ok', decision: () => 'ok' },
    { found: 'a function', decision: () => Closed },
    { found: 'an object that is no event', decision: () => ({ kind: 'day.closed' }) },
    { found: 'a list with undefined in it', decision: () => [Closed(), undefined] },
    { found: 'a list with a list in it', decision: () => [[Closed()]] },
    { found: 'a list with an object that is no event in it', decision: () => [reject('no')] },
  ])('that decides $found is a typed error, and nothing is stored', async ({ found, decision }) => {
    const { run, told } = await deciding(decision);
    const error = thrown(run);
    expect(error).toMatchObject({ code: 'command.invalid_decision', details: { command: 'odd', found } });
    expect(error.message).toBe(
      `The command "odd" returned ${found} from decide. Return an event, a list of events, or reject(code), synchronously. [command.invalid_decision]`,
    );
    expect(told()).toBe(0);
  });

  test.each([
    { what: 'an event that is not listed', decision: () => ({ type: 'nope', data: {} }), code: 'event.not_listed' },
    {
      what: 'a payload that does not fit',
      decision: () => [Closed(), { type: 'order.placed', data: { sku: 5 } }],
      code: 'event.invalid',
    },
    { what: 'a payload that is not JSON', decision: () => Listed({ sku: 'a', left: Infinity }), code: 'event.invalid' },
  ])('that decides $what stores nothing of it', async ({ decision, code }) => {
    const { run, store, told } = await deciding(decision);
    expect(thrown(run).code).toBe(code);
    expect([told(), store.get(takings).days, store.status.unsaved]).toEqual([0, 0, 0]);
  });

  const sold = (length: number) => Sold({ sku: 'x'.repeat(length), qty: 1 });
  test.each([
    {
      what: 'too many events',
      decision: () => Array.from({ length: 501 }, () => Closed()),
      details: { limit: 'events', max: 500, actual: 501 },
    },
    {
      what: 'too large an event',
      decision: () => sold(70_000),
      details: { type: Sold.type, limit: 'eventBytes', max: 65_536, actual: expect.any(Number) },
    },
    {
      what: 'too large a commit',
      decision: () => Array.from({ length: 20 }, () => sold(60_000)),
      details: { limit: 'bytes', max: 1_048_576, actual: expect.any(Number) },
    },
  ])(
    '[EVT-6] that decides $what is rejected with the numbers, and nothing is stored',
    async ({ decision, details }) => {
      const { run, store, told } = await deciding(decision);
      expect(run()).toEqual({
        ok: false,
        rejection: { code: 'over-limit', details: expect.objectContaining(details) },
      });
      expect([told(), store.status.unsaved]).toEqual([0, 0]);
      expect(thrown(() => store.append(...[decision()].flat())).code).toMatch(/^(commit|event)\.limit$/);
    },
  );

  test('[EVT-6] over a limit leaves no trace in a transaction or in groups', async () => {
    const doAll = defineCommand('do-all', {
      input: z.int(),
      coalesce: () => '',
      decide: (count) => Array.from({ length: count }, () => Closed()),
    });
    const store = createStore({ events, views: [takings], commands: [doAll], env: testEnv() });
    await store.ready;
    const seen: unknown[] = [];
    store.events$.subscribe(({ metadata }) => seen.push(metadata.group));
    const outcomes = store.transaction('All', () => [501, 1, 501, 1].map((count) => store.run(doAll, count).ok));
    expect([outcomes, seen.length, new Set(seen).size]).toEqual([[false, true, false, true], 2, 1]);
    expect(store.get(takings).days).toBe(2);
  });

  test('with an async schema is a typed error', async () => {
    const input = z.string().refine(() => Promise.resolve(true));
    const slow = defineCommand('slow', { input, decide: () => Closed() });
    const store = createStore({ events, views: [], commands: [slow], env: testEnv() });
    await store.ready;
    const error = thrown(() => store.run(slow, 'a'));
    expect(error).toMatchObject({ code: 'schema.async', details: { where: 'command "slow"' } });
  });

  test.each(['append', 'run', 'import'] as const)('cannot %s while it decides', async (action) => {
    let error: unknown;
    const { run, store } = await deciding(() => {
      const act = { append: () => store.append(Closed()), run, import: () => store.import([]) }[action];
      try {
        error = act();
      } catch (thrown) {
        error = thrown;
      }
      return [];
    });
    expect(run()).toMatchObject({ ok: true });
    const busy = await Promise.resolve(error).catch((e: unknown) => e);
    const name = action === 'run' ? 'run("odd")' : action;
    expect(busy).toMatchObject({ code: 'store.busy', details: { action: name, during: 'the decision of "odd"' } });
  });

  test('hides no error: an append inside decide fails with its own error and remedy', async () => {
    const { run, store } = await deciding(() => store.append(Closed()));
    expect(thrown(run).message).toMatchInlineSnapshot(
      `"Cannot call append during the decision of "odd". A command returns its events from decide. Call the rest afterwards. [store.busy]"`,
    );
    // The store still works.
    expect(store.append(Closed()).ids).toHaveLength(1);
  });
});

describe('an unlisted definition', () => {
  test('a command', async () => {
    const store: AnyStore = createStore({ events, views: [stock], env: testEnv() });
    await store.ready;
    const error = thrown(() => store.run(closeDay));
    expect(error).toMatchObject({ code: 'store.not_listed', details: { kind: 'command', name: 'day.close' } });
    expect(error.message).toMatchInlineSnapshot(
      `"The command "day.close" is not in this store. List it in createStore. [store.not_listed]"`,
    );
    expect([
      store.lists(closeDay),
      store.lists(stock),
      store.lists(takings),
      store.lists(low),
      store.lists(low(1)),
      store.lists(Sold),
      store.lists(defineEvent('order.lost')),
    ]).toEqual([false, true, false, true, true, true, false]);
  });

  test('a read model, wherever it is read', async () => {
    const store: AnyStore = createStore({ events, views: [stock], env: testEnv() });
    await store.ready;
    const deep = defineQuery('deep', { takings }, ({ takings }) => takings.days);
    for (const read of [() => store.get(takings), () => store.get(deep()), () => watch(store, takings).current]) {
      expect(thrown(read)).toMatchObject({ code: 'store.not_listed', details: { kind: 'view', name: 'takings' } });
    }
    expect(thrown(() => store.get(takings)).message).toMatchInlineSnapshot(
      `"The view "takings" is not in this store. List it in createStore. [store.not_listed]"`,
    );
  });

  test('a read model that a command reads, or an event that a read model folds: no store is created', () => {
    expect(thrown(() => createStore({ events, views: [], commands: [sell] }))).toMatchObject({
      code: 'store.not_listed',
      details: { kind: 'collection', name: 'stock' },
    });
    const views = [takings] as unknown as readonly [];
    expect(thrown(() => createStore({ events: [Closed], views }))).toMatchObject({
      code: 'event.not_listed',
      details: { type: 'order.placed' },
    });
  });

  test('a name used twice: no store is created', () => {
    const again = defineCommand('order.place', { decide: () => Closed() }) as AnyCommand as typeof closeDay;
    expect(thrown(() => createStore({ events, views: [stock, stock] }))).toMatchObject({
      code: 'name.taken',
      details: { kind: 'read model', name: 'stock' },
    });
    expect(thrown(() => createStore({ events, views: [stock], commands: [sell, again] }))).toMatchObject({
      code: 'name.taken',
      details: { kind: 'command', name: 'order.place' },
    });
    expect(thrown(() => createStore({ events: [...events, Closed], views: [] }))).toMatchObject({
      code: 'name.taken',
      details: { kind: 'event', name: 'day.closed' },
    });
  });
});

test('[EVT-4] an append of several events is all or nothing', async () => {
  const store = await openShop();
  expect(() => store.append(Closed(), Sold({ sku: 5 as unknown as string, qty: 1 }))).toThrow(
    /does not fit its schema: sku/,
  );
  expect([store.get(takings).days, store.status.unsaved]).toEqual([0, 0]);
  expect(
    await store.import([
      { id: eventIdFrom('a'), type: 'day.closed', timestamp: '2020-01-01T00:00:00.000Z', data: undefined },
    ]),
  ).toMatchObject({ added: 1 });
});
