import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Controls } from '../fold/controls.ts';
import { Tail } from '../fold/window/tail.ts';
import type { LogEntry } from '../fold/fold.ts';
import type { Envelope } from '../model/envelope.ts';
import { budget } from '../property.fixture.ts';
import { type Owner, Stacks } from './undo-stacks.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const owner: Owner = {
  actor: 'ann',
  scope: undefined,
  isUndoable: (type) => type !== 'paid',
  isCompensating: (command) => command === 'pay',
};

/** An event of a group, of none, or a compensation; or an undo or redo of groups. */
const entry = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constantFrom('done', 'done', 'paid'), group: fc.constantFrom(...NAMES) }),
  },
  fc.record({ type: fc.constant('done') }),
  fc.record({
    type: fc.constant('refunded'),
    group: fc.constantFrom('x', 'y'),
    compensates: fc.constantFrom(...NAMES),
  }),
  fc.record({
    type: fc.constantFrom('$undo', '$undo', '$redo'),
    groups: fc.array(fc.constantFrom(...NAMES, 'x', 'y'), { maxLength: 3 }),
  }),
);
type Entry = typeof entry extends fc.Arbitrary<infer E> ? E : never;

const placed = (log: readonly (Entry & { readonly actor: string })[]): readonly LogEntry[] =>
  log.map(({ type, actor, ...rest }, i) => {
    const { groups, ...metadata } = rest as { readonly groups?: readonly string[]; readonly group?: string };
    const command = type === 'paid' ? { command: 'pay' } : {};
    const event = { type, data: { groups }, metadata: { actorId: actor, ...command, ...metadata } };
    return { position: i + 1, event: event as unknown as Envelope };
  });

const shown = (stacks: Stacks): unknown => {
  const undo: string[] = [];
  for (let i = 0, group = stacks.undoable(0); group !== undefined; group = stacks.undoable(++i))
    undo.push(`${group.id} ${group.first}`);
  return { undo, redo: stacks.redo };
};

test('[UNDO-2] the stacks are the same from wherever the log is read, if the events before are stable, in any batches', () => {
  const log = fc.array(
    fc.tuple(entry, fc.constantFrom('ann', 'ann', 'ann', 'bob')).map(([e, actor]) => ({ ...e, actor })),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(log, fc.nat(30), fc.nat(30), fc.nat(8), (entries, saved, length, horizon) => {
      const all = placed(entries);
      const controls = new Controls(new Tail(horizon));
      const live = new Stacks(owner);
      let settled = 0;
      for (const one of all) {
        controls.take([one]);
        live.take([one], one.position, horizon);
        // Once, somewhere on the way, read models are saved as of here.
        if (one.position === saved) ({ settled } = controls.tail);
      }
      const again = new Stacks(owner);
      const last = Math.min(Math.max(length, settled), all.length);
      again.take(all.slice(settled, last), last, horizon);
      again.take(all.slice(last), all.length, horizon);
      expect(shown(again)).toEqual(shown(live));
    }),
    budget(600),
  );
});
