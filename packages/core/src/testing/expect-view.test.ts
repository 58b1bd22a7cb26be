import { describe, expect, test } from 'vitest';
import { defineCollection, defineQuery } from '../index.ts';
import { expectView } from './expect-view.ts';
import { Listed, low, Received, Sold, stock, takings } from './shop.fixture.ts';

const shelf = [Listed({ sku: 'tea', cents: 300 }), Listed({ sku: 'cup', cents: 900 }), Received({ sku: 'tea' })];

describe('expectView', () => {
  test('[TEST-3] folds events into a view, a collection as its rows, and a query', () => {
    expectView(takings).toEqual({ cents: 0, last: null });
    expectView(takings, Sold({ id: 'a', lines: [], cents: 5 })).toEqual({ cents: 5, last: '2026-01-01T00:00:00.000Z' });
    expectView(stock, ...shelf).toEqual([
      { sku: 'cup', cents: 900, left: 0 },
      { sku: 'tea', cents: 300, left: 1 },
    ]);
    expectView(low(1), ...shelf).toEqual(['cup']);
    expectView(stock, ...shelf, { type: 'product.sold', version: 1, data: { id: 'a', total: 1 } }).toMatch([
      { sku: 'cup' },
      { sku: 'tea' },
    ]);
  });

  test('[TEST-3] returns the value for other checks', () => {
    expect(expectView(stock, ...shelf).value.get('tea')?.left).toBe(1);
  });

  test('[TEST-3] treats undefined as absent, and accepts matchers', () => {
    const odd = defineQuery('odd', { stock }, () => ({ a: undefined, m: new Map([[1, { b: 2 }]]), d: new Date(0) }));
    expectView(odd()).toEqual({ a: undefined, m: new Map([[1, { b: 2 }]]), d: new Date(0) });
    expectView(odd()).toMatch({ d: expect.any(Date) as Date });
    expect(() => expectView(odd()).toMatch({ m: new Map([[1, { b: 3 }]]) })).toThrowErrorMatchingInlineSnapshot(`
      [AssertionError: "odd" is not as expected after 0 events (- expected, + found)

      - { m: Map { 1 => { b: 3 } } }
      + { m: Map { 1 => { b: 2 } } }
      ]
    `);
    expect(() => expectView(odd()).toMatch({ d: new Date(1) })).toThrowErrorMatchingInlineSnapshot(`
      [AssertionError: "odd" is not as expected after 0 events (- expected, + found)

      - { d: Date(1970-01-01T00:00:00.001Z) }
      + { d: Date(1970-01-01T00:00:00.000Z) }
      ]
    `);
  });

  test('[TEST-2] shows a difference with the lines around it', () => {
    const many = Array.from({ length: 30 }, (_, i) => Listed({ sku: `s${String(i).padStart(2, '0')}`, cents: i }));
    const rows = many.map(({ data }) => ({ ...data, left: 0 }));
    expect(() => expectView(stock, ...many).toEqual(rows.map((row) => (row.sku === 's15' ? { ...row, left: 1 } : row))))
      .toThrowErrorMatchingInlineSnapshot(`
      [AssertionError: "stock" is not as expected after 30 events (- expected, + found)

        …
          { sku: "s12", cents: 12, left: 0 },
          { sku: "s13", cents: 13, left: 0 },
          { sku: "s14", cents: 14, left: 0 },
      -   { sku: "s15", cents: 15, left: 1 },
      +   { sku: "s15", cents: 15, left: 0 },
          { sku: "s16", cents: 16, left: 0 },
          { sku: "s17", cents: 17, left: 0 },
          { sku: "s18", cents: 18, left: 0 },
        …
      ]
    `);
    expect(() => expectView(stock, ...shelf).toMatch([{ left: 0 }])).toThrowErrorMatchingInlineSnapshot(`
      [AssertionError: "stock" is not as expected after 3 events (- expected, + found)

      - [{ left: 0 }]
      + [{ left: 0 }, { sku: "tea", cents: 300, left: 1 }]
      ]
    `);
  });

  test('[TEST-3] [VIEW-6] refuses a state that is not plain data', () => {
    const seen = defineCollection('seen', { key: (r: { sku: string; at: Date }) => r.sku }).on(Listed, (rows, e) =>
      rows.put({ sku: e.data.sku, at: new Date(e.timestamp) }),
    );
    const details = { model: 'seen', path: 'rows["tea"].at', found: 'a Date' };
    const cause = expect.objectContaining({ code: 'state.not_plain', details }) as Error;
    expect(() => expectView(seen, ...shelf)).toThrow(expect.objectContaining({ code: 'model.threw', cause }));
  });
});
