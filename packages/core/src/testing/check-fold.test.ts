import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defineCollection, defineView } from '../index.ts';
import { budget } from '../property.fixture.ts';
import { batchings, checkFold } from './check-fold.ts';
import { logArbitrary } from './fast-check/index.ts';
import { Listed, Received, shopEvents, Sold, stock, takings } from './shop.fixture.ts';

const sales = [1, 2, 3].map((cents) => Sold({ id: 'a', lines: [], cents }));

describe('checkFold', () => {
  test('[TEST-4] [VIEW-2] passes for pure reducers, after any events', () => {
    fc.assert(
      fc.property(logArbitrary(shopEvents), (log) => {
        checkFold(stock, ...log);
        checkFold(takings, ...log);
      }),
      budget(60),
    );
  });

  test('[TEST-4] finds a reducer that keeps state outside its draft', () => {
    let seen = 0;
    const counting = defineView('counting', { initial: { n: 0 } }).on(Sold, (draft) => {
      draft.n = seen += 1;
    });
    expect(() => checkFold(counting, ...sales)).toThrowErrorMatchingInlineSnapshot(`
      [AssertionError: A reducer of "counting" is not pure: 3 events fold to another state the second time (- expected, + found)

      - { n: 3 }
      + { n: 6 }
      ]
    `);
  });

  test('[TEST-4] finds a reducer whose result depends on the batch', () => {
    // A part read through a draft is the same object within a batch, and another in the next.
    let last: unknown;
    const batches = defineCollection('batches', { key: (r: { id: string; runs: number }) => r.id }).on(Sold, (rows) => {
      const isFirst = rows !== last;
      last = rows;
      const row = rows.get('a') ?? { id: 'a', runs: 0 };
      rows.put({ ...row, runs: row.runs + (isFirst ? 1 : 0) });
    });
    expect(() => checkFold(batches, ...sales)).toThrow('in batches of 1, 2');
  });

  test('[TEST-4] finds a reducer that writes to the event, or to a variable it closes over', () => {
    const greedy = defineView('greedy', { initial: { cents: 0 } }).on(Sold, (draft, e) => {
      draft.cents += (e.data as { cents: number }).cents++;
    });
    expect(() => checkFold(greedy, ...sales)).toThrow(expect.objectContaining({ code: 'model.threw' }));
    const shared = { list: [] as number[] };
    const leaky = defineView('leaky', { initial: { list: [] as number[] } }).on(Sold, (_, e) => {
      shared.list.push(e.data.cents);
      return { list: shared.list };
    });
    expect(() => checkFold(leaky, ...sales)).toThrow('The reducer of "leaky" threw');
  });

  test('[TEST-4] reports a reducer that throws as such', () => {
    const bad = defineView('bad', { initial: {} }).on(Received, () => {
      throw new Error('boom');
    });
    expect(() => checkFold(bad, Listed({ sku: 'a', cents: 1 }), Received({ sku: 'a' }))).toThrow(
      expect.objectContaining({ code: 'model.threw', details: expect.objectContaining({ position: 2 }) as object }),
    );
    checkFold(bad);
  });

  test('[TEST-4] [VIEW-6] finds a state that is not plain data', () => {
    const dated = defineView('dated', { initial: { last: null as Date | null } }).on(Sold, (draft, e) => {
      draft.last = new Date(e.timestamp);
    });
    const cause = expect.objectContaining({ code: 'state.not_plain' }) as Error;
    expect(() => checkFold(dated, ...sales)).toThrow(expect.objectContaining({ code: 'model.threw', cause }));
    const counted = defineView('counted', { initial: { skus: new Set<string>() } }).on(Sold, () => undefined);
    expect(() => checkFold(counted)).toThrow(expect.objectContaining({ code: 'state.not_plain' }));
  });

  test('[TEST-4] tries all ways to batch a short log, and many for a long one', () => {
    expect([...batchings(3)]).toEqual([[3], [1, 2], [2, 1], [1, 1, 1]]);
    expect([...batchings(0)]).toEqual([[0]]);
    fc.assert(
      fc.property(fc.nat(300), (length) => {
        for (const sizes of batchings(length)) expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(length);
        expect([...batchings(length)].length).toBeLessThan(40);
      }),
      budget(50),
    );
  });
});
