import fc from 'fast-check';
import { Immer } from 'immer';
import { describe, expect, test } from 'vitest';
import { TrackedRows } from './tracked-rows.ts';
import { budget } from '../../property.fixture.ts';
import { compareScalars } from './order.ts';
import { Table } from './table.ts';
import { TableDraft } from './table-draft.ts';

interface Row {
  readonly id: string | number;
  readonly day?: unknown;
}
const shape = { name: 'rows', key: (row: Row) => row.id, indexes: ['day'] };
function draftOf(rows: readonly Row[]): TableDraft {
  const draft = new TableDraft(Table.empty(shape), new Immer(), { check: undefined, isFrozen: true });
  for (const row of rows) draft.put(row);
  return draft;
}
const someRows: readonly Row[] = [
  { id: 'k1', day: '2026-01-01' },
  { id: 'k2', day: '2026-01-02' },
  { id: 5, day: 7 },
  { id: '[object Object]', day: true },
];
/** The same rows through each way to read them. */
const readers = [
  { reader: 'a table', read: draftOf(someRows).finish().table },
  { reader: 'rows that are tracked', read: new TrackedRows(draftOf(someRows).finish().table, () => {}) },
  { reader: 'a draft', read: draftOf(someRows) },
];
const noScalars = [
  { found: 'an object', value: {} },
  { found: 'an array', value: ['k1'] },
  { found: 'a Date', value: new Date('2026-01-01') },
  { found: 'a bigint', value: 5n },
  { found: 'a symbol', value: Symbol('k1') },
  { found: 'a function', value: () => 'k1' },
  { found: 'a String', value: Object('k1') as unknown },
];
const key = (value: unknown): string => value as string;

describe.each(readers)('[VIEW-7] $reader', ({ read }) => {
  test.each(noScalars)('refuses $found as a key', ({ value, found }) => {
    expect(() => read.get(key(value))).toThrow(
      expect.objectContaining({ code: 'row.key_invalid', details: { collection: 'rows', found, by: 'key' } }),
    );
  });

  test.each(noScalars.filter(({ found }) => found !== 'an object'))(
    'refuses $found as an index value',
    ({ value, found }) => {
      expect(() => read.where('day', value)).toThrow(
        expect.objectContaining({ code: 'row.key_invalid', details: { collection: 'rows', found, by: 'day' } }),
      );
    },
  );

  test.each(noScalars)('refuses $found as a bound', ({ value, found }) => {
    for (const end of ['gt', 'gte', 'lt', 'lte']) {
      const details = { collection: 'rows', found: `a range with ${end}: ${found}` };
      expect(() => read.where('day', { [end]: value })).toThrow(
        expect.objectContaining({ code: 'row.key_invalid', details: { ...details, by: 'day' } }),
      );
      expect(() => read.range({ [end]: value })).toThrow(
        expect.objectContaining({ code: 'row.key_invalid', details: { ...details, by: 'key' } }),
      );
    }
  });

  test('refuses a range with an unknown bound, and a value that is not a range', () => {
    expect(() => read.where('day', { from: '2026-01-01' })).toThrow(
      expect.objectContaining({
        code: 'row.key_invalid',
        details: expect.objectContaining({ found: 'a range with "from"' }),
      }),
    );
    for (const value of [null, 'k1', 5, ['k1'], new Map()])
      expect(() => read.range(value as never)).toThrow(expect.objectContaining({ code: 'row.key_invalid' }));
  });

  test('finds nothing under a scalar that no row has', () => {
    for (const value of [undefined, null, true, NaN, Infinity, '5', 'K1']) expect(read.get(key(value))).toBeUndefined();
    for (const value of [undefined, null, false, NaN, '7', 0]) expect(read.where('day', value)).toEqual([]);
  });

  test('an empty range holds all rows, in the order of the index', () => {
    expect(read.where('day', {}).map(({ id }: Row) => id)).toEqual(['[object Object]', 5, 'k1', 'k2']);
    expect(read.where('day', { gte: undefined })).toHaveLength(4);
  });

  test('uses the narrower of two bounds on one side', () => {
    expect(read.range({ gt: 'k1', gte: 'k2' })).toHaveLength(1);
    expect(read.range({ gt: 'k1', gte: 'k1', lt: 'k3', lte: 'k2' })).toHaveLength(1);
    expect(read.range({ gte: 'k1', lt: 'k9', lte: 'k1' })).toHaveLength(1);
  });
});

test.each(noScalars)('[VIEW-7] a reducer that updates or deletes by $found changes no row', ({ value }) => {
  const draft = draftOf(someRows);
  const before = [...draft];
  for (const change of [() => draft.delete(key(value)), () => draft.update(key(value), () => ({ id: 'k1' }))])
    expect(change).toThrow(expect.objectContaining({ code: 'row.key_invalid' }));
  expect([...draft]).toEqual(before);
});

test('[VIEW-7] no look-up finds a row whose index value is not a scalar', () => {
  const strange = [new Date(0), {}, ['2026-01-01'], 3n, () => 1].map((day, i): Row => ({ id: `s${i}`, day }));
  const draft = draftOf([...someRows, ...strange]);
  for (const { id, day } of someRows) expect(draft.where('day', day)).toEqual([{ id, day }]);
  expect(draft.where('day', { gte: '' })).toHaveLength(2);
  expect(draft.where('day', { gte: -Infinity })).toHaveLength(1);
  for (const { id } of strange) draft.delete(id);
  expect(draft.where('day', {})).toHaveLength(someRows.length);
});

test('[VIEW-7] the order of keys is total over all values', () => {
  const objects = [{}, [], new Date(0), new Date(1), /x/, 1n, 2n, Symbol('s'), () => 1, Object('a') as unknown];
  const any = fc.oneof(
    fc.constantFrom<unknown>(undefined, null, true, false, NaN, -0, 0, Infinity, '', 'a', 'b', ...objects),
    fc.string(),
    fc.double(),
  );
  fc.assert(
    fc.property(any, any, any, (a, b, c) => {
      const [ab, bc, ac] = [compareScalars(a, b), compareScalars(b, c), compareScalars(a, c)].map(Math.sign);
      expect(Math.sign(compareScalars(b, a)) + ab!).toBe(0);
      // Transitivity: two steps in one direction are one step in it, and a step within equals is none.
      expect(ac).toBe(ab === bc || bc === 0 ? ab : ab === 0 ? bc : ac);
    }),
    budget(2_000),
  );
});
