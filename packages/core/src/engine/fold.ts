import { freeze, type Immer } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Handlers, Reduce } from '../model/handlers.ts';
import { isPromise } from '../model/synchronous.ts';
import { Table } from '../model/table.ts';
import { type RowChanges, TableDraft } from '../model/table-draft.ts';
import type { ViewDefinition } from '../model/view.ts';

export type ModelDefinition = ViewDefinition | CollectionDefinition;

/** An event and its position, as it is folded. */
export interface Placed {
  readonly position: number;
  readonly event: Envelope;
}

/** A read model at a position: a view's document or a collection's table, and the fault that stopped it, if one did. */
export interface ModelState {
  readonly value: unknown;
  readonly stopped?: RefoldError<'model.threw'>;
}

/** What changed in a read model: rows of a collection, or the whole of a view. */
export type ModelChange = RowChanges | 'whole';

export interface Folded {
  readonly state: ModelState;
  /** Undefined when nothing changed. */
  readonly change: ModelChange | undefined;
}

/** How the fold drafts and whether it freezes what it gives. */
export interface FoldTools {
  readonly immer: Immer;
  readonly isFrozen: boolean;
}

/** A read model before any event. */
export function initialState(model: ModelDefinition, tools: FoldTools): ModelState {
  if (model['~kind'] === 'collection') return { value: Table.empty(model['~shape']) };
  return { value: tools.isFrozen ? freeze(model['~initial'], true) : model['~initial'] };
}

/**
 * Folds a batch into one read model, in one draft. The same events give the same state however they are cut into
 * batches. A reducer that throws stops the model as it was before that event.
 */
export function fold(model: ModelDefinition, before: ModelState, events: readonly Placed[], tools: FoldTools): Folded {
  if (before.stopped !== undefined) return { state: before, change: undefined };
  const handlers = model['~handlers'];
  if (!events.some(({ event }) => handlers.has(event.type))) return { state: before, change: undefined };
  const run = model['~kind'] === 'view' ? foldView : foldCollection;
  try {
    return run(before.value, events, handlers, tools);
  } catch {
    return foldUntilFault(run, model, before, events, tools);
  }
}

/** Folds event by event, since a draft holds what a reducer did before it threw, and stops in front of the one that throws. */
function foldUntilFault(
  run: typeof foldView,
  model: ModelDefinition,
  before: ModelState,
  events: readonly Placed[],
  tools: FoldTools,
): Folded {
  let { value } = before;
  const folded = (stopped?: RefoldError<'model.threw'>): Folded => ({
    state: stopped === undefined ? { value } : { value, stopped },
    change: value === before.value ? undefined : 'whole',
  });
  for (const placed of events) {
    try {
      value = run(value, [placed], model['~handlers'], tools).state.value;
    } catch (cause) {
      const { position, event } = placed;
      const details = { model: model.name, eventId: event.id, type: event.type, position };
      return folded(new RefoldError('model.threw', details, cause));
    }
  }
  return folded();
}

function foldView(before: unknown, events: readonly Placed[], handlers: Handlers, { immer }: FoldTools): Folded {
  // Boxed, so that a reducer may put another state in its place, and the rest goes on in the same draft.
  const box = immer.createDraft({ state: before });
  each(events, handlers, (reduce, event) => {
    const next = reduce(box.state, event);
    if (next !== undefined) box.state = synchronous(next);
  });
  const { state } = immer.finishDraft(box);
  return { state: { value: state }, change: state === before ? undefined : 'whole' };
}

function foldCollection(
  before: unknown,
  events: readonly Placed[],
  handlers: Handlers,
  { immer, isFrozen }: FoldTools,
): Folded {
  const draft = new TableDraft(before as Table, immer, isFrozen);
  each(events, handlers, (reduce, event) => void synchronous(reduce(draft, event)));
  const { table, changes } = draft.finish();
  return { state: { value: table }, change: changes.size === 0 ? undefined : changes };
}

function each(events: readonly Placed[], handlers: Handlers, run: (reduce: Reduce, event: Envelope) => void): void {
  for (const { event } of events) {
    const reduce = handlers.get(event.type);
    if (reduce !== undefined) run(reduce, event);
  }
}

function synchronous<T>(result: T): T {
  if (!isPromise(result)) return result;
  throw new TypeError(
    'A reducer returned a promise. Reducers are synchronous: do async work in a command or a reaction.',
  );
}
