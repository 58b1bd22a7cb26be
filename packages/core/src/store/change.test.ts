import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rejected } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import type { LogEntry } from '../fold/fold.ts';
import { undoFold } from '../fold/undo-fold.ts';
import { ReadModels } from '../fold/read-models.ts';
import { applyChange, type Change, type Head, positionOf } from './change.ts';

const entry = (position: number, type = 'sold', data: unknown = {}): LogEntry => ({
  position,
  event: { id: `evt_${position}`, type, data, metadata: {} } as unknown as Envelope,
});
const append = (entries: readonly LogEntry[], count = entries.length): Change => ({
  ...{ type: 'append', entries, count, skipped: [], write: () => undefined },
});

describe('[KERNEL-1] a change of a store', () => {
  test('that appends leaves the stored part as it is, and publishes its events in order', () => {
    const entries = [entry(8), entry(9)];
    const { head, effects } = applyChange({ confirmed: 5, pending: 2 }, append(entries));
    expect(head).toEqual({ confirmed: 5, pending: 4 });
    expect(effects.publish).toEqual(entries.map(({ event }) => event));
    expect([effects.isSnapshotDue, effects.rejections]).toEqual([true, []]);
  });

  test('that appends only unknown events publishes nothing, and still takes their positions', () => {
    const { head, effects } = applyChange({ confirmed: 1, pending: 0 }, append([], 2));
    expect([head, effects.publish]).toEqual([{ confirmed: 1, pending: 2 }, undefined]);
  });

  test('announces the rejections that it appends', () => {
    const rejection = entry(3, Rejected.type, { events: ['evt_1'], code: 'sold-out' });
    expect(applyChange({ confirmed: 2, pending: 0 }, append([entry(2), rejection])).effects.rejections).toEqual([
      rejection,
    ]);
  });

  test.each([
    ['announces those that came to the log meanwhile', 2, [3]],
    ['announces none that the store opened with', Infinity, []],
  ])('that adopts read models %s', (_, known, announced) => {
    const models = new ReadModels([], true);
    models.useUndoFold(undoFold);
    models.take([entry(1, 'sold'), entry(2, Rejected.type, { events: [] }), entry(3, Rejected.type, { events: [] })]);
    const head: Head = { confirmed: 3, pending: 0 };
    const isNew = ({ position }: LogEntry): boolean => position > known;
    const { head: after, effects } = applyChange(
      { confirmed: 2, pending: 0 },
      { type: 'adopt', models, head, missing: new Map(), isNew },
    );
    expect([after, effects.rejections.map(({ position }) => position)]).toEqual([head, announced]);
    expect([effects.publish, effects.isSnapshotDue]).toEqual([[], true]);
  });

  test('that displays the past moves no head, writes nothing and publishes reads', () => {
    const head: Head = { confirmed: 3, pending: 1 };
    const { head: after, effects } = applyChange(head, { type: 'display', past: undefined });
    expect([after, effects]).toEqual([head, { rejections: [], skipped: [], isSnapshotDue: false, publish: [] }]);
  });
});

test('[KERNEL-2] only appends move the head; storing only changes how many are pending', () => {
  const step = fc.oneof(
    fc.record({ type: fc.constant('append' as const), count: fc.nat(5) }),
    fc.record({ type: fc.constant('store' as const), count: fc.nat(5) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      let head: Head = { confirmed: 0, pending: 0 };
      let appended = 0;
      let stored = 0;
      const due: [is: boolean, should: boolean][] = [];
      for (const { type, count } of steps) {
        if (type === 'append') {
          head = applyChange(head, append([], count)).head;
          appended += count;
        } else {
          stored = Math.min(appended, stored + count);
          const confirmed = applyChange(head, { type: 'confirm', pending: appended - stored });
          head = confirmed.head;
          due.push([confirmed.effects.isSnapshotDue, stored === appended]);
        }
        expect([head, positionOf(head)]).toEqual([{ confirmed: stored, pending: appended - stored }, appended]);
      }
      expect(due.filter(([is, should]) => is !== should)).toEqual([]);
    }),
  );
});
