import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { createUndo } from './create-undo.ts';
import { openWall, pay, write } from './undo.fixture.ts';

const act = fc.oneof(
  fc.record({ do: fc.constant('write' as const), id: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ do: fc.constantFrom('pay' as const, 'undo' as const, 'redo' as const), id: fc.constant('') }),
);
/** What happens here, then how far back events of others arrive, and how many. */
const round = fc.record({
  acts: fc.array(act, { maxLength: 6 }),
  back: fc.nat(5),
  arrived: fc.integer({ min: 1, max: 3 }),
});

type Wall = Awaited<ReturnType<typeof openWall>>;

function arrive({ store }: Wall, back: number, count: number, round: number): void {
  const handle = testHandle(store);
  const after = Math.max(0, handle.position - back);
  const others = Array.from({ length: count }, (_, i) => ({
    id: `other_${round}_${i}`,
    type: 'note.written',
    timestamp: '2026-01-01T00:00:00.000Z',
    version: 1,
    data: { id: `o${i}`, text: 'theirs' },
    metadata: { correlationId: 'c', source: 'app', actorId: 'ben', group: `theirs_${round}` },
  }));
  const own = handle.heldEvents.filter(({ position }) => position > after).map(({ event }) => event);
  handle.replaceAfter(after, [...others, ...own]);
}

test('[UNDO-3] [KERNEL-3] the stacks after events of others arrived before own ones equal those read anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 5 }), async (rounds) => {
      const wall = await openWall();
      const history = createUndo(wall.store);
      for (const [i, { acts, back, arrived }] of rounds.entries()) {
        for (const { do: what, id } of acts) {
          if (what === 'write') wall.store.run(write, { id, text: `${i}` });
          else if (what === 'pay') wall.store.run(pay, { cents: 1 });
          else history[what]();
        }
        arrive(wall, back, arrived, i);
        const anew = createUndo(wall.store);
        expect(history.state).toEqual(anew.state);
        // Down the whole stack.
        const labels: unknown[] = [];
        while (history.state.canUndo && labels.length < 20) {
          expect(history.state).toEqual(anew.state);
          labels.push(history.state.undoLabel);
          if (!history.undo().ok) break;
        }
        anew.close();
      }
      history.close();
      await wall.store.close();
    }),
    budget(60),
  );
});
