import fc from 'fast-check';
import { Immer } from 'immer';
import { expect, test } from 'vitest';
import type { SnapshotPage } from '../log/snapshot-store.ts';
import { Table } from '../model/table/table.ts';
import { TableDraft } from '../model/table/table-draft.ts';
import { budget } from '../property.fixture.ts';
import { planCollection, planView } from './snapshot-plan.ts';

interface Row {
  readonly k: number;
  readonly n: number;
}
const shape = { name: 'rows', key: (row: Row) => row.k, indexes: [] };
const immer = new Immer();
const newIds = (): (() => string) => {
  let last = 0;
  return () => `p${(last += 1)}`;
};

/** Rounds of changes: in each, some keys get a row and some lose theirs. */
const rounds = fc.array(
  fc.record({
    isCleared: fc.nat(7).map((n) => n === 0),
    put: fc.array(fc.nat({ max: 1_500 }), { maxLength: 400 }),
    drop: fc.array(fc.record({ from: fc.nat({ max: 1_500 }), count: fc.nat({ max: 300 }) }), { maxLength: 2 }),
  }),
  { maxLength: 6 },
);

test('[VIEW-5] kept and new pages together hold each row once, in order, after any changes', () => {
  fc.assert(
    fc.property(rounds, (steps) => {
      const stored = new Map<string, SnapshotPage>();
      const newId = newIds();
      let table = Table.empty(shape);
      let pages = planCollection(table, [], 'whole', newId).pages;
      for (const [n, { isCleared, put, drop }] of steps.entries()) {
        const draft = new TableDraft(table, immer, { check: undefined, isFrozen: false });
        if (isCleared) draft.clear();
        for (const k of put) draft.put({ k, n });
        for (const { from, count } of drop) for (let k = from; k < from + count; k++) draft.delete(k);
        const { table: next, changes } = draft.finish();
        const changed = pages.length === 0 || changes === 'whole' ? 'whole' : new Set(changes.keys());
        const plan = planCollection(next, pages, changed, newId);
        for (const page of plan.put) stored.set(page.id, page);
        expect(plan.pages.flatMap(({ id }) => stored.get(id)!.rows)).toEqual([...next]);
        expect(Math.max(0, ...plan.put.map((page) => page.rows.length))).toBeLessThanOrEqual(100);
        for (const { id, first } of plan.pages) expect(shape.key(stored.get(id)!.rows[0] as Row)).toBe(first);
        ({ pages } = plan);
        table = next;
      }
    }),
    budget(60),
  );
});

test('[VIEW-5] one changed row of 10,000 writes one page', () => {
  const newId = newIds();
  const table = Table.of(
    shape,
    Array.from({ length: 10_000 }, (_, k): Row => ({ k, n: 0 })),
  );
  const { pages, put } = planCollection(table, [], 'whole', newId);
  expect([pages.length, put.length]).toEqual([100, 100]);
  const draft = new TableDraft(table, immer, { check: undefined, isFrozen: false });
  draft.put({ k: 4_321, n: 1 });
  const again = planCollection(draft.finish().table, pages, new Set([4_321]), newId);
  expect(again.put.map((page) => page.rows.length)).toEqual([100]);
  expect(again.pages.filter(({ id }, i) => id !== pages[i]!.id)).toHaveLength(1);
});

test('[VIEW-5] an unchanged view keeps its page', () => {
  const newId = newIds();
  const { pages } = planView({ n: 1 }, [], true, newId);
  expect(planView({ n: 1 }, pages, false, newId)).toEqual({ pages, put: [] });
  expect(planView({ n: 2 }, pages, true, newId).put).toEqual([{ id: 'p2', rows: [{ n: 2 }] }]);
});
