import { fold, foldTools, initialState, type ModelDefinition, type ModelState, type LogEntry } from '../fold/fold.ts';
import { plainCheck } from '../model/plain-check.ts';
import type { Readable, ReadModel } from '../model/readable.ts';
import { checkEqual } from './check.ts';
import { type Given, record } from './scene.ts';

/** Up to this many events, all ways to batch them are tried; above it, those that differ most. */
const FEW = 6;
/** Single cuts tried in a long list of events. */
const CUTS = 24;

/**
 * Fails unless a read model has the same value however its events are batched, with frozen state (as in development)
 * and without (as in production). Then the live value equals the value after a reload. Pure reducers pass. A failure
 * means that a reducer is not pure: it reads a clock or a random value, keeps something outside its draft, or writes to
 * the event. Throws `model.threw` if a reducer throws.
 *
 * @example
 * fc.assert(fc.property(logArbitrary(shopEvents), (log) => checkFold(orders, ...log)));
 */
export function checkFold(model: ReadModel & Readable, ...events: readonly Given[]): void {
  const definition = model as ModelDefinition;
  const envelopes = record(events, [definition]);
  const run = (sizes: readonly number[], isFrozen: boolean): unknown => {
    const { value, stopped } = foldIn(definition, sizes, isFrozen, envelopes.map(place));
    if (stopped !== undefined) throw stopped;
    return value;
  };
  const whole = [envelopes.length];
  const expected = run(whole, true);
  for (const sizes of batchings(envelopes.length)) {
    for (const isFrozen of [true, false]) {
      const what = `A reducer of "${model.name}" is not pure: ${events.length} events fold to another state ${howOf(sizes, isFrozen)}`;
      checkEqual(run(sizes, isFrozen), expected, what, checkFold);
    }
  }
}

const howOf = (sizes: readonly number[], isFrozen: boolean): string => {
  const batches = sizes.length > 1 ? `in batches of ${sizes.join(', ')}` : 'the second time';
  return isFrozen ? batches : `${batches} when its state is not frozen, as in production`;
};

/** Copies the events for each run: a reducer that writes to them must not affect the next run. */
const place = (event: LogEntry['event'], index: number): LogEntry => ({
  position: index + 1,
  event: structuredClone(event),
});

function foldIn(
  model: ModelDefinition,
  sizes: readonly number[],
  isFrozen: boolean,
  events: readonly LogEntry[],
): ModelState {
  const tools = foldTools(isFrozen ? plainCheck : undefined, isFrozen);
  let state = initialState(model, tools);
  let from = 0;
  for (const size of sizes) ({ state } = fold(model, state, events.slice(from, (from += size)), tools));
  return state;
}

/** Ways to divide a list into batches, each as a list of batch sizes. */
export function* batchings(length: number): Generator<readonly number[]> {
  if (length <= FEW) {
    for (let cuts = 0; cuts < 2 ** Math.max(0, length - 1); cuts++)
      yield sizesOf(length, (i) => ((cuts >> (i - 1)) & 1) === 1);
    return;
  }
  yield [length];
  for (const size of [1, 2, 3]) yield sizesOf(length, (i) => i % size === 0);
  const step = Math.ceil((length - 1) / CUTS);
  for (let cut = 1; cut < length; cut += step) yield [cut, length - cut];
}

/** The batch sizes if a new batch begins at each index that `isStart` accepts. */
function sizesOf(length: number, isStart: (index: number) => boolean): readonly number[] {
  const starts = Array.from({ length: length - 1 }, (_, i) => i + 1).filter(isStart);
  return [...starts, length].map((end, i) => end - (starts[i - 1] ?? 0));
}
