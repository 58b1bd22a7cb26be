import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import * as mini from 'zod/mini';
import { defineEvent } from '../../index.ts';
import { createCatalog } from '../../model/catalog.ts';
import type { AnyEvent, EventType } from '../../model/event.ts';
import { defaultLimits } from '../../model/limits.ts';
import { budget } from '../../property.fixture.ts';
import { eventArbitrary } from './event-arbitrary.ts';
import { logArbitrary } from './log-arbitrary.ts';
import { Closed, Listed, shopEvents, Sold } from '../shop.fixture.ts';

interface Tree {
  name: string;
  kids: Tree[];
  next?: Tree | undefined;
}
const Tree: z.ZodType<Tree, Tree> = z.object({
  name: z.string(),
  get kids() {
    return z.array(Tree);
  },
  get next() {
    return Tree.optional();
  },
});
const all = z.object({
  text: z.string(),
  code: z.string().min(2).max(5),
  trimmed: z.string().trim().min(1),
  wall: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])T([01]\d|2[0-3]):[0-5]\d$/),
  long: z.string().regex(/^a+$/).min(3),
  id: z.uuid(),
  mail: z.email(),
  at: z.iso.datetime(),
  day: z.iso.date(),
  site: z.url(),
  qty: z.int().positive().max(9),
  even: z.int().multipleOf(2).min(-7).max(7),
  share: z.number().gt(0).lt(1),
  free: z.number(),
  yes: z.boolean(),
  kind: z.enum(['a', 'b']),
  one: z.literal(7),
  none: z.null(),
  maybe: z.string().nullable().optional(),
  filled: z.int().default(3),
  pair: z.tuple([z.string(), z.int()]),
  rest: z.tuple([z.string()], z.int()),
  list: z.array(z.int()).min(1).max(3),
  prices: z.record(z.string().min(1), z.int()),
  sides: z.record(z.enum(['left', 'right']), z.boolean()),
  shape: z.discriminatedUnion('of', [
    z.object({ of: z.literal('dot') }),
    z.object({ of: z.literal('box'), w: z.int() }),
  ]),
  sum: z.intersection(z.object({ a: z.int() }), z.object({ b: z.int() })),
  strict: z.strictObject({ a: z.int() }),
  even2: z.int().refine((n) => n % 2 === 0),
  tree: Tree,
});

const stored = (event: AnyEvent, data: unknown): unknown =>
  createCatalog([event], defaultLimits, true).encode(event.type, data).data;

describe('eventArbitrary', () => {
  test('[TEST-7] generates events that the store accepts, as it would store them', () => {
    const All = defineEvent('all', all);
    fc.assert(
      fc.property(eventArbitrary(All), ({ type, data }) => {
        expect(type).toBe('all');
        expect(stored(All, data)).toEqual(data);
        expect(data.filled).toEqual(expect.any(Number));
      }),
      budget(150),
    );
  });

  test('[TEST-7] generates all kinds of values, and repeats some texts, so that events name the same things', () => {
    const drafts = fc.sample(eventArbitrary(defineEvent('all', all)), { numRuns: 300, seed: 1 });
    const distinct = (pick: (data: z.output<typeof all>) => unknown) => new Set(drafts.map((d) => pick(d.data))).size;
    expect(distinct((d) => d.shape.of)).toBe(2);
    expect(distinct((d) => d.yes)).toBe(2);
    expect(distinct((d) => 'maybe' in d && d.maybe === null)).toBe(2);
    expect(distinct((d) => 'maybe' in d)).toBe(2);
    expect(distinct((d) => d.tree.kids.length > 0)).toBe(2);
    expect(distinct((d) => d.text)).toBeLessThan(200);
    expect(drafts.filter((d) => d.data.text === 'a').length).toBeGreaterThan(20);
  });

  test('[TEST-7] generates an event without a payload, and the newest version of one with several', () => {
    expect(fc.sample(eventArbitrary(Closed), 1)).toEqual([{ type: 'shop.closed', data: undefined }]);
    for (const { data } of fc.sample(eventArbitrary(Sold), 20)) expect(data.cents).toEqual(expect.any(Number));
  });

  test('[TEST-7] `at` replaces a part of the payload by its path', () => {
    const at = { id: fc.constant('x'), 'lines[]': fc.constant(['tea', 1]) };
    for (const { data } of fc.sample(eventArbitrary(Sold, { at }), 20)) {
      expect(data.id).toBe('x');
      for (const line of data.lines) expect(line).toEqual(['tea', 1]);
    }
    const deep = { 'lines[][0]': fc.constant('cup') };
    for (const { data } of fc.sample(eventArbitrary(Sold, { at: deep }), 20))
      for (const [sku] of data.lines) expect(sku).toBe('cup');
    const Priced = defineEvent('priced', z.object({ prices: z.record(z.string(), z.int()) }));
    const both = { 'prices.<key>': fc.constantFrom('tea', 'cup'), 'prices.*': fc.constant(5) };
    for (const { data } of fc.sample(eventArbitrary(Priced, { at: both }), 20))
      expect({ tea: 5, cup: 5 }).toMatchObject(data.prices);
    expect(() => eventArbitrary(Sold, { at: { 'line[]': fc.nat() } })).toThrowErrorMatchingInlineSnapshot(
      `[Error: The payload of "product.sold" has no path "line[]". Correct it in the option "at", or remove it.]`,
    );
  });

  test('[TEST-7] the option jsonSchema translates a schema without a JSON Schema', () => {
    const Small = defineEvent('small', mini.object({ n: mini.int().check(mini.minimum(3)) }));
    const jsonSchema = (schema: mini.ZodMiniType): object => z.toJSONSchema(schema, { io: 'input' });
    for (const { data } of fc.sample(eventArbitrary(Small, { jsonSchema }), 20))
      expect(data.n).toBeGreaterThanOrEqual(3);
    expect(() => eventArbitrary(Small)).toThrowErrorMatchingInlineSnapshot(
      `[ArbitraryError: Cannot generate "small": its payload has a schema of zod without a JSON Schema, so pass the option jsonSchema. Say how to generate it: eventArbitrary(event, { at: { "": fc… } }).]`,
    );
  });

  test('[TEST-7] reports the path of a part that cannot be generated', () => {
    const cases: readonly EventType<string, any, any>[] = [
      defineEvent('no.regex', z.object({ lines: z.array(z.object({ code: z.string().regex(/^(?=a)a$/) })) })),
      defineEvent('no.format', z.object({ a: z.object({ b: z.string().meta({ format: 'plate' }) }) })),
      defineEvent('no.patterns', z.object({ a: z.string().startsWith('a').endsWith('b') })),
      defineEvent('no.length', z.object({ a: z.string().regex(/^a$/).min(2) })),
      defineEvent('no.value', z.object({ never: z.array(z.never()) })),
      defineEvent('no.luck', z.object({ secret: z.string().refine((text) => text === 'open sesame', 'wrong') })),
      defineEvent('no.kind', z.object({ odd: z.custom<'sesame'>((text) => text === 'sesame', 'no sesame') })),
    ];
    const errors = cases.map((event) => {
      try {
        return fc.sample(eventArbitrary(event), 1);
      } catch (error) {
        const { name, code, path, message } = error as Error & { readonly code: string; readonly path: string };
        return { name, code, path, message };
      }
    });
    expect(errors).toMatchInlineSnapshot(`
      [
        {
          "code": "arbitrary.unsupported",
          "message": "Cannot generate "no.regex": lines[].code has the pattern ^(?=a)a$. Say how to generate it: eventArbitrary(event, { at: { "lines[].code": fc… } }).",
          "name": "ArbitraryError",
          "path": "lines[].code",
        },
        {
          "code": "arbitrary.unsupported",
          "message": "Cannot generate "no.format": a.b has the format "plate" in its JSON Schema. Say how to generate it: eventArbitrary(event, { at: { "a.b": fc… } }).",
          "name": "ArbitraryError",
          "path": "a.b",
        },
        {
          "code": "arbitrary.unsupported",
          "message": "Cannot generate "no.patterns": a has several patterns at once. Say how to generate it: eventArbitrary(event, { at: { "a": fc… } }).",
          "name": "ArbitraryError",
          "path": "a",
        },
        {
          "code": "arbitrary.unsupported",
          "message": "Cannot generate "no.length": a has texts of 2 to any number of characters that match ^a$, which random texts almost never do. Say how to generate it: eventArbitrary(event, { at: { "a": fc… } }).",
          "name": "ArbitraryError",
          "path": "a",
        },
        {
          "code": "arbitrary.unsupported",
          "message": "Cannot generate "no.value": never[] has "not" in its JSON Schema. Say how to generate it: eventArbitrary(event, { at: { "never[]": fc… } }).",
          "name": "ArbitraryError",
          "path": "never[]",
        },
        {
          "code": "arbitrary.unsatisfied",
          "message": "Cannot generate "no.luck": its schema refused a thousand values in a row, the last at secret: wrong. Say how to generate it: eventArbitrary(event, { at: { "secret": fc… } }).",
          "name": "ArbitraryError",
          "path": "secret",
        },
        {
          "code": "arbitrary.unsatisfied",
          "message": "Cannot generate "no.kind": its schema refused a thousand values in a row, the last at odd: no sesame. Say how to generate it: eventArbitrary(event, { at: { "odd": fc… } }).",
          "name": "ArbitraryError",
          "path": "odd",
        },
      ]
    `);
  });

  test('[TEST-7] finds a schema that changes its own output', () => {
    const Growing = defineEvent('growing', z.object({ name: z.string().transform((name) => `${name}!`) }));
    expect(() => fc.sample(eventArbitrary(Growing), 1)).toThrow(expect.objectContaining({ code: 'event.unstable' }));
  });
});

describe('logArbitrary', () => {
  test('[TEST-7] generates events of all kinds, each by its own arbitrary', () => {
    const log = logArbitrary([...shopEvents, eventArbitrary(Listed, { at: { sku: fc.constant('tea') } })], {
      maxLength: 30,
    });
    const logs = fc.sample(log, { numRuns: 60, seed: 1 });
    expect(new Set(logs.flat().map((e) => e.type))).toEqual(new Set(shopEvents.map((e) => e.type)));
    expect(Math.max(...logs.map((l) => l.length))).toBeGreaterThan(10);
    expect(logs.flat().some((e) => e.type === 'product.listed' && e.data.sku === 'tea')).toBe(true);
  });
});
