import { freeze, type Immer } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Reduce } from '../model/handlers.ts';
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
  /** The position it was saved at, until something is folded into it: earlier events are in it already. */
  readonly at?: number;
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
  const folding = new Folding(model, before, tools);
  folding.add(events);
  return folding.finish();
}

/** A fold in one draft whose events come a few at a time. */
export class Folding {
  readonly #model: ModelDefinition;
  readonly #before: ModelState;
  readonly #tools: FoldTools;
  readonly #events: Placed[] = [];
  #draft: Drafting | undefined;
  #isFaulty = false;

  constructor(model: ModelDefinition, before: ModelState, tools: FoldTools) {
    this.#model = model;
    this.#before = before;
    this.#tools = tools;
  }

  add(events: readonly Placed[]): void {
    if (this.#before.stopped !== undefined) return;
    const { at = 0 } = this.#before;
    const handled = events.filter(({ position, event }) => position > at && this.#model['~handlers'].has(event.type));
    if (handled.length === 0) return;
    for (const placed of handled) this.#events.push(placed);
    if (this.#isFaulty) return;
    try {
      this.#draft ??= draft(this.#model, this.#before, this.#tools);
      for (const { event } of handled) this.#draft.reduce(this.#model['~handlers'].get(event.type)!, event);
    } catch {
      // Which event it was, and what was before it, comes out when the events are folded one by one.
      this.#isFaulty = true;
    }
  }

  /** The read model after all that was added. The folding is not to be used after. */
  finish(): Folded {
    if (this.#draft === undefined) return { state: this.#before, change: undefined };
    if (!this.#isFaulty) {
      try {
        return this.#draft.finish();
      } catch {
        // As above: a row may turn out unfit only now.
      }
    }
    return foldUntilFault(this.#model, this.#before, this.#events, this.#tools);
  }
}

/** Folds event by event, since a draft holds what a reducer did before it threw, and stops in front of the one that throws. */
function foldUntilFault(
  model: ModelDefinition,
  before: ModelState,
  events: readonly Placed[],
  tools: FoldTools,
): Folded {
  let state = before;
  for (const { position, event } of events) {
    try {
      const single = draft(model, state, tools);
      single.reduce(model['~handlers'].get(event.type)!, event);
      state = single.finish().state;
    } catch (cause) {
      const details = { model: model.name, eventId: event.id, type: event.type, position };
      state = { value: state.value, stopped: new RefoldError('model.threw', details, cause) };
      break;
    }
  }
  return { state, change: state.value === before.value ? undefined : 'whole' };
}

/** A read model being drafted. */
interface Drafting {
  reduce(reduce: Reduce, event: Envelope): void;
  finish(): Folded;
}

const draft = (model: ModelDefinition, before: ModelState, tools: FoldTools): Drafting =>
  model['~kind'] === 'view' ? draftView(before.value, tools) : draftCollection(before.value as Table, tools);

function draftView(before: unknown, { immer }: FoldTools): Drafting {
  // Boxed, so that a reducer may put another state in its place, and the rest goes on in the same draft.
  const box = immer.createDraft({ state: before });
  return {
    reduce(reduce, event) {
      const next = reduce(box.state, event);
      if (next !== undefined) box.state = synchronous(next);
    },
    finish() {
      const { state } = immer.finishDraft(box);
      return { state: { value: state }, change: state === before ? undefined : 'whole' };
    },
  };
}

function draftCollection(before: Table, { immer, isFrozen }: FoldTools): Drafting {
  const rows = new TableDraft(before, immer, isFrozen);
  return {
    reduce(reduce, event) {
      synchronous(reduce(rows, event));
    },
    finish() {
      const { table, changes } = rows.finish();
      return { state: { value: table }, change: changes !== 'whole' && changes.size === 0 ? undefined : changes };
    },
  };
}

function synchronous<T>(result: T): T {
  if (!isPromise(result)) return result;
  throw new TypeError(
    'A reducer returned a promise. Reducers are synchronous: do async work in a command or a reaction.',
  );
}
