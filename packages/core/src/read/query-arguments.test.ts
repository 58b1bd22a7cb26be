import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefoldError } from '../errors/refold-error.ts';
import { budget } from '../property.fixture.ts';
import { queryArguments } from './query-arguments.ts';

const keyOf = (...args: readonly unknown[]): string => queryArguments('q', args).key;
const valuesOf = (...args: readonly unknown[]): readonly unknown[] => queryArguments('q', args).values;
function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
function isSame(a: unknown, b: unknown): boolean {
  try {
    // It distinguishes undefined properties, holes and -0, as a query may.
    expect(a).toStrictEqual(b);
    return true;
  } catch {
    return false;
  }
}

/** A list with only a hole. */
const hole: unknown[] = [];
hole.length = 1;
const awkward = [undefined, null, 0, -0, '0', 'undefined', '', '1,2', [1, 2], [], {}, { a: undefined }, { a: hole }];
const one = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).filter((value) => !/__proto__|constructor|prototype/.test(JSON.stringify(value))),
  fc.constantFrom<unknown>(
    ...awkward,
    [undefined],
    hole,
    [hole, undefined],
    [[]],
    { b: 1, a: 2 },
    { a: 2, b: 1 },
    { 1: 'a' },
    ['a'],
  ),
);
const args = fc.array(one, { maxLength: 3 });

describe('[READ-1] the arguments of a query', () => {
  test('share a key exactly when the query reads the same', () => {
    fc.assert(
      fc.property(args, args, (a, b) => {
        expect(keyOf(...structuredClone(a))).toBe(keyOf(...a));
        expect(keyOf(...a) === keyOf(...b)).toBe(isSame(valuesOf(...a), valuesOf(...b)));
      }),
      budget(1_000),
    );
  });

  test.each([
    { what: 'a list with a hole and an empty list', a: hole, b: [] },
    { what: 'a list of undefined and an empty list', a: [undefined], b: [] },
    { what: 'null and undefined', a: null, b: undefined },
    { what: 'a text and the list that it spells', a: '[1]', b: [1] },
    { what: 'a number and its text', a: 1, b: '1' },
    { what: 'a list and the object with its places as keys', a: ['x'], b: { 0: 'x' } },
    { what: 'one list of two and two lists of one', a: [['x', 'y']], b: [['x'], ['y']] },
    { what: 'a key with a colon and a nested object', a: { 'a:1,b': 2 }, b: { a: '1,b:2' } },
  ])('distinguish $what', ({ a, b }) => {
    expect(keyOf(a)).not.toBe(keyOf(b));
  });

  test.each([
    {
      what: 'objects whose keys stand in another order',
      a: { x: 1, y: { b: 1, a: 2 } },
      b: { y: { a: 2, b: 1 }, x: 1 },
    },
    { what: '0 and -0', a: [0], b: [-0] },
    { what: 'a property that is undefined and one that is absent', a: { x: undefined }, b: {} },
    { what: 'a hole and undefined', a: hole, b: [undefined] },
  ])('do not distinguish $what, and neither can the query', ({ a, b }) => {
    expect(keyOf(a)).toBe(keyOf(b));
    expect(valuesOf(a)).toStrictEqual(valuesOf(b));
  });

  test('are copied and frozen, so that the caller cannot change them later', () => {
    const filter = { tags: ['a'], by: { day: '2026-01-01' } };
    const { values } = queryArguments('q', [filter]);
    filter.tags.push('b');
    filter.by.day = 'changed';
    expect(values).toEqual([{ tags: ['a'], by: { day: '2026-01-01' } }]);
    const [copy] = values as [typeof filter];
    for (const part of [copy, copy.tags, copy.by]) expect(Object.isFrozen(part)).toBe(true);
    expect([Object.isFrozen(filter), Object.isFrozen(filter.tags)]).toEqual([false, false]);
  });

  const circle: { self?: unknown } = {};
  circle.self = [circle];
  const deep = JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown;
  const prototype = JSON.parse('{"__proto__":{"isAdmin":true}}') as unknown;
  test.each([
    { found: 'a Date', arg: new Date(0), path: '' },
    { found: 'a Map', arg: { by: new Map() }, path: '.by' },
    { found: 'a Set', arg: new Set(), path: '' },
    { found: 'a RegExp', arg: /x/, path: '' },
    { found: 'a String', arg: Object('text'), path: '' },
    { found: 'a Uint8Array', arg: new Uint8Array(1), path: '' },
    { found: 'NaN', arg: [1, NaN], path: '[1]' },
    { found: 'Infinity', arg: Infinity, path: '' },
    { found: '-Infinity', arg: -Infinity, path: '' },
    { found: 'a function', arg: [() => 1], path: '[0]' },
    { found: 'a bigint', arg: 1n, path: '' },
    { found: 'a symbol', arg: { a: { b: Symbol('s') } }, path: '.a.b' },
    { found: 'the key "__proto__"', arg: prototype, path: '.__proto__' },
    { found: 'the key "constructor"', arg: { constructor: 1 }, path: '.constructor' },
    { found: 'something nested deeper than 32, perhaps in a circle', arg: deep, path: '[0]'.repeat(32) },
    { found: 'something nested deeper than 32, perhaps in a circle', arg: circle, path: '.self[0]'.repeat(16) },
  ])('$found is refused, with its path', ({ found, arg, path }) => {
    const error = thrown(() => queryArguments('q', ['first', arg]));
    expect(error).toMatchObject({
      code: 'query.arguments',
      details: { query: 'q', path: `arguments[1]${path}`, found },
    });
  });

  test('the message reports the value, its path, and the remedy', () => {
    expect(String(thrown(() => queryArguments('q', [{ at: new Date(0) }])))).toBe(
      'RefoldError: The query "q" was called with a Date at arguments[0].at. Pass JSON values only: Refold remembers results by their arguments. [query.arguments]',
    );
  });

  test('an argument that throws when it is read is refused, with its error as the cause', () => {
    const cause = new Error('no');
    const thrower = {
      get at(): string {
        throw cause;
      },
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const error = thrown(() => queryArguments('q', [thrower]));
    expect(isRefoldError(error, 'query.arguments') && error.details.path).toBe('arguments[0].at');
    expect((error as Error).cause).toBe(cause);
    expect(thrown(() => queryArguments('q', [proxy]))).toMatchObject({ code: 'query.arguments' });
  });
});
