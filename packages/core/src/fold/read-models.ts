import { DEFAULT_UNDO_HORIZON } from '../log/event-log.ts';
import type { StoppedModel } from './telemetry.ts';
import { freeze } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import type { Draft } from '../model/envelope.ts';
import { isControl } from '../model/control-events.ts';
import { developmentCheck } from '../model/plain-check.ts';
import type { Controls } from './controls.ts';
import {
  fold,
  type Folded,
  Folding,
  type FoldTools,
  foldTools,
  initialState,
  type ModelChange,
  type ModelDefinition,
  type ModelState,
  type LogEntry,
} from './fold.ts';
import { type Changed, UndoCheckpoints, type Checkpoint } from './undo-checkpoints.ts';
import { Listing } from './listing.ts';
import { type Changes, LiveState } from './live-state.ts';
import { Tail } from './tail.ts';

/** A batch of events being folded into all read models. */
export interface BatchFolding {
  add(events: readonly LogEntry[]): void;
  /** Makes the batch visible. The read models are at this position then. */
  finish(position: number): void;
}

/** An event that cannot be decoded here, as far as undo is concerned. */
export interface OpaqueEvent {
  readonly group: string | undefined;
  readonly position: number;
}

/** A read model folded again after events of it were flipped, to replace what it is now. */
export interface Rewound {
  readonly model: string;
  readonly checkpoints: readonly Checkpoint[];
  /** How many checkpoints these replace, if not as many. */
  readonly dropped?: number;
  readonly folded: Folded;
}

/** A state to save, and its changes since the last save. */
export interface Saveable {
  readonly position: number;
  readonly state: ModelState;
  readonly changed: Changed;
}

/** What takes events out of the fold. A page loads it with the first control (`load-undo-fold.ts`). */
export interface UndoFold {
  /** Over a tail that holds no control. */
  controlsOf(tail: Tail): Controls;
  /** The read models folded again after earlier events were flipped. Nothing moves yet. */
  rewound(models: ReadModels, flipped: readonly number[]): readonly Rewound[];
  /** The events whose payloads have to be read from the log before controls among new events can be folded. */
  releasedForControls(models: ReadModels, events: readonly Draft[]): readonly LogEntry[];
}

/** Read models folded again over another tail of the log, to be put in place in one step. */
export interface OtherTail {
  readonly position: number;
  readonly tail: Tail;
  /** Both absent if the log has no control. */
  readonly undoFold: UndoFold | undefined;
  readonly controls: Controls | undefined;
  readonly models: readonly Rewound[];
}

/** The read models of a store: folded as events come, and folded again, within the horizon, when some are undone. */
export class ReadModels {
  readonly world: LiveState;
  readonly listing: Listing;
  /** How they are folded. */
  readonly tools: FoldTools;
  #models: readonly ModelDefinition[];
  #tail!: Tail;
  #undoFold: UndoFold | undefined;
  #controls: Controls | undefined;
  readonly #undoCheckpoints = new Map<string, UndoCheckpoints>();
  #position = 0;
  #base = 0;
  #stopped: readonly StoppedModel[] = [];
  #isFolding = false;
  /** Whether a batch is open. The states that it began with must not change meanwhile. */
  #isBatchOpen = false;

  /** `isFrozen`: whether to freeze states. Throws `name.taken` and `state.not_plain`. */
  constructor(models: readonly ModelDefinition[], isDevelopment: boolean, isFrozen = true) {
    checkNames('read model', models);
    this.#models = models;
    this.listing = new Listing(models);
    this.tools = foldTools(developmentCheck(isDevelopment), isFrozen || isDevelopment);
    this.world = new LiveState(models.map((model) => [model.name, initialState(model, this.tools)]));
    this.start(0, DEFAULT_UNDO_HORIZON, false);
  }

  get models(): readonly ModelDefinition[] {
    return this.#models;
  }

  /** The latest events. */
  get tail(): Tail {
    return this.#tail;
  }

  /** Which of the events are taken out. Only with `undoFold`. */
  get controls(): Controls {
    return this.#controls!;
  }

  /** Absent as long as the log has no control and nothing makes one. */
  get undoFold(): UndoFold | undefined {
    return this.#undoFold;
  }

  /** The position of the last event that was folded. */
  get position(): number {
    return this.#position;
  }

  /** Whether a reducer is running now. */
  get isFolding(): boolean {
    return this.#isFolding;
  }

  /** The models that have stopped: the identical list until it changes. */
  get stopped(): readonly StoppedModel[] {
    return this.#stopped;
  }

  /** The position up to which no undo reaches any more. */
  get settled(): number {
    return this.#tail.settled;
  }

  /** The lowest position from which all models can be folded again. */
  get base(): number {
    return this.#base;
  }

  /** Sets a model's state to a loaded one. */
  restore(model: string, state: ModelState): void {
    this.world.advance([[model, state]], new Map());
  }

  /** Brings what controls take. To be called before the first control comes. */
  useUndoFold(undoFold: UndoFold | undefined): void {
    if (undoFold === undefined || this.#undoFold !== undefined) return;
    this.#undoFold = undoFold;
    this.#controls = undoFold.controlsOf(this.#tail);
  }

  /** Says where the fold begins, and how far back undo reaches. `isSaved`: whether states are saved. */
  start(position: number, horizon: number, isSaved: boolean): void {
    this.#setTail(new Tail(horizon, position));
    this.#position = this.#base = position;
    for (const { name } of this.#models) {
      const state = this.world.state(name);
      this.#undoCheckpoints.set(
        name,
        new UndoCheckpoints({ position: Math.max(position, state.at ?? 0), state }, horizon, isSaved),
      );
    }
  }

  /**
   * Adopts the models and states of another, which replace those of the same name. Both have folded the same events;
   * otherwise the other has all models.
   */
  adopt(others: ReadModels): void {
    const names = new Set(others.models.map((model) => model.name));
    this.#models = [...this.#models.filter((model) => !names.has(model.name)), ...others.models];
    const isAll = this.#models.length === names.size;
    if (isAll) this.#position = others.#position;
    others.useUndoFold(this.#undoFold);
    this.useUndoFold(others.#undoFold);
    // The tails differ in how much they have dropped, and no checkpoint may stand on dropped events.
    if (isAll || others.#tail.start < this.#tail.start) {
      this.#tail = others.#tail;
      this.#controls = others.#controls;
    }
    for (const [name, undoCheckpoints] of others.#undoCheckpoints) this.#undoCheckpoints.set(name, undoCheckpoints);
    this.#lookForBase();
    this.listing.add(others.models);
    this.#put(others.models.map(({ name }) => [name, { state: others.world.state(name), change: 'whole' }]));
  }

  /**
   * Folds a batch into all of them; `position` is its end. `skipped`: events of it that this app cannot decode. Nothing
   * moves before all is folded: when it throws, nothing has changed.
   */
  fold(
    events: readonly LogEntry[],
    position: number = events.at(-1)?.position ?? this.#position,
    skipped: readonly OpaqueEvent[] = [],
  ): void {
    this.#checkBetweenBatches('fold');
    freeze(events, true);
    const before = this.#tail.bookmark();
    let rewound: readonly Rewound[];
    let folded: readonly (readonly [string, Folded])[];
    try {
      for (const { group, position: at } of skipped) this.#tail.markOpaque(group, at);
      rewound = this.#rewound(events);
      const states = new Map(rewound.map(({ model, folded: { state } }) => [model, state]));
      const kept = this.kept(events);
      const foldOne = (model: ModelDefinition): readonly [string, Folded] => {
        const { name } = model;
        return [name, fold(model, states.get(name) ?? this.world.state(name), kept, this.tools)];
      };
      folded = this.reducing(() => this.#models.map(foldOne));
    } catch (error) {
      const held = this.#tail.events.slice(0, before.count);
      this.#setTail(this.#tail.emptied(before.opaque));
      this.#take(held);
      this.#tail.pass(before.head);
      throw error;
    }
    this.#rewind(rewound);
    this.mark();
    this.#finish(folded, position);
  }

  /**
   * Takes events into the tail before they are folded. What they undo is taken out of the folded states, and what they
   * redo is put back. Call it between batches: an open batch would overwrite that.
   */
  take(events: readonly LogEntry[]): void {
    this.#checkBetweenBatches('take');
    // Freeze the events: they are folded again when others are undone.
    freeze(events, true);
    this.#rewind(this.#rewound(events));
  }

  /** Puts another tail of the log in place, in one step. */
  replace({ tail, undoFold, controls, position, models }: OtherTail): void {
    this.#checkBetweenBatches('replace');
    this.useUndoFold(undoFold);
    this.#tail = tail;
    this.#controls = controls;
    this.#position = position;
    this.#rewind(models);
    this.mark();
  }

  /** Begins a batch of events that `take` has taken, added a few at a time. Nothing shows before `finish`. */
  begin(): BatchFolding {
    this.#checkBetweenBatches('begin');
    this.mark();
    this.#isBatchOpen = true;
    const foldings = this.models.map((model) => new Folding(model, this.world.state(model.name), this.tools));
    return {
      add: (events) => {
        const kept = this.kept(events);
        this.reducing(() => foldings.forEach((folding) => folding.add(kept)));
      },
      // Finishing may reduce too: a reducer that threw runs again to find the event.
      finish: (position) => {
        this.#isBatchOpen = false;
        const folded = this.reducing(() => foldings.map((folding) => folding.finish()));
        this.#finish(
          folded.map((one, i) => [this.models[i]!.name, one]),
          position,
        );
      },
    };
  }

  #finish(folded: readonly (readonly [string, Folded])[], position: number): void {
    const changes = this.#put(folded);
    for (const [name, change] of changes) this.#undoCheckpoints.get(name)?.note(change);
    this.#position = position;
    this.#tail.pass(position);
  }

  /** Records the current states, if they are useful to fold from or to save. */
  mark(): void {
    const due = [...this.#undoCheckpoints].filter(([, undoCheckpoints]) => undoCheckpoints.isDue(this.#position));
    // A state that is saved cuts no group in two.
    if (due.length === 0 || this.#tail.isWithinGroup(this.#position)) return;
    const { settled } = this;
    for (const [name, undoCheckpoints] of due) undoCheckpoints.mark(this.#position, this.world.state(name), settled);
    this.#lookForBase();
    (this.#controls ?? this.#tail).forget(this.#base);
  }

  /** A state that no undo can change any more. */
  saveable(model: string): Saveable {
    const undoCheckpoints = this.#undoCheckpoints.get(model)!;
    return { ...undoCheckpoints.base, changed: undoCheckpoints.takeSettled() };
  }

  /** The events of a batch that are to be folded. */
  kept(events: readonly LogEntry[]): readonly LogEntry[] {
    return this.#controls?.kept(events) ?? events;
  }

  /** The earlier states of a read model that undo folds on from. */
  undoCheckpoints(model: string): UndoCheckpoints {
    return this.#undoCheckpoints.get(model)!;
  }

  /** Takes events into the tail; what they flip is folded again. */
  #rewound(events: readonly LogEntry[]): readonly Rewound[] {
    const flipped = this.#take(events);
    return flipped.length === 0 ? [] : this.#undoFold!.rewound(this, flipped);
  }

  /** Takes events into the tail. Returns the positions that they flip. Throws `part.not_loaded`. */
  #take(events: readonly LogEntry[]): readonly number[] {
    if (this.#controls !== undefined) return this.#controls.take(events);
    if (events.some(({ event }) => isControl(event))) throw new RefoldError('part.not_loaded', { part: 'undo fold' });
    for (const entry of events) this.#tail.push(entry);
    return [];
  }

  #setTail(tail: Tail): void {
    this.#tail = tail;
    this.#controls = this.#undoFold?.controlsOf(tail);
  }

  #rewind(rewound: readonly Rewound[]): void {
    if (rewound.length === 0) return;
    for (const { model, checkpoints, dropped } of rewound)
      this.#undoCheckpoints.get(model)!.replace(checkpoints, dropped);
    this.#put(rewound.map(({ model, folded }) => [model, folded]));
  }

  #checkBetweenBatches(what: string): void {
    if (this.#isBatchOpen) throw new Error(`${what}: a batch has begun and is not finished.`);
  }

  #lookForBase(): void {
    this.#base = this.#position;
    for (const undoCheckpoints of this.#undoCheckpoints.values())
      this.#base = Math.min(this.#base, undoCheckpoints.base.position);
  }

  /** Runs work that calls reducers. */
  reducing<T>(work: () => T): T {
    this.#isFolding = true;
    try {
      return work();
    } finally {
      this.#isFolding = false;
    }
  }

  /** Sets the folded states; returns their changes. */
  #put(folded: readonly (readonly [string, Folded])[]): Changes {
    const states: [string, ModelState][] = [];
    const changes = new Map<string, ModelChange>();
    let isStopped = this.#stopped.length > 0;
    for (const [name, { state, change }] of folded) {
      if (state === this.world.state(name)) continue;
      states.push([name, state]);
      if (change !== undefined) changes.set(name, change);
      isStopped ||= state.stopped !== undefined;
    }
    this.world.advance(states, changes);
    if (isStopped)
      this.#stopped = this.#models.flatMap(({ name: model }) => {
        const { stopped: error } = this.world.state(model);
        return error === undefined ? [] : [{ model, error }];
      });
    return changes;
  }
}

/** Throws `name.taken` if two things of a kind share a name. */
export function checkNames(kind: string, things: readonly { readonly name: string }[]): void {
  const names = new Set<string>();
  for (const { name } of things) {
    if (names.has(name)) throw new RefoldError('name.taken', { kind, name });
    names.add(name);
  }
}
