import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isControl } from '../../model/control-events.ts';
import type { Envelope } from '../../model/envelope.ts';
import { budget } from '../../property.fixture.ts';
import { ReadModels } from '../read-models.ts';
import { decoded, type Item, item, models, plain, scratch, toEvent } from '../another-tail/replace-tail.fixture.ts';
import { undoFold } from '../undo-fold.ts';
import { createWindow } from './undo-window.ts';

const toLog = (items: readonly Item[]): readonly Envelope[] => {
  const log: Envelope[] = [];
  for (const one of items) log.push(toEvent(one, `evt_${log.length + 1}`, log));
  return log;
};

/** Folds a log one event at a time. Calls `before` with each position first. */
function foldAll(log: readonly Envelope[], horizon: number, before: (at: number, live: ReadModels) => void) {
  const live = new ReadModels(models, true);
  live.start(0, horizon, true);
  for (let at = 1; at <= log.length; at++) {
    before(at, live);
    if (isControl(log[at - 1]!)) live.useUndoFold(undoFold);
    const { entries, skipped } = decoded(log.slice(0, at), at - 1);
    live.fold(entries, at, skipped);
  }
  return live;
}

const stories = [fc.array(item, { minLength: 1, maxLength: 40 }), fc.constantFrom(3, 12, 1_000), fc.nat(40)] as const;

test('[UNDO-1] [LOAD-7] whenever the undo window takes over, read models fold the same', () => {
  fc.assert(
    fc.property(...stories, (items, horizon, from) => {
      const log = toLog(items);
      const live = foldAll(log, horizon, (at, one) => void (at > from && one.keepWindow(createWindow)));
      for (const model of models)
        expect(plain(live.world.state(model.name))).toEqual(plain(scratch(model, log, horizon)));
    }),
    budget(300),
  );
});

test('[VIEW-5] [LOAD-7] an undo window that takes over late saves only what no undo can change', () => {
  fc.assert(
    fc.property(...stories, (items, horizon, from) => {
      const log = toLog(items);
      const early = foldAll(log, horizon, (_, one) => one.keepWindow(createWindow));
      const late = foldAll(log, horizon, (at, one) => void (at > from && one.keepWindow(createWindow)));
      late.keepWindow(createWindow);
      // Later, since an event may have joined a group meanwhile that was out of reach.
      expect(late.settled).toBeLessThanOrEqual(early.settled);
      for (const model of models) {
        const { position, state } = late.window.saveable(model.name);
        expect(position).toBeLessThanOrEqual(late.settled);
        expect(plain(state)).toEqual(plain(scratch(model, log, horizon, position)));
      }
    }),
    budget(300),
  );
});

test('[LOAD-7] a young log settles nothing, and refuses a control', () => {
  const live = foldAll(toLog(Array.from({ length: 9 }, (_, k) => ({ do: 'put', group: null, k: k % 5 }))), 1, () => {});
  expect([live.settled, live.heldEvents.length]).toEqual([0, 9]);
  const undo = toEvent({ do: 'undo', group: 1, k: 0 }, 'evt_10', []);
  expect(() => live.fold([{ position: 10, event: undo }])).toThrow(
    expect.objectContaining({ code: 'part.not_loaded', details: { part: 'undo fold' } }),
  );
  expect([live.position, live.heldEvents.length]).toEqual([9, 9]);
});
