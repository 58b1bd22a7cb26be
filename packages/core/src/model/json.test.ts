import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RefoldError } from '../errors/refold-error.ts';
import { budget } from '../property.fixture.ts';
import { jsonBytes, sameJson, toJson, utf8Bytes } from './json.ts';
import { defaultLimits } from './limits.ts';

const copy = (value: unknown, limits = {}): unknown => toJson(value, 'thing.done', { ...defaultLimits, ...limits });
/** The error that `copy` throws. */
function refusal(value: unknown, limits = {}): RefoldError {
  try {
    copy(value, limits);
  } catch (error) {
    return error as RefoldError;
  }
  throw new Error('It was taken.');
}
function attempt(value: unknown): { readonly taken: unknown } | { readonly code: string } {
  try {
    return { taken: copy(value) };
  } catch (error) {
    return { code: (error as RefoldError).code };
  }
}
const nested = (depth: number): unknown => (depth === 1 ? [] : [nested(depth - 1)]);

describe('[EVT-4] a payload is stored as it would come back from JSON', () => {
  test('copies JSON values exactly as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (value) => {
        fc.pre(!/__proto__|constructor|prototype/.test(JSON.stringify(value)));
        const taken = copy(value);
        expect(taken).toEqual(JSON.parse(JSON.stringify(value)));
        expect(JSON.stringify(taken)).toBe(JSON.stringify(value));
        expect(typeof value === 'object' && value !== null && taken === value).toBe(false);
      }),
      budget(300),
    );
  });

  test('copies any payload as JSON does, or refuses it with a typed error', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const outcome = attempt(value);
        if ('code' in outcome) return /^event\.(not_json|key_forbidden|limit)$/.test(outcome.code);
        const { taken } = outcome;
        return (
          isDeepStrictEqual(JSON.parse(JSON.stringify({ taken })), { taken }) &&
          JSON.stringify(taken) === JSON.stringify(value)
        );
      }),
      budget(500),
    );
  });

  test('leaves out undefined properties and turns -0 into 0, like JSON', () => {
    expect(Object.entries(copy({ a: undefined, b: -0 }) as object)).toEqual([['b', 0]]);
  });

  class Money {
    cents = 1;
  }
  const cycle: unknown[] = [];
  cycle.push({ cycle });
  test.each([
    { what: 'a Date', value: { at: new Date(0) }, details: { path: 'data.at', found: 'a Date' } },
    { what: 'a Map', value: { lines: [new Map()] }, details: { path: 'data.lines[0]', found: 'a Map' } },
    { what: 'an instance', value: new Money(), details: { path: 'data', found: 'a Money' } },
    { what: 'NaN', value: { n: NaN }, details: { path: 'data.n', found: 'NaN' } },
    { what: 'a bigint', value: { n: 1n }, details: { path: 'data.n', found: 'bigint' } },
    { what: 'a function', value: { f() {} }, details: { path: 'data.f', found: 'function' } },
    { what: 'a symbol', value: [Symbol('s')], details: { path: 'data[0]', found: 'symbol' } },
    // oxlint-disable-next-line no-sparse-arrays -- the hole is the point
    { what: 'a hole in a list', value: [1, , 3], details: { path: 'data[1]', found: 'undefined' } },
    { what: 'toJSON', value: { toJSON: () => 1 }, details: { path: 'data', found: 'an object with toJSON' } },
  ])('$what is not JSON', ({ value, details }) => {
    expect(refusal(value)).toMatchObject({ code: 'event.not_json', details: { type: 'thing.done', ...details } });
  });

  const fault = new Error('not now');
  const fail = (): never => {
    throw fault;
  };
  const throwing = (trap: string): object => new Proxy({ a: 1 }, { [trap]: fail });
  const list = new Proxy([1], { get: (target, key) => (key === '0' ? fail() : Reflect.get(target, key)) });
  test.each([
    {
      what: 'a getter',
      value: {
        line: {
          get price() {
            return fail();
          },
        },
      },
      path: 'data.line.price',
    },
    { what: 'an item of a list', value: { lines: list }, path: 'data.lines[0]' },
    {
      what: 'a toJSON',
      value: {
        at: {
          get toJSON() {
            return fail();
          },
        },
      },
      path: 'data.at',
    },
    { what: 'a prototype', value: { at: throwing('getPrototypeOf') }, path: 'data.at' },
    { what: 'a list of keys', value: { at: throwing('ownKeys') }, path: 'data.at' },
  ])('$what that throws is not JSON, and its error is the cause', ({ value, path }) => {
    const found = 'a value that throws when it is read';
    const refused = refusal(value);
    expect(refused).toMatchObject({ code: 'event.not_json', details: { type: 'thing.done', path, found } });
    expect(refused.cause).toBe(fault);
  });

  test('the error reports the path, the value found, and what to store instead', () => {
    expect(refusal({ lines: [{ at: new Date(0) }] }).message).toMatchInlineSnapshot(
      `"The payload of "thing.done" is not JSON: found a Date at data.lines[0].at. Store plain objects, arrays, strings, finite numbers, booleans and null. [event.not_json]"`,
    );
  });

  test('a cycle is deeper than any limit', () => {
    expect(refusal(cycle)).toMatchObject({ code: 'event.limit', details: { limit: 'depth', max: 32, actual: 33 } });
  });
});

describe('[EVT-6] limits and forbidden keys', () => {
  test.each(['__proto__', 'constructor', 'prototype'])('an own key %s is refused, at any depth', (key) => {
    const evil: unknown = JSON.parse(`{"list":[{"${key}":{"polluted":true}}]}`);
    expect(refusal(evil)).toMatchObject({ code: 'event.key_forbidden', details: { key, path: `data.list[0].${key}` } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('the error about a key explains why', () => {
    expect(refusal(JSON.parse('{"__proto__":1}')).message).toMatchInlineSnapshot(
      `"The payload of "thing.done" has the key "__proto__" at data.__proto__. Refold refuses it because it can change prototypes. Rename the key. [event.key_forbidden]"`,
    );
  });

  test('depth: the payload itself is 1', () => {
    expect(copy(nested(32))).toEqual(nested(32));
    expect(refusal(nested(33)).details).toMatchObject({ limit: 'depth', max: 32, actual: 33 });
    expect(copy(nested(3), { depth: 3 })).toEqual(nested(3));
    expect(refusal(nested(33)).message).toMatchInlineSnapshot(
      `"The event "thing.done" exceeds the limit depth: 33 at data[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0], the maximum is 32. Split the event, or raise limits.depth of createStore. [event.limit]"`,
    );
  });

  test('keys: counted in each object separately', () => {
    const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
    expect(copy([keys(1_000), keys(1_000)])).toEqual([keys(1_000), keys(1_000)]);
    expect(refusal({ a: keys(1_001) }).details).toEqual({
      type: 'thing.done',
      limit: 'keys',
      max: 1_000,
      actual: 1_001,
      path: 'data.a',
    });
  });

  test('counts the bytes of the UTF-8 text', () => {
    const wellFormed = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(wellFormed, (text) => utf8Bytes(text) === new TextEncoder().encode(text).length),
      budget(500),
    );
    fc.assert(
      // JSON text has no lone surrogates: they are written as escapes.
      fc.property(fc.array(fc.nat(0xffff)), (units) => {
        const text = String.fromCharCode(...units);
        expect(jsonBytes({ text })).toBe(new TextEncoder().encode(JSON.stringify({ text })).length);
      }),
      budget(300),
    );
  });
});

test('[LOG-4] sameJson ignores the order of keys, and nothing else', () => {
  const shuffle = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? value
      : Array.isArray(value)
        ? value.map(shuffle)
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([k, v]) => [k, shuffle(v)]),
          );
  const canonical = (value: unknown): string =>
    JSON.stringify(value, (_, v: unknown) =>
      typeof v === 'object' && v !== null && !Array.isArray(v)
        ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
        : v,
    );
  const value = fc.jsonValue({ maxDepth: 3 }).filter((v) => !JSON.stringify(v).includes('__proto__'));
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(sameJson(a, shuffle(a))).toBe(true);
      expect(sameJson(a, b)).toBe(canonical(a) === canonical(b));
    }),
    budget(300),
  );
});
