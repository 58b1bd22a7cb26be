import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Rejected, Undone } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { budget } from '../property.fixture.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { createUndo } from './create-undo.ts';
import { lasting, openWall, pay, write, Written } from './undo.fixture.ts';

const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('write' as const), id: fc.constantFrom('a', 'b', 'c') }) },
  fc.record({ do: fc.constantFrom('pay' as const, 'undo' as const, 'redo' as const), id: fc.constant('') }),
  fc.record({ do: fc.constant('join' as const), id: fc.constantFrom('g', 'h') }),
  fc.record({ do: fc.constant('reject' as const), id: fc.constant('') }),
);
/** Events of others, of the same person elsewhere, or of no group, or an undo of the newest group here. */
const kind = fc.oneof(
  { weight: 4, arbitrary: fc.constant('theirs' as const) },
  fc.constantFrom('mine' as const, 'loose' as const, 'undo' as const),
);
/** What happens here, then how far back other events arrive, and which. */
const round = fc.record({
  acts: fc.array(act, { maxLength: 6 }),
  back: fc.nat(5),
  arrived: fc.array(kind, { minLength: 1, maxLength: 3 }),
});

type Wall = Awaited<ReturnType<typeof openWall>>;

/** Returns whether they could be put in place. */
function arrive(
  { store }: Wall,
  back: number,
  kinds: readonly (typeof kind extends fc.Arbitrary<infer T> ? T : never)[],
  round: number,
): boolean {
  const handle = testHandle(store);
  const after = Math.max(0, handle.position - back);
  const own = handle.heldEvents.filter(({ position }) => position > after).map(({ event }) => event);
  const before = handle.heldEvents.filter(({ position }) => position <= after).map(({ event }) => event);
  const others = kinds.map((one, i): Envelope => {
    const base = { id: `other_${round}_${i}`, timestamp: '2026-01-01T00:00:00.000Z', version: 1 };
    const by = { correlationId: 'c', source: 'app', actorId: one === 'mine' || one === 'undo' ? 'ann' : 'ben' };
    const groups = before.flatMap(({ metadata }) => metadata.group ?? []).slice(-1);
    if (one === 'undo') return { ...base, ...Undone({ groups }), metadata: by };
    const group = one === 'loose' ? {} : { group: `${one}_${round}`, label: one };
    return { ...base, ...Written({ id: `o${i}`, text: one }), metadata: { ...by, ...group } };
  });
  return handle.replaceAfter(after, [...others, ...own]);
}

test('[UNDO-3] [KERNEL-3] the stacks after events of others arrived before own ones equal those read anew', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(round, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(6, 12, 10_000),
      async (rounds, undoHorizon) => {
        const wall = await openWall(lasting(undoHorizon));
        const handle = testHandle(wall.store);
        const history = createUndo(wall.store);
        for (const [i, { acts, back, arrived }] of rounds.entries()) {
          for (const { do: what, id } of acts) {
            if (what === 'write') wall.store.run(write, { id, text: `${i}` });
            else if (what === 'pay') wall.store.run(pay, { cents: 1 });
            else if (what === 'join') handle.appendToGroup(id, Written({ id, text: `${i}` }));
            else if (what === 'reject') {
              const last = handle.heldEvents.at(-1)?.event.id ?? 'evt_none';
              handle.appendControl(Rejected({ events: [last], code: 'taken', details: null }));
            } else history[what]();
            void history.state;
          }
          if (!arrive(wall, back, arrived, i)) break;
          count += 1;
          const anew = createUndo(wall.store);
          expect(history.state).toEqual(anew.state);
          // Down the whole stack, and up again.
          for (const step of ['undo', 'redo'] as const) {
            for (let n = 0; n < 20 && history[step]().ok; n++) expect(history.state).toEqual(anew.state);
          }
          anew.close();
        }
        history.close();
        await wall.store.close();
      },
    ),
    budget(150),
  );
  expect(count).toBeGreaterThan(100);
});
