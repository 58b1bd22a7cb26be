import fc from 'fast-check';
import { Immer } from 'immer';
import { describe, expect, test } from 'vitest';
import { isRefoldError } from '../../errors/refold-error.ts';
import { budget } from '../../property.fixture.ts';
import type { Page, Range } from './rows.ts';
import { plainCheck } from '../plain-check.ts';
import { Table } from './table.ts';
import { TableDraft } from './table-draft.ts';

type Value = string | number | boolean | null | undefined;
interface Row {
  readonly id: string | number;
  readonly v: Value;
}
const shape = { name: 'rows', key: (row: Row) => row.id, indexes: ['v'] };

/** The promised order, spelled out: kinds first, then values; NaN before all numbers, -0 is 0. */
const kinds = ['undefined', 'null', 'boolean', 'number', 'string'];
const kindOf = (v: Value): string => (v === null ? 'null' : typeof v);
function compare(a: Value, b: Value): number {
  if (kindOf(a) !== kindOf(b)) return kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b));
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a === b || a === null || b === null || a === undefined || b === undefined ? 0 : a < b ? -1 : 1;
}
const byValue = (a: Row, b: Row): number => compare(a.v, b.v) || compare(a.id, b.id);
const byKey = (a: Row, b: Row): number => compare(a.id, b.id);

/** A range holds only values of the kind of its bounds. It holds NaN only if a low bound is NaN itself. */
function isIn(v: Value, { gt, gte, lt, lte }: Range<Value>): boolean {
  const bounds = [gt, gte, lt, lte].filter((b) => b !== undefined);
  if (bounds.length === 0) return true;
  if (bounds.some((b) => kindOf(b) !== kindOf(v))) return false;
  if (Number.isNaN(v) && gt === undefined && gte === undefined) return false;
  return (
    (gt === undefined || compare(v, gt) > 0) &&
    (gte === undefined || compare(v, gte) >= 0) &&
    (lt === undefined || compare(v, lt) < 0) &&
    (lte === undefined || compare(v, lte) <= 0)
  );
}

function paged(rows: Row[], page: Page | undefined): Row[] {
  const all = page?.reverse ? [...rows].reverse() : rows;
  return all.slice(0, Math.max(0, page?.limit ?? Infinity));
}

const text = fc.constantFrom('', 'a', 'ab', 'b', 'Z', 'é', '\u{1f600}', '10', '9');
const number = fc.constantFrom(NaN, -Infinity, -1, -0, 0, 1, 1.5, 2, 10, Infinity);
const id = fc.oneof(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), fc.integer({ min: -3, max: 20 }));
const value: fc.Arbitrary<Value> = fc.oneof(text, number, fc.boolean(), fc.constantFrom(null, undefined));
const rows = fc.uniqueArray(fc.record({ id, v: value }), { selector: (r) => r.id, maxLength: 40 });
const page = fc.option(
  fc.record({ limit: fc.integer({ min: -1, max: 12 }), reverse: fc.boolean() }, { requiredKeys: [] }),
  { nil: undefined },
);
const rangeOf = <V>(one: fc.Arbitrary<V>): fc.Arbitrary<Range<V>> =>
  fc
    .tuple(fc.constantFrom('gt', 'gte', 'none'), one, fc.constantFrom('lt', 'lte', 'none'), one)
    .map(([low, a, high, b]) => ({ ...(low !== 'none' && { [low]: a }), ...(high !== 'none' && { [high]: b }) }));

function tableOf(rows: readonly Row[]): Table {
  const draft = new TableDraft(Table.empty(shape), new Immer(), { check: plainCheck, isFrozen: true });
  for (const row of rows) draft.put(row);
  return draft.finish().table;
}

describe('[VIEW-1] a table reads like a naive filter and sort', () => {
  test('where: one value of any kind', () => {
    fc.assert(
      fc.property(rows, value, page, (rows, v, page) => {
        const expected = rows.filter((r) => kindOf(r.v) === kindOf(v) && compare(r.v, v) === 0).sort(byValue);
        expect(tableOf(rows).where('v', v, page)).toEqual(paged(expected, page));
      }),
      budget(300),
    );
  });

  test('where: a range of one kind, with open and closed ends', () => {
    const range: fc.Arbitrary<Range<Value>> = fc.oneof(
      rangeOf(text),
      rangeOf(number),
      rangeOf(fc.boolean()),
      rangeOf(fc.constant(null)),
    );
    fc.assert(
      fc.property(rows, range, page, (rows, range, page) => {
        const expected = rows.filter((r) => isIn(r.v, range)).sort(byValue);
        expect(tableOf(rows).where('v', range, page)).toEqual(paged(expected, page));
      }),
      budget(600),
    );
  });

  test('range: keys, with open and closed ends', () => {
    fc.assert(
      fc.property(
        rows,
        fc.option(fc.oneof(rangeOf(text), rangeOf(fc.integer({ min: -5, max: 22 }))), { nil: undefined }),
        page,
        (rows, range, page) => {
          const expected = rows.filter((r) => isIn(r.id, range ?? {})).sort(byKey);
          const table = tableOf(rows);
          expect(table.range(range, page)).toEqual(paged(expected, page));
          expect([...table]).toEqual([...rows].sort(byKey));
          expect(table.size).toBe(rows.length);
        },
      ),
      budget(300),
    );
  });
});

test('an undeclared index throws a typed error that lists the declared ones', () => {
  const caught = (() => {
    try {
      return tableOf([]).where('nope', 1);
    } catch (error) {
      return error;
    }
  })();
  expect(isRefoldError(caught, 'index.unknown') && caught.details).toEqual({
    collection: 'rows',
    index: 'nope',
    indexes: ['v'],
  });
  expect(String(caught)).toMatchInlineSnapshot(
    `"RefoldError: "rows" has no index "nope" (it has: v). Add the index to indexes of defineCollection. [index.unknown]"`,
  );
});
