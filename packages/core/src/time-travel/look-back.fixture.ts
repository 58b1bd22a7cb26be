import type { AnyStore } from '../store/store.ts';
import { isRefoldError } from '../errors/refold-error.ts';
import { type Known, same } from './known.fixture.ts';
import { lastChange } from './last-change.ts';
import { at } from './state-at.ts';
import type { Fact } from './plain-fold.fixture.ts';
import { rows, story } from './scripts.fixture.ts';
import { whatIf } from './what-if.ts';

// Questions about the past of a store that plays a script. Each answer equals the naive fold, or is refused for a
// reason.

/** Checks the read models at some position. */
export async function lookAt(store: AnyStore, known: Known, n: number): Promise<void> {
  const asOf = Math.max(0, known.events.length - (n % 2 === 0 ? n : n >> 2));
  const past = await unlessRefused(known, asOf, () => at(store, asOf));
  if (past === undefined) return;
  const { late, ...values } = known.values((read) => past.value.get(read as never));
  const { late: lateThen, ...expected } = known.expected({ asOf });
  same(values, expected, `at ${asOf}`);
  if (store.status.incomplete.length === 0 && known.late !== undefined) same(late, lateThen, `late at ${asOf}`);
}

/** Checks the present without one event, or without its group. */
export async function lookWithout(store: AnyStore, known: Known, n: number): Promise<void> {
  const { events, floor } = known;
  const decodeEntries = events.length - (n % 2 === 0 ? n : n >> 2);
  const named = events[decodeEntries - 1];
  if (named === undefined || decodeEntries <= floor || /^\$|stranger/.test(named.type)) return;
  const { group } = named.metadata;
  const isGroup = group !== undefined && n % 3 > 0;
  const isLeftOut = ({ id, metadata }: Fact): boolean => (isGroup ? metadata.group === group : id === named.id);
  const first = events.findIndex(isLeftOut);
  const fork = await unlessRefused(known, first, () => whatIf(store, { skip: [isGroup ? group : named.id] }));
  if (fork === undefined) return;
  const { late: _, ...values } = known.values((read) => fork.value.get(read as never));
  const { late: __, ...expected } = known.expected({ isLeftOut });
  same(values, expected, `without ${isGroup ? 'the group of ' : ''}${decodeEntries}`);
}

/** Checks the last change of a row, or of a part of a view. */
export async function lookForChange(store: AnyStore, known: Known, k: number, n: number): Promise<void> {
  const upTo = known.events.length - Math.min(known.events.length, n >> 2);
  const valueAt = (asOf: number): unknown =>
    n % 2 === 0 ? known.expected({ asOf }).rows!.find((row) => row.k === k)?.n : known.expected({ asOf }).story!.by[k];
  let position = upTo;
  while (position > 0 && valueAt(position) === valueAt(position - 1)) position -= 1;
  const found = await unlessRefused(known, position - 1, () =>
    n % 2 === 0 ? lastChange(store, rows, [k, 'n'], { upTo }) : lastChange(store, story, ['by', String(k)], { upTo }),
  );
  if (found === undefined) return;
  const { value } = found;
  const expected = position === 0 ? undefined : { position, before: valueAt(position - 1), after: valueAt(position) };
  same(value && { position: value.position, before: value.before, after: value.after }, expected, 'last change');
}

/** Expects a correct answer. For a compacted log, a refusal is allowed only before `floor`. */
async function unlessRefused<T>(
  known: Known,
  position: number,
  ask: () => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await ask() };
  } catch (error) {
    if (!isRefoldError(error, 'address.out_of_range')) throw error;
    const { floor } = error.details;
    same([known.floor > 0, floor > position, floor <= known.events.length], [true, true, true], 'refusal');
    return undefined;
  }
}
