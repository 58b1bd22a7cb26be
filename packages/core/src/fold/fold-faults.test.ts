import { describe, expect, test } from 'vitest';
import { defineCollection } from '../model/collection.ts';
import { defineEvent } from '../model/event.ts';
import type { RowsDraft } from '../model/table/rows.ts';
import type { Table } from '../model/table/table.ts';
import { defineView } from '../model/view.ts';
import { fold, initialState, type ModelDefinition } from './fold.ts';
import { placed, tools } from './fold.fixture.ts';

interface Row {
  id: string | number;
  n: number;
}
type Rows = RowsDraft<Row, string | number, 'n'>;
const Ran = defineEvent('ran');
const kit = tools(true);

/** Folds events whose data is the function that the reducer calls, in one batch and in batches of one. */
function run(...reducers: readonly ((rows: Rows) => unknown)[]) {
  const rows = defineCollection('rows', { key: (r: Row) => r.id, indexes: ['n'] }).on(Ran, (draft, e) =>
    (e.data as any)(draft),
  );
  const model = rows as unknown as ModelDefinition;
  const events = placed(reducers, 'ran');
  const whole = fold(model, initialState(model, kit), events, kit).state;
  let single = initialState(model, kit);
  for (const event of events) single = fold(model, single, [event], kit).state;
  expect([...(single.value as Table)]).toEqual([...(whole.value as Table)]);
  expect(single.stopped?.details).toEqual(whole.stopped?.details);
  return {
    rows: [...(whole.value as Table)],
    at: whole.stopped?.details.position,
    cause: whole.stopped?.cause as Error,
  };
}
const put =
  (id: string | number, n = 0) =>
  (rows: Rows) =>
    rows.put({ id, n });
const boom = (rows: Rows): void => {
  rows.put({ id: 'half', n: 1 });
  rows.update('a', (r) => void (r.n = 99));
  throw new Error('boom');
};

describe('[VIEW-2] a reducer that throws stops its model at the last good position', () => {
  test.each([
    { where: 'first', script: [boom, put('a'), put('b')], left: [], at: 1 },
    { where: 'in the middle', script: [put('a'), boom, put('b')], left: ['a'], at: 2 },
    { where: 'last', script: [put('a'), put('b'), boom], left: ['a', 'b'], at: 3 },
  ])('$where of a batch', ({ script, left, at }) => {
    const result = run(...script);
    expect(result).toMatchObject({ at, cause: { message: 'boom' } });
    expect(result.rows.map((r) => [r.id, r.n])).toEqual(left.map((id) => [id, 0]));
  });

  test('the error names the model, the event and its position, and what continues', () => {
    const model = defineView('sum', { initial: { n: 0 } }).on(Ran, () => {
      throw new Error('boom');
    }) as unknown as ModelDefinition;
    const { stopped } = fold(model, initialState(model, kit), placed([0], 'ran'), kit).state;
    expect(stopped?.details).toEqual({ model: 'sum', eventId: 'evt_1', type: 'ran', position: 1 });
    expect(stopped?.message).toMatchInlineSnapshot(
      `"The reducer of "sum" threw on ran (evt_1, position 1; see cause). That read model keeps its state from before the event. The log and the other read models continue. Fix the reducer and reload. [model.threw]"`,
    );
  });

  test('a stopped model stays stopped, and the identical object', () => {
    const model = defineView('sum', { initial: { n: 0 } }).on(Ran, (_, e) =>
      (e.data as any)(),
    ) as unknown as ModelDefinition;
    const before = fold(
      model,
      initialState(model, kit),
      placed([() => Promise.reject(new Error('late'))], 'ran'),
      kit,
    ).state;
    expect(before.stopped?.cause).toMatchObject({
      message: expect.stringContaining('A reducer returned a promise') as string,
    });
    expect(fold(model, before, placed([() => ({ n: 1 })], 'ran'), kit)).toEqual({ state: before, change: undefined });
  });
});

describe('[VIEW-1] forbidden actions of a collection reducer stop it at that event, for any batching', () => {
  test('changing the key of a row, even when the key is changed back later', () => {
    const rekey = (from: string, to: string) => (rows: Rows) => rows.update(from, (r) => void (r.id = to));
    const result = run(put('a'), rekey('a', 'b'), rekey('a', 'a'));
    expect(result).toMatchObject({ at: 2, cause: { code: 'row.key_changed', details: { from: 'a', to: 'b' } } });
    expect(result.cause.message).toMatchInlineSnapshot(
      `"A reducer of "rows" changed a row's key from a to b. Delete the old row and put a new one. [row.key_changed]"`,
    );
  });

  test('returning a row with another key', () => {
    expect(run(put('a'), (rows) => rows.update('a', (r) => ({ ...r, id: 'b' })))).toMatchObject({
      at: 2,
      cause: { code: 'row.key_changed' },
    });
  });

  test.each([NaN, Infinity, undefined, null, true])('a row with %s as its key', (id) => {
    const result = run((rows) => rows.put({ id: id as unknown as string, n: 1 }));
    expect(result).toMatchObject({ at: 1, cause: { code: 'row.key_invalid', details: { collection: 'rows' } } });
    expect(result.cause.message).toBe(
      `A row of "rows" has ${String(id)} as its key. Use a string or a finite number. [row.key_invalid]`,
    );
  });

  test.each([
    { found: 'null', make: () => null },
    { found: '5', make: () => 5 },
    { found: 'a promise', make: () => Promise.reject(new Error('late')) },
  ])('putting or returning $found as a row', ({ found, make }) => {
    const row = (): Row => make() as unknown as Row;
    const expected = { code: 'row.invalid', details: { collection: 'rows', found } };
    expect(run((rows) => rows.put(row()))).toMatchObject({ at: 1, cause: expected });
    const result = run(put('a'), (rows) => rows.update('a', row));
    expect(result).toMatchObject({ at: 2, cause: expected });
    expect(result.cause.message).toBe(
      `A reducer of "rows" used ${found} as a row. A row must be an object. In update, change the draft or return a row, synchronously. [row.invalid]`,
    );
  });

  test('writing to a row after putting it, which a batch would keep and a reload would not', () => {
    const keep = (rows: Rows): void => {
      const row = { id: 'a', n: 1 };
      rows.put(row);
      row.n = 2;
    };
    expect(run(keep)).toMatchObject({ at: 1, rows: [] });
  });
});

test('[VIEW-1] update and delete of an absent row do nothing', () => {
  const touch = (rows: Rows): void => {
    rows.update('x', (r) => void (r.n += 1));
    rows.delete('x');
  };
  expect(run(touch, put('a'), touch).rows).toEqual([{ id: 'a', n: 0 }]);
});

test('[VIEW-1] a recipe may move its row: delete it and put it under another key', () => {
  const move = (rows: Rows): void =>
    rows.update('a', (r) => {
      rows.delete('a');
      r.id = 'b';
      rows.put(r);
    });
  expect(run(put('a', 7), move, (rows) => rows.update('b', (r) => void (r.n += 1))).rows).toEqual([{ id: 'b', n: 8 }]);
});

test('[VIEW-3] published state is deeply frozen in development', () => {
  const { rows } = run(put('a'), put('b'), (draft) => draft.update('a', (r) => void (r.n += 1)));
  for (const row of rows) expect(() => (row.n = 5)).toThrow(TypeError);
});
