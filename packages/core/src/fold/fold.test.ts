import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Table } from '../model/table/table.ts';
import { budget } from '../property.fixture.ts';
import { fold, Folding, initialState, type ModelDefinition, type ModelState, type LogEntry } from './fold.ts';
import { cutAt, NaiveRows, placed, play, playing, rowIds, scripts, type Step, tools } from './fold.fixture.ts';

const cuts = fc.array(fc.nat(20), { maxLength: 6 });
const rowsOf = ({ value }: ModelState) => [...(value as Table)];

/** Folds batch by batch; returns all states on the way. */
function states(
  model: ModelDefinition,
  batches: readonly (readonly LogEntry[])[],
  isFrozen: boolean,
): readonly ModelState[] {
  const kit = tools(isFrozen);
  const all = [initialState(model, kit)];
  for (const batch of batches) all.push(fold(model, all.at(-1)!, batch, kit).state);
  return all;
}

/** The result of a naive model, up to the first event that throws. */
function naive(script: readonly (readonly Step[])[]) {
  let good: unknown[] = [];
  const rows = new NaiveRows();
  const seen: unknown[] = [];
  for (const [index, steps] of script.entries()) {
    try {
      play(rows, steps, seen);
    } catch {
      return { rows: good, seen, stoppedAt: index + 1 };
    }
    good = [...rows];
  }
  return { rows: good, seen, stoppedAt: undefined };
}

describe.each([{ isFrozen: true }, { isFrozen: false }])('[VIEW-2] a collection, frozen: $isFrozen', ({ isFrozen }) => {
  test('rows and all values that reducers read equal those of a naive model, for any batching', () => {
    fc.assert(
      fc.property(scripts(false), cuts, (script, places) => {
        const seen: unknown[] = [];
        const last = states(playing(seen), cutAt(placed(script), places), isFrozen).at(-1)!;
        const expected = naive(script);
        expect(rowsOf(last)).toEqual(expected.rows);
        expect(seen).toEqual(expected.seen);
        for (const row of expected.rows as { n?: number }[])
          expect((last.value as Table).where('n', row.n)).toContainEqual(row);
      }),
      budget(400),
    );
  });

  test('a reducer that throws leaves the model as it was before that event, for any batching', () => {
    fc.assert(
      fc.property(scripts(true), cuts, (script, places) => {
        const last = states(playing([]), cutAt(placed(script), places), isFrozen).at(-1)!;
        const expected = naive(script);
        expect(rowsOf(last)).toEqual(expected.rows);
        expect(last.stopped?.details.position).toBe(expected.stoppedAt);
      }),
      budget(200),
    );
  });

  test('[VIEW-1] states of earlier batches never change', () => {
    fc.assert(
      fc.property(scripts(false), cuts, (script, places) => {
        const model = playing([]);
        const kit = tools(isFrozen);
        let state = initialState(model, kit);
        const kept: { state: ModelState; text: string; byN: string }[] = [];
        for (const batch of cutAt(placed(script), places)) {
          kept.push({
            state,
            text: JSON.stringify(rowsOf(state)),
            byN: JSON.stringify((state.value as Table).where('n', {})),
          });
          state = fold(model, state, batch, kit).state;
        }
        for (const { state, text, byN } of kept) {
          expect(JSON.stringify(rowsOf(state))).toBe(text);
          expect(JSON.stringify((state.value as Table).where('n', {}))).toBe(byN);
        }
      }),
      budget(150),
    );
  });

  test('the changes of a batch are the rows that differ before and after', () => {
    fc.assert(
      fc.property(scripts(true), cuts, (script, places) => {
        const model = playing([]);
        const kit = tools(isFrozen);
        let state = initialState(model, kit);
        for (const batch of cutAt(placed(script), places)) {
          const next = fold(model, state, batch, kit);
          const before = new Map(rowsOf(state).map((r) => [r.id, r]));
          const after = new Map(rowsOf(next.state).map((r) => [r.id, r]));
          const differ = rowIds.filter((id) => before.get(id) !== after.get(id));
          // After a fault, a change may report the whole model.
          const { change } = next;
          const said = change === 'whole' ? differ : rowIds.filter((id) => change?.has(id));
          expect(said).toEqual(differ);
          expect(next.state.value === state.value).toBe(change === undefined);
          state = next.state;
        }
      }),
      budget(150),
    );
  });

  test('a batch in parts equals the batch in one piece', () => {
    fc.assert(
      fc.property(scripts(true), cuts, (script, places) => {
        const kit = tools(isFrozen);
        const [one, parts] = [playing([]), playing([])];
        const whole = fold(one, initialState(one, kit), placed(script), kit).state;
        const folding = new Folding(parts, initialState(parts, kit), kit);
        for (const part of cutAt(placed(script), places)) folding.add(part);
        const { state } = folding.finish();
        expect([rowsOf(state), state.stopped?.details]).toEqual([rowsOf(whole), whole.stopped?.details]);
      }),
      budget(100),
    );
  });
});
