import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import { budget } from '../property.fixture.ts';
import { defineCollection } from './collection.ts';
import { defineCommand } from './command.ts';
import { defineEvent } from './event.ts';
import { type BoundQuery, defineQuery } from './query.ts';
import { defineView } from './view.ts';

const Ran = defineEvent('ran');
const Fell = defineEvent('fell', z.object({ far: z.number() }));
function thrown(run: () => unknown): RefoldError {
  try {
    run();
  } catch (error) {
    return error as RefoldError;
  }
  throw new Error('It did not throw.');
}

describe('names', () => {
  test.each([
    ['view', (name: string) => defineView(name, { initial: 0 })],
    ['collection', (name: string) => defineCollection(name, { key: (r: { id: string }) => r.id })],
    ['query', (name: string) => defineQuery(name, {}, () => 1)],
    ['command', (name: string) => defineCommand(name, { decide: () => Ran() })],
  ])('a %s is not named by nothing, nor like the toolkit’s own', (kind, define) => {
    for (const name of ['', '$x'])
      expect(thrown(() => define(name))).toMatchObject({ code: 'name.invalid', details: { kind, name } });
  });

  test('a read model has one reducer for an event', () => {
    const view = defineView('count', { initial: 0 }).on(Ran, (n) => n + 1);
    const error = thrown(() => view.on([Fell, Ran], (n) => n));
    expect(error).toMatchObject({ code: 'reducer.taken', details: { model: 'count', type: 'ran' } });
    expect(error.message).toMatchInlineSnapshot(
      `""count" has two reducers for "ran", which would run in a hidden order. Put both into one."`,
    );
    const rows = defineCollection('rows', { key: (r: { id: string }) => r.id }).on(Ran, () => {});
    expect(thrown(() => rows.on(Ran, () => {}))).toMatchObject({
      code: 'reducer.taken',
      details: { model: 'rows', type: 'ran' },
    });
  });

  test('adding a reducer makes another definition and leaves the first as it was', () => {
    const bare = defineView('count', { initial: 0 });
    bare.on(Ran, (n) => n + 1);
    expect(() => bare.on(Ran, (n) => n + 2)).not.toThrow();
  });
});

test('an event definition makes drafts, and knows its own', () => {
  expect(Fell({ far: 3 })).toEqual({ type: 'fell', data: { far: 3 } });
  expect([Fell.is(Fell({ far: 1 })), Fell.is(Ran())]).toEqual([true, false]);
});

describe('[READ-1] the arguments of a query', () => {
  const query = defineQuery('q', {}, (...args: readonly unknown[]) => args);
  const key = (...args: readonly unknown[]): string => (query(...args) as unknown as BoundQuery)['~key'];

  test('give the same key when they are the same, and another when they are not', () => {
    const arg = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>(
        undefined,
        null,
        0,
        -0,
        '0',
        'undefined',
        '',
        '1,2',
        [1, 2],
        [],
        [undefined],
        {},
        { a: undefined },
        { $undefined: true },
      ),
    );
    const args = fc.array(arg, { maxLength: 3 });
    fc.assert(
      fc.property(args, args, (a, b) => {
        expect(key(...structuredClone(a))).toBe(key(...a));
        // `toStrictEqual` tells undefined properties and holes apart, as a query may; the order of keys is left out of it.
        let isSame = true;
        try {
          expect(a.map((x) => (x === 0 ? 0 : x))).toStrictEqual(b.map((x) => (x === 0 ? 0 : x)));
        } catch {
          isSame = false;
        }
        expect(isSame || key(...a) !== key(...b)).toBe(true);
      }),
      budget(500),
    );
  });

  test.each([
    { found: 'a Date', arg: new Date(0) },
    { found: 'a Map', arg: { by: new Map() } },
    { found: 'NaN', arg: NaN },
    { found: 'a function', arg: [() => 1] },
    { found: 'a bigint', arg: 1n },
    { found: 'a symbol', arg: Symbol('s') },
  ])('$found is refused, for two of them could share a key', ({ found, arg }) => {
    const error = thrown(() => query(arg));
    expect(error).toMatchObject({ code: 'query.arguments', details: { query: 'q', found } });
    expect(error.message).toBe(
      `The query "q" was given ${found} as an argument. Arguments are JSON values, since they are the key of what is remembered.`,
    );
  });
});

describe('errors', () => {
  test('are known by code, also when they come from another copy of the library', () => {
    const error = new RefoldError('store.closed', { action: 'append' });
    // What another copy's error looks like from here: the same brand on another class.
    const foreign = Object.assign(new Error('x'), { code: 'store.closed', [Symbol.for('refold.error')]: true });
    for (const e of [error, foreign]) {
      expect([isRefoldError(e), isRefoldError(e, 'store.closed'), isRefoldError(e, 'log.full')]).toEqual([
        true,
        true,
        false,
      ]);
    }
    for (const e of [new Error('x'), null, undefined, 'store.closed', { code: 'store.closed' }])
      expect(isRefoldError(e)).toBe(false);
  });

  test('carry their cause only where there is one', () => {
    expect('cause' in new RefoldError('store.closed', { action: 'x' })).toBe(false);
    const cause = new Error('why');
    expect(new RefoldError('log.open_failed', { log: 'x' }, cause).cause).toBe(cause);
  });
});
