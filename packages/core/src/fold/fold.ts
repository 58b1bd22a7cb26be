import { Immer, isDraftable, isModified } from 'immer';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import type { Envelope } from '../model/envelope.ts';
import { freezeJson } from '../model/freeze-json.ts';
import type { Reduce } from '../model/handlers.ts';
import { type Plainness, settle, Sharing } from '../model/plain.ts';
import { synchronous } from '../model/synchronous.ts';
import type { Table } from '../model/table/table.ts';
import type { RowChanges } from '../model/table/table-draft.ts';
import type { ViewDefinition } from '../model/view.ts';

export type ModelDefinition = ViewDefinition | CollectionDefinition;

/** An event and its position. */
export interface LogEntry {
  readonly position: number;
  readonly event: Envelope;
}

/** A read model at a position: a view's document or a collection's table, and the fault that stopped it, if one did. */
export interface ModelState {
  readonly value: unknown;
  readonly stopped?: RefoldError<'model.threw'>;
  /** The position of its snapshot, until an event is folded into it. Earlier events are already in it. */
  readonly at?: number;
}

/** The changes of a read model: rows of a collection, or the whole of a view. */
export type ModelChange = RowChanges | 'whole';

export interface Folded {
  readonly state: ModelState;
  /** Undefined if nothing changed. */
  readonly change: ModelChange | undefined;
}

/** How the fold drafts, and how it treats the results of reducers. */
export interface FoldTools extends Plainness {
  readonly immer: Immer;
}

export const foldTools = (check: Plainness['check'], isFrozen: boolean): FoldTools => ({
  // States are frozen when they are settled. Immer would skip objects that a reducer froze itself.
  immer: new Immer({ autoFreeze: false }),
  check,
  isFrozen,
});

/** A read model before any event. Throws `state.not_plain`. */
export function initialState(model: ModelDefinition, tools: FoldTools): ModelState {
  if (model['~kind'] === 'collection') return { value: model['~empty']() };
  return { value: settle(model['~initial'], undefined, tools, model.name, () => 'initial') };
}

/**
 * Folds a batch into one read model, in one draft if that equals folding event by event. A reducer that throws stops
 * the model as it was before that event.
 */
export function fold(
  model: ModelDefinition,
  before: ModelState,
  events: readonly LogEntry[],
  tools: FoldTools,
): Folded {
  const folding = new Folding(model, before, tools);
  folding.add(events);
  return folding.finish();
}

/** A fold whose events arrive in parts. */
export class Folding {
  readonly #model: ModelDefinition;
  readonly #before: ModelState;
  readonly #tools: FoldTools;
  #state: ModelState;
  #change: ModelChange | undefined;
  /** The open draft after the state, and its events. */
  #draft: Drafting | undefined;
  #drafted: LogEntry[] = [];
  /** Whether reducers receive drafts of the event payloads. */
  #isCareful = false;

  constructor(model: ModelDefinition, before: ModelState, tools: FoldTools) {
    this.#model = model;
    this.#before = before;
    this.#tools = tools;
    this.#state = before;
  }

  add(events: readonly LogEntry[]): void {
    const { at = 0 } = this.#before;
    for (const entries of events)
      if (entries.position > at && this.#model['~handlers'].has(entries.event.type)) this.#reduce(entries);
  }

  /** Returns the read model after all added events. Do not use the folding afterwards. */
  finish(): Folded {
    this.#finishDraft();
    const { value, stopped } = this.#state;
    if (value === this.#before.value) this.#change = undefined;
    return this.#change === undefined && stopped === this.#before.stopped
      ? { state: this.#before, change: undefined }
      : { state: this.#state, change: this.#change };
  }

  #reduce(entries: LogEntry): void {
    if (this.#state.stopped !== undefined) return;
    const draft = (this.#draft ??= this.#newDraft(false));
    try {
      this.#handle(draft, entries, this.#isCareful);
      this.#drafted.push(entries);
    } catch {
      // The draft keeps what the reducer did before it threw, so fold the earlier events again without it. The batch
      // itself may be the cause: in one draft, a reducer may write to an earlier event's payload, which is frozen.
      const drafted = this.#drafted;
      const isBatch = !this.#isCareful && drafted.length > 0;
      this.#draft = undefined;
      this.#drafted = [];
      this.#isCareful ||= isBatch;
      for (const one of drafted) this.#reduce(one);
      if (isBatch) return this.#reduce(entries);
      this.#finishDraft();
      this.#foldAlone(entries);
    }
  }

  #finishDraft(): void {
    const draft = this.#draft;
    const drafted = this.#drafted;
    this.#draft = undefined;
    this.#drafted = [];
    if (draft === undefined) return;
    try {
      this.#take(draft.finish(drafted.length > 1));
    } catch {
      // Folding one by one finds the event at fault, or shows that only the batch was.
      for (const entries of drafted) this.#foldAlone(entries);
    }
  }

  #foldAlone(entries: LogEntry, isExact = false): void {
    if (this.#state.stopped !== undefined) return;
    try {
      const draft = this.#newDraft(isExact);
      this.#handle(draft, entries, false);
      this.#take(draft.finish(false));
    } catch (cause) {
      // Copying would evaluate accessors, so finishing the draft finds values that are not plain.
      if (!isExact && !isRefoldError(cause, 'state.not_plain')) return this.#foldAlone(entries, true);
      const { position, event } = entries;
      const details = { model: this.#model.name, eventId: event.id, type: event.type, position };
      this.#state = { value: this.#state.value, stopped: new RefoldError('model.threw', details, cause) };
    }
  }

  #take({ state, change }: Folded): void {
    if (change === undefined) return;
    // Each draft reports changes since its own start, not since the first.
    this.#change = this.#change === undefined ? change : 'whole';
    this.#state = state;
  }

  #newDraft(isExact: boolean): Drafting {
    const { value } = this.#state;
    const model = this.#model;
    return model['~kind'] === 'view'
      ? new ViewDrafting(model.name, value, this.#tools, isExact)
      : model['~draft'](value as Table, this.#tools.immer, this.#tools, isExact);
  }

  #handle(draft: Drafting, { event }: LogEntry, isCareful: boolean): void {
    // Freeze the event: it is folded again when others are undone.
    freezeJson(event);
    const reduce = this.#model['~handlers'].get(event.type)!;
    if (!isCareful || !isDraftable(event.data)) return draft.reduce(reduce, event);
    const data = this.#tools.immer.createDraft(event.data as object);
    draft.reduce(reduce, { ...event, data });
    // Treat it as frozen. A later event may write to the payload's place in the state; its own reducer may not.
    if (isModified(data)) throw new TypeError('A reducer changed its event, which is read-only.');
  }
}

/**
 * A read model being drafted. An error makes it unusable. An exact one takes one event, and copies the content of
 * drafts. Finishing drafts is faster, but fails if a reducer moved them where Immer does not look.
 */
interface Drafting {
  reduce(reduce: Reduce, event: Envelope): void;
  /** `isBatch`: whether it took more than one event. */
  finish(isBatch: boolean): Folded;
}

class ViewDrafting implements Drafting {
  readonly #model: string;
  readonly #tools: FoldTools;
  readonly #before: unknown;
  readonly #isExact: boolean;
  /** The settled state under the draft. */
  #base: unknown;
  /** Boxed, since a state need not be an object. */
  #box: { state: unknown };

  constructor(model: string, before: unknown, tools: FoldTools, isExact: boolean) {
    this.#model = model;
    this.#tools = tools;
    this.#before = this.#base = before;
    this.#isExact = isExact;
    this.#box = tools.immer.createDraft({ state: before });
  }

  reduce(reduce: Reduce, event: Envelope): void {
    const next = synchronous(reduce(this.#box.state, event));
    if (next === undefined || next === this.#box.state) return;
    // A replacement state is not drafted: the next event would write to it, and to all that it shares.
    this.#base = this.#settle(next);
    this.#box = this.#tools.immer.createDraft({ state: this.#base });
  }

  finish(isBatch: boolean): Folded {
    const { state } = this.#isExact ? this.#box : this.#tools.immer.finishDraft(this.#box);
    const sharing = isBatch ? new Sharing(false, true) : undefined;
    const value = this.#settle(state, sharing);
    if (sharing?.isFound) throw new Error('Two places share a part.');
    return { state: { value }, change: Object.is(value, this.#before) ? undefined : 'whole' };
  }

  #settle(state: unknown, sharing?: Sharing): unknown {
    return settle(state, this.#base, this.#tools, this.#model, () => 'state', sharing);
  }
}
