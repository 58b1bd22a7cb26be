import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { isControl } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Table } from '../model/table/table.ts';
import { cutAt } from './fold.fixture.ts';
import type { ModelDefinition, ModelState } from './fold.ts';
import { ReadModels } from './read-models.ts';
import {
  decoded,
  type Item,
  item,
  models,
  outOf,
  plain,
  type Row,
  scratch,
  toEvent,
} from './another-tail/replace-tail.fixture.ts';
import { replaceTail, type TailOutcome } from './another-tail/replace-tail.ts';
import { undoFold } from './undo-fold.ts';
import type { Checkpoint } from './window/undo-checkpoints.ts';
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

export const stories = [
  fc.array(item, { maxLength: 40 }),
  fc.array(fc.nat(40), { maxLength: 8 }),
  fc.array(change, { minLength: 1, maxLength: 6 }),
  fc.constantFrom(3, 12, 25, 1_000),
] as const;

/** Read models under a log that changes, and the log. */
export class Device {
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

export function opened(items: readonly Item[], cuts: readonly number[], horizon: number): Device {
  const device = new Device(horizon);
  for (const batch of cutAt(items, cuts)) device.append(device.make(batch));
  return device;
}

/** Read models, what is left out, and all that is held to fold on from, beside a fold from scratch. */
export function expectAsFromScratch({ log, horizon, models: live }: Device): void {
  const out = outOf(log, horizon);
  const kept = live.kept(live.tail.events).map(({ position }) => position);
  expect(kept).toEqual(live.tail.events.map(({ position }) => position).filter((position) => !out.has(position)));
  expect(live.tail.head).toBe(log.length);
  expect(live.window.controls === undefined).toBe(live.undoFold === undefined);
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
    expect(undoCheckpoints.base.position).toBeLessThanOrEqual(live.settled);
    expectNotedChanges(model, [...undoCheckpoints.all, { state: live.world.state(model.name), since: undefined }]);
  }
}

/** Each checkpoint notes the rows that are others at the next one, also those that are only other objects. */
function expectNotedChanges(model: ModelDefinition, points: readonly Pick<Checkpoint, 'state' | 'since'>[]): void {
  if (model['~kind'] === 'view') return;
  for (const [i, { state, since }] of points.slice(0, -1).entries()) {
    const [was, is] = [partsOf(model, state), partsOf(model, points[i + 1]!.state)];
    const differing = [...was.keys(), ...is.keys()].filter((key) => was.get(key) !== is.get(key));
    if (since !== 'whole') expect(differing.filter((key) => since?.has(key as number) !== true)).toEqual([]);
  }
}

/** The highest position below which a read model holds nothing. */
export const highestBase = (device: Device): number =>
  Math.max(...models.map(({ name }) => device.models.undoCheckpoints(name).base.position));

/** The rows of a collection, or the parts of a view's document, by name. */
export function partsOf(model: ModelDefinition, { value }: ModelState): ReadonlyMap<unknown, unknown> {
  if (model['~kind'] === 'collection') return new Map([...(value as Table)].map((row) => [(row as Row).k, row]));
  const { parts = [] } = value as { parts?: readonly unknown[] };
  return new Map<unknown, unknown>([['', value], ...parts.entries()]);
}

export function expectSameIdentity(before: readonly ModelState[], after: readonly ModelState[]): void {
  for (const [i, model] of models.entries()) {
    const was = partsOf(model, before[i]!);
    for (const [key, part] of partsOf(model, after[i]!))
      expect(Object.is(part, was.get(key))).toBe(isDeepStrictEqual(part, was.get(key)));
  }
}
