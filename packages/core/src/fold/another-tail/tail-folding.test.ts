import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Envelope } from '../../model/envelope.ts';
import { budget } from '../../property.fixture.ts';
import { sizedProperty } from '../../sizes.fixture.ts';
import {
  type Device,
  expectAsFromScratch,
  expectSameIdentity,
  highestBase,
  opened,
  partsOf,
} from '../device.fixture.ts';
import { defineCollection } from '../../model/collection.ts';
import { defineView } from '../../model/view.ts';
import type { ModelChange, ModelDefinition } from '../fold.ts';
import { undoFold } from '../undo-fold.ts';
import { createWindow } from '../window/undo-window.ts';
import type { Changes } from '../live-state.ts';
import { ReadModels } from '../read-models.ts';
import { decoded, item, models, plain, Put, toEvent } from './replace-tail.fixture.ts';
import { replaceTail, type ReplacedTail, type TailOutcome } from './replace-tail.ts';
import { TailFolding, type TailFoldingOutcome } from './tail-folding.ts';
import type { NewTail } from './tail-difference.ts';

/** What happens between two steps. `lose`, `insert`: another tail is put in place. `load`: undo is loaded. */
const meanwhile = fc.record({
  do: fc.constantFrom('nothing', 'nothing', 'append', 'append', 'append', 'lose', 'insert', 'load'),
  items: fc.array(item, { maxLength: 3 }),
  events: fc.integer({ min: 1, max: 9 }),
});

/** Events of others that come before the last own ones. `more`: those that come while these are folded. */
const arrival = fc.record({
  back: fc.nat(12),
  earlier: fc.nat(6),
  remote: fc.array(item, { maxLength: 12 }),
  more: fc.array(item, { maxLength: 2 }),
  /** Which of the own events is lost meanwhile, if any. */
  lost: fc.option(fc.nat(12), { freq: 4 }),
  meanwhile: fc.array(meanwhile, { maxLength: 6 }),
  events: fc.integer({ min: 1, max: 9 }),
});
type Arrival = typeof arrival extends fc.Arbitrary<infer T> ? T : never;

const stories = [
  fc.array(item, { maxLength: 40 }),
  fc.array(fc.nat(40), { maxLength: 8 }),
  fc.array(arrival, { minLength: 1, maxLength: 4 }),
  fc.constantFrom(3, 12, 25, 1_000),
] as const;

/** Folds what arrives in steps. Returns the outcome, what `replaceTail` makes of the same, and the log then. */
function foldArrival(device: Device, { back, earlier, remote, more, lost, meanwhile: events, ...rest }: Arrival) {
  const { models: live } = device;
  const cut = Math.max(0, device.log.length - back);
  const after = Math.max(0, cut - earlier);
  const foreign = [...device.make(remote, device.log.slice(0, cut))];
  const withForeign = (): Envelope[] => [...device.log.slice(0, cut), ...foreign, ...device.log.slice(cut)];
  const tailOf = (log: readonly Envelope[]): NewTail => ({ after, ...decoded(log, after) });
  const folding = new TailFolding(live, tailOf(withForeign()));
  for (const { do: what, items, events: count } of events) {
    folding.step(count);
    if (what === 'append') device.append(device.make(items));
    if (what === 'load') live.useUndoFold(undoFold);
    if (what === 'lose' && device.log.length > cut) replaceByOther(device, cut, device.log.slice(cut + 1));
    if (what === 'insert') replaceByOther(device, cut, [...device.make(items), ...device.log.slice(cut)]);
  }
  while (!folding.step(rest.events));
  foreign.push(...device.make(more, withForeign()));
  const log = withForeign().filter((_, i) => lost === null || i !== cut + foreign.length + lost);
  const outcome = folding.finish(tailOf(log));
  return { outcome, expected: replaceTail(live, tailOf(log)), log };
}

/** Puts other events after a position, if there is enough in memory. */
function replaceByOther({ log, models: live }: Device, after: number, events: readonly Envelope[]): void {
  const other = [...log.slice(0, after), ...events];
  const outcome = replaceTail(live, { after, ...decoded(other, after) });
  if (outcome.kind !== 'replaced') return;
  live.replace(outcome);
  log.splice(0, Infinity, ...other);
}

const keysOf = (change: ModelChange | undefined): ReadonlySet<unknown> | string | undefined =>
  change === undefined || change === 'whole' ? change : new Set(change.keys());

/** Compares two outcomes: the states, and what is reported as changed. */
function expectSameOutcome(found: TailOutcome, expected: TailOutcome): void {
  expect(found.kind).toBe(expected.kind);
  if (found.kind !== 'replaced') return;
  const { first, position, models: rewound, changes } = expected as ReplacedTail;
  expect([found.first, found.position]).toEqual([first, position]);
  for (const [i, { model, folded }] of rewound.entries()) {
    expect(plain(found.models[i]!.folded.state)).toEqual(plain(folded.state));
    expect(keysOf(found.changes.get(model))).toEqual(keysOf(changes.get(model)));
  }
}

/** It may hold more to fold on from than the live read models, which have dropped some since. */
function expectOutcome(device: Device, outcome: TailFoldingOutcome, expected: TailOutcome): void {
  const isGivenUp = [outcome.kind, expected.kind].some((kind) => kind === 'stale' || kind === 'rebuild');
  expect(isGivenUp && highestBase(device) === 0).toBe(false);
  if (outcome.kind === 'stale' || expected.kind === 'rebuild') return;
  expectSameOutcome(outcome, expected);
}

/** Puts an outcome in place, for the log of the device: one change, of exactly the rows that have become others. */
function expectInPlace(device: Device, outcome: TailOutcome): void {
  const before = device.states();
  const { epoch } = device.models.world;
  if (outcome.kind === 'replaced') device.models.replace(outcome);
  const changes: Changes = outcome.kind === 'replaced' ? outcome.changes : new Map();
  const after = device.states();
  expectAsFromScratch(device);
  expectSameIdentity(before, after);
  expect(device.models.world.epoch - epoch).toBe(changes.size > 0 ? 1 : 0);
  for (const [i, model] of models.entries()) {
    const [was, is] = [partsOf(model, before[i]!), partsOf(model, after[i]!)];
    const differing = new Set([...was.keys(), ...is.keys()].filter((key) => was.get(key) !== is.get(key)));
    const reported = changes.get(model.name);
    // Of a document it is reported that it changed, of a table which rows did.
    const parts = model['~kind'] === 'collection' ? differing : new Set(differing.has('') ? ['whole'] : []);
    expect(reported === 'whole' ? new Set([reported]) : new Set(reported?.keys())).toEqual(parts);
  }
}

describe('[KERNEL-3] a tail that is folded in steps, while the store goes on', () => {
  test('gives what replaceTail gives in one step, and a fresh replay, and leaves equal rows the same objects', async () => {
    const kinds: Record<string, number> = {};
    await fc.assert(
      sizedProperty(...stories, (items, cuts, arrivals, horizon) => {
        const device = opened(items, cuts, horizon);
        for (const one of arrivals) {
          const { outcome, expected, log } = foldArrival(device, one);
          kinds[outcome.kind] = (kinds[outcome.kind] ?? 0) + 1;
          expectOutcome(device, outcome, expected);
          device.log.splice(0, Infinity, ...log);
          const taken = outcome.kind === 'stale' ? expected : outcome;
          if (taken.kind === 'rebuild') device.rebuild();
          else expectInPlace(device, taken);
        }
        return Promise.resolve();
      }),
      budget(300),
    );
    expect(kinds['replaced']).toBeGreaterThan(3 * (kinds['stale']! + (kinds['rebuild'] ?? 0)));
  });

  test('calls no more reducers in a step than it may process events', async () => {
    const names = { rows: 0, story: 0 };
    const counted = defineCollection('rows', { key: (row: { k: number }) => row.k }).on(Put, (all, { data }) => {
      names.rows += 1;
      all.put({ k: data.k });
    });
    const told = defineView('story', { initial: { n: 0 } }).on(Put, (draft) => {
      names.story += 1;
      draft.n += 1;
    });
    const live = new ReadModels([counted, told] as unknown as readonly ModelDefinition[], true);
    live.keepWindow(createWindow);
    live.start(0, 1_000, false);
    const log = Array.from({ length: 30 }, (_, i) => toEvent({ do: 'put', group: null, k: i % 5 }, `evt_${i}`, []));
    live.fold(decoded(log.slice(0, 10)).entries, 10);
    for (const events of [1, 2, 7]) {
      const folding = new TailFolding(live, { after: 5, ...decoded([...log.slice(0, 5), ...log.slice(12)], 5) });
      let steps = 0;
      for (let isDone = false; !isDone; steps++) {
        names.rows = names.story = 0;
        isDone = folding.step(events);
        expect(names.rows + names.story).toBeLessThanOrEqual(events);
      }
      // 18 events are taken, then folded twice.
      expect(steps).toBeGreaterThanOrEqual((3 * 18) / events);
    }
  });
});
