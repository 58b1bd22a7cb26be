import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Envelope } from '../model/envelope.ts';
import type { Table } from '../model/table/table.ts';
import { budget } from '../property.fixture.ts';
import { sizes } from '../log/sizes.ts';
import { sizedProperty, withSizes } from '../sizes.fixture.ts';
import { cutAt } from './fold.fixture.ts';
import type { ModelChange, ModelDefinition, ModelState } from './fold.ts';
import { ReadModels } from './read-models.ts';
import { decoded, type Item, item, models, outOf, plain, type Row, scratch, toEvent } from './replace-tail.fixture.ts';
import { replaceTail, type TailOutcome } from './replace-tail.ts';
import { undoFold } from './undo-fold.ts';
import { isControl } from '../model/control-events.ts';
import { createWindow } from './window/undo-window.ts';

/**
 * A change of the log. Its end is taken off, and put back with events before it, or without some, or not at all.
 */
const change = fc.record({
  do: fc.constantFrom('append', 'insert', 'insert', 'lose', 'other', 'same'),
  /** How long the end is, and how much longer the tail that is handed over. */
  back: fc.nat(12),
  earlier: fc.nat(6),
  items: fc.array(item, { maxLength: 6 }),
  lost: fc.nat(4),
  isCopied: fc.boolean(),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const stories = [
  fc.array(item, { maxLength: 40 }),
  fc.array(fc.nat(40), { maxLength: 8 }),
  fc.array(change, { minLength: 1, maxLength: 6 }),
  fc.constantFrom(3, 12, 25, 1_000),
] as const;

/** Read models under a log that changes, and the log. */
class Device {
  readonly horizon: number;
  readonly log: Envelope[] = [];
  models!: ReadModels;
  #ids = 0;

  constructor(horizon: number) {
    this.horizon = horizon;
    this.rebuild();
  }

  /** Makes events, to stand after others. */
  make(items: readonly Item[], before: readonly Envelope[] = this.log): readonly Envelope[] {
    const made: Envelope[] = [];
    for (const one of items) made.push(toEvent(one, `evt_${(this.#ids += 1)}`, [...before, ...made]));
    return made;
  }

  append(events: readonly Envelope[]): void {
    const after = this.log.length;
    this.log.push(...events);
    this.fold(after);
  }

  fold(after: number): void {
    const { entries, skipped, position } = decoded(this.log, after);
    if (entries.some(({ event }) => isControl(event))) this.models.useUndoFold(undoFold);
    this.models.fold(entries, position, skipped);
  }

  rebuild(): void {
    this.models = new ReadModels(models, true);
    this.models.keepWindow(createWindow);
    this.models.start(0, this.horizon, true);
    this.fold(0);
  }

  /** Changes the log, and gives the read models all of it after a position. */
  change({ do: what, back, earlier, items, lost, isCopied }: Change): TailOutcome | undefined {
    if (what === 'append') {
      this.append(this.make(items));
      return undefined;
    }
    const cut = Math.max(0, this.log.length - back);
    const end = this.log.splice(cut);
    if (what === 'same') this.log.push(...end);
    else if (what === 'lose') this.log.push(...end.filter((_, i) => i % 5 !== lost));
    else {
      this.log.push(...this.make(items));
      if (what === 'insert') this.log.push(...end);
    }
    return this.replace(Math.max(0, cut - earlier), isCopied);
  }

  replace(after: number, isCopied: boolean): TailOutcome {
    const tail = { after, ...decoded(isCopied ? structuredClone(this.log) : this.log, after) };
    const outcome = replaceTail(this.models, tail);
    if (outcome.kind === 'replaced') this.models.replace(outcome);
    return outcome;
  }

  states(): readonly ModelState[] {
    return models.map(({ name }) => this.models.world.state(name));
  }
}

function opened(items: readonly Item[], cuts: readonly number[], horizon: number): Device {
  const device = new Device(horizon);
  for (const batch of cutAt(items, cuts)) device.append(device.make(batch));
  return device;
}

/** Read models, what is left out, and all that is held to fold on from, beside a fold from scratch. */
function expectAsFromScratch({ log, horizon, models: live }: Device): void {
  const out = outOf(log, horizon);
  const kept = live.kept(live.tail.events).map(({ position }) => position);
  expect(kept).toEqual(live.tail.events.map(({ position }) => position).filter((position) => !out.has(position)));
  expect(live.tail.head).toBe(log.length);
  // No later control reaches what is stable.
  const grouped = live.tail.events.filter(({ event }) => !isControl(event) && event.metadata.group !== undefined);
  const inReach = grouped.filter(({ position }) => position > log.length - horizon);
  expect(inReach.filter(({ position }) => position <= live.settled)).toEqual([]);
  for (const model of models) {
    expect(plain(live.world.state(model.name))).toEqual(plain(scratch(model, log, horizon)));
    const undoCheckpoints = live.undoCheckpoints(model.name);
    for (const { position, state } of undoCheckpoints.from(undoCheckpoints.base.position + 1)!) {
      expect(position).toBeLessThanOrEqual(log.length);
      expect(plain(state)).toEqual(plain(scratch(model, log, horizon, position)));
    }
  }
}

/** The highest position below which a read model holds nothing. */
const highestBase = (device: Device): number =>
  Math.max(...models.map(({ name }) => device.models.undoCheckpoints(name).base.position));

/** The rows of a collection, or the parts of a view's document, by name. */
function partsOf(model: ModelDefinition, { value }: ModelState): ReadonlyMap<unknown, unknown> {
  if (model['~kind'] === 'collection') return new Map([...(value as Table)].map((row) => [(row as Row).k, row]));
  const { parts = [] } = value as { parts?: readonly unknown[] };
  return new Map<unknown, unknown>([['', value], ...parts.entries()]);
}

function expectSameIdentity(before: readonly ModelState[], after: readonly ModelState[]): void {
  for (const [i, model] of models.entries()) {
    const was = partsOf(model, before[i]!);
    for (const [key, part] of partsOf(model, after[i]!))
      expect(Object.is(part, was.get(key))).toBe(isDeepStrictEqual(part, was.get(key)));
  }
}

const keysOf = (reported: ModelChange | undefined): ReadonlySet<unknown> =>
  new Set(reported === 'whole' ? [reported] : reported?.keys());

describe('[KERNEL-3] a replaced tail', () => {
  test('folds to what a fresh replay folds to, with controls, groups and checkpoints as they would be', async () => {
    const kinds: Record<string, number> = {};
    await fc.assert(
      sizedProperty(...stories, (items, cuts, changes, horizon) => {
        const device = opened(items, cuts, horizon);
        for (const one of changes) {
          const base = highestBase(device);
          const { kind } = device.change(one) ?? { kind: 'appended' };
          kinds[kind] = (kinds[kind] ?? 0) + 1;
          // With all in memory there is always something to fold on from.
          expect(kind !== 'rebuild' || base > 0).toBe(true);
          if (kind === 'rebuild') device.rebuild();
          expectAsFromScratch(device);
        }
        return Promise.resolve();
      }),
      budget(400),
    );
    expect(kinds['replaced']).toBeGreaterThan(2 * kinds['rebuild']!);
  });

  test('leaves rows and parts that come out equal as they were, and reports the others as one change', async () => {
    await fc.assert(
      sizedProperty(...stories, (items, cuts, changes, horizon) => {
        const device = opened(items, cuts, horizon);
        for (const one of changes) {
          const before = device.states();
          const { epoch } = device.models.world;
          const outcome = device.change(one);
          if (outcome?.kind === 'rebuild') device.rebuild();
          if (outcome?.kind !== 'replaced') continue;
          const after = device.states();
          expectSameIdentity(before, after);
          expect(device.models.world.epoch - epoch).toBe(outcome.changes.size > 0 ? 1 : 0);
          for (const [i, model] of models.entries()) {
            const reported = outcome.changes.get(model.name);
            const [was, is] = [partsOf(model, before[i]!), partsOf(model, after[i]!)];
            const differing = [...was.keys(), ...is.keys()].filter((key) => was.get(key) !== is.get(key));
            // Of a document it is reported that it changed, of a table which rows did.
            const expected = model['~kind'] === 'collection' ? new Set(differing) : was.get('') !== is.get('');
            expect(model['~kind'] === 'collection' ? keysOf(reported) : reported !== undefined).toEqual(expected);
          }
        }
        return Promise.resolve();
      }),
      budget(400),
    );
  });

  test('leaves a row as it was that an event wrote again with the same content, once that event is gone', async () => {
    // Groups 1 and 7 write the same.
    const [first, again, other] = [1, 7, 2].map((group): Item => ({ do: 'put', group, k: group === 2 ? 1 : 0 }));
    await withSizes({ ...sizes, checkpointGap: 1 }, () => {
      const device = opened([first!, again!, other!], [1, 2], 1_000);
      const before = device.states();
      const [one, , two] = device.log.splice(0);
      // Without the second event, then with another one after the first.
      for (const rest of [[two!], device.make([{ do: 'put', group: 3, k: 3 }])]) {
        device.log.splice(0, Infinity, one!, ...rest);
        expect(device.replace(1, false).kind).toBe('replaced');
        expectSameIdentity(before, device.states());
      }
    });
  });

  test('that is the present one folds nothing and changes nothing, though its events are copies', async () => {
    await fc.assert(
      sizedProperty(...stories, fc.boolean(), (items, cuts, changes, horizon, isCopied) => {
        const known = items.filter(({ do: what }) => what !== 'opaque');
        const device = opened(known, cuts, horizon);
        const before = { states: device.states(), epoch: device.models.world.epoch, tail: device.models.tail };
        for (const { back } of changes) {
          const after = Math.max(device.models.tail.start, device.log.length - back);
          expect(device.replace(after, isCopied)).toEqual({ kind: 'unchanged' });
        }
        for (const [i, state] of device.states().entries()) expect(state).toBe(before.states[i]);
        expect(device.models.world.epoch).toBe(before.epoch);
        expect(device.models.tail).toBe(before.tail);
        return Promise.resolve();
      }),
      budget(100),
    );
  });
});
