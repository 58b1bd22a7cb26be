import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { budget } from '../../property.fixture.ts';
import { gapAt, UndoCheckpoints, type Checkpoint, thin } from './undo-checkpoints.ts';

const stateAt = (position: number) => ({ value: position });
/** How far the head moves in each batch. */
const moves = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 200 });
const horizons = fc.constantFrom(0, 100, 1_000, 10_000);

describe('[UNDO-1] undo checkpoints', () => {
  test('are near below any position that undo reaches, few, and one is out of reach', () => {
    fc.assert(
      fc.property(moves, horizons, (steps, horizon) => {
        const undoCheckpoints = new UndoCheckpoints({ position: 0, state: stateAt(0) }, horizon, true);
        let head = 0;
        let longest = 0;
        for (const step of steps) {
          if (undoCheckpoints.isDue(head)) undoCheckpoints.mark(head, stateAt(head), head - horizon);
          undoCheckpoints.note(new Map([[head, { before: undefined, after: {} }]]));
          head += step;
          longest = Math.max(longest, step);
          const checkpoints = undoCheckpoints.from(Infinity);
          expect(checkpoints).toHaveLength(1);
          expect(undoCheckpoints.base.position).toBeLessThanOrEqual(Math.max(0, head - step - horizon));
          for (let at = Math.max(1, head - horizon); at <= head; at += 37) {
            const [checkpoint] = undoCheckpoints.from(at)!;
            expect(checkpoint!.state).toEqual(stateAt(checkpoint!.position));
            // A batch of any length lies between two checkpoints.
            expect(at - checkpoint!.position).toBeLessThanOrEqual(2 * (gapAt(head - at, horizon) + longest));
          }
        }
        expect(undoCheckpoints.from(undoCheckpoints.base.position + 1)!.length).toBeLessThan(80);
      }),
      budget(60),
    );
  });

  test('know the changes from each checkpoint on, and report those below the lowest once', () => {
    fc.assert(
      fc.property(moves, horizons, (steps, horizon) => {
        const undoCheckpoints = new UndoCheckpoints({ position: 0, state: stateAt(0) }, horizon, true);
        const settled = new Set<unknown>();
        let head = 0;
        for (const step of steps) {
          if (undoCheckpoints.isDue(head)) undoCheckpoints.mark(head, stateAt(head), head - horizon);
          undoCheckpoints.note(new Map([[head, { before: undefined, after: {} }]]));
          head += step;
          if (step % 3 === 0)
            for (const key of (undoCheckpoints.takeSettled() as Set<number> | undefined) ?? []) settled.add(key);
        }
        for (const key of (undoCheckpoints.takeSettled() as Set<number> | undefined) ?? []) settled.add(key);
        const checkpoints = undoCheckpoints.from(undoCheckpoints.base.position + 1)!;
        const later = checkpoints.flatMap(({ since }) => [...((since as Set<number> | undefined) ?? [])]);
        // Each batch marked the position before it.
        const noted = steps.map((_, i) => steps.slice(0, i).reduce((sum, step) => sum + step, 0));
        const numeric = (a: unknown, b: unknown): number => Number(a) - Number(b);
        expect([...settled].sort(numeric)).toEqual(noted.filter((at) => at < undoCheckpoints.base.position));
        expect(later.sort(numeric)).toEqual(noted.filter((at) => at >= undoCheckpoints.base.position));
      }),
      budget(100),
    );
  });

  test('keep a change of the whole, however checkpoints are thinned', () => {
    const checkpoints = [10, 20, 30].map((position): Checkpoint => ({
      position,
      state: stateAt(position),
      since: new Set([position]),
    }));
    checkpoints[1]!.since = 'whole';
    expect(thin(checkpoints, 30 - 10_000, 10_000)).toMatchObject({
      kept: [{ position: 10, since: 'whole' }, { position: 30 }],
    });
    const changed = [10, 20].map((position): Checkpoint => ({ position, state: stateAt(position), since: 'whole' }));
    expect(thin(changed, 20, 0)).toMatchObject({ kept: [{ position: 20 }], below: 'whole' });
  });
});
