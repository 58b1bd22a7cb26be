import { DEFAULT_UNDO_HORIZON } from '../log/event-log.ts';
import type { StoppedModel } from './telemetry.ts';
import { freeze } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import { Controls } from './controls.ts';
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
import { reconcile, refold, type Refolded } from './refold.ts';
import { type Changes, LiveState } from './live-state.ts';

/** A batch of events being folded into all read models. */
export interface BatchFolding {
  add(events: readonly LogEntry[]): void;
  /** Makes the batch visible. The read models are at this position then. */
  finish(position: number): void;
}

/** An event that cannot be decoded here, as far as undo is concerned. */
interface OpaqueEvent {
  readonly group: string | undefined;
  readonly position: number;
}

/** A read model that was folded again, to replace its current state. */
interface Rewound {
  readonly model: string;
  readonly checkpoints: readonly Checkpoint[];
  readonly folded: Folded;
}

/** A state to save, and its changes since the last save. */
export interface Saveable {
  readonly position: number;
  readonly state: ModelState;
  readonly changed: Changed;
}

/**
 * The read models of a store. It folds new events into them, and folds them again, as far back as undo reaches, when
 * events are undone.
 */
export class ReadModels {
  readonly world: LiveState;
  readonly listing: Listing;
  /** How they are folded. */
  readonly tools: FoldTools;
  #models: readonly ModelDefinition[];
  #controls!: Controls;
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
    this.tools = foldTools(isDevelopment, isFrozen || isDevelopment);
    this.world = new LiveState(models.map((model) => [model.name, initialState(model, this.tools)]));
    this.start(0, DEFAULT_UNDO_HORIZON, false);
  }

  get models(): readonly ModelDefinition[] {
    return this.#models;
  }

  /** The controls: which folded events are out, and the latest events. */
  get controls(): Controls {
    return this.#controls;
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
    return this.#controls.settled;
  }

  /** The lowest position from which all models can be folded again. */
  get base(): number {
    return this.#base;
  }

  /** Sets a model's state to a loaded one. */
  restore(model: string, state: ModelState): void {
    this.world.advance([[model, state]], new Map());
  }

  /** Sets where the fold begins, and how far back undo reaches. `isSaved`: whether states are saved. */
  start(position: number, horizon: number, isSaved: boolean): void {
    this.#controls = new Controls(horizon, position);
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
   * Takes over the models of another instance, with their states, in place of those of the same names. Both must have
   * folded the same events, unless all models are taken over.
   */
  adopt(others: ReadModels): void {
    const names = new Set(others.models.map((model) => model.name));
    this.#models = [...this.#models.filter((model) => !names.has(model.name)), ...others.models];
    const isAll = this.#models.length === names.size;
    if (isAll) this.#position = others.#position;
    // Both have the same controls, except for forgotten events. Keep the ones that reach further, for the checkpoints.
    if (isAll || others.#controls.start < this.#controls.start) this.#controls = others.#controls;
    for (const [name, undoCheckpoints] of others.#undoCheckpoints) this.#undoCheckpoints.set(name, undoCheckpoints);
    this.#lookForBase();
    this.listing.add(others.models);
    this.#put(others.models.map(({ name }) => [name, { state: others.world.state(name), change: 'whole' }]));
  }

  /**
   * Folds a batch into all models, and moves them to a position. `passedOver`: events of the batch that cannot be
   * decoded here. It folds everything before it changes anything, so an error changes nothing.
   */
  fold(
    events: readonly LogEntry[],
    position: number = events.at(-1)?.position ?? this.#position,
    passedOver: readonly OpaqueEvent[] = [],
  ): void {
    this.#checkBetweenBatches('fold');
    freeze(events, true);
    const before = this.#controls.bookmark();
    let rewound: readonly Rewound[];
    let folded: readonly (readonly [string, Folded])[];
    try {
      for (const { group, position: at } of passedOver) this.#controls.markOpaque(group, at);
      rewound = this.#rewound(this.#controls.take(events));
      const states = new Map(rewound.map(({ model, folded: { state } }) => [model, state]));
      const kept = this.#controls.kept(events);
      const foldOne = (model: ModelDefinition): readonly [string, Folded] => {
        const { name } = model;
        return [name, fold(model, states.get(name) ?? this.world.state(name), kept, this.tools)];
      };
      folded = this.#reducing(() => this.#models.map(foldOne));
    } catch (error) {
      this.#controls = this.#controls.asOf(before);
      throw error;
    }
    this.#rewind(rewound);
    this.mark();
    this.#finish(folded, position);
  }

  /**
   * Applies the undo, redo and rejection events of a batch to what is already folded. Call it before folding the batch,
   * and not while a batch is open, which would overwrite the result.
   */
  take(events: readonly LogEntry[]): void {
    this.#checkBetweenBatches('take');
    // Freeze the events: they are folded again when others are undone.
    freeze(events, true);
    this.#rewind(this.#rewound(this.#controls.take(events)));
  }

  /** Begins a batch of events that `take` has seen, and that arrive in parts. It is invisible until it is finished. */
  begin(): BatchFolding {
    this.#checkBetweenBatches('begin');
    this.mark();
    this.#isBatchOpen = true;
    const foldings = this.models.map((model) => new Folding(model, this.world.state(model.name), this.tools));
    return {
      add: (events) => {
        const kept = this.#controls.kept(events);
        this.#reducing(() => foldings.forEach((folding) => folding.add(kept)));
      },
      // Finishing may reduce too: a reducer that threw runs again to find the event.
      finish: (position) => {
        this.#isBatchOpen = false;
        const folded = this.#reducing(() => foldings.map((folding) => folding.finish()));
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
    this.#controls.pass(position);
  }

  /** Records the current states, if they are useful to fold from or to save. */
  mark(): void {
    const due = [...this.#undoCheckpoints].filter(([, undoCheckpoints]) => undoCheckpoints.isDue(this.#position));
    // A saved state must not split a group.
    if (due.length === 0 || this.#controls.isWithinGroup(this.#position)) return;
    const { settled } = this;
    for (const [name, undoCheckpoints] of due) undoCheckpoints.mark(this.#position, this.world.state(name), settled);
    this.#lookForBase();
    this.#controls.forget(this.#base);
  }

  /** A state that no undo can change any more. */
  saveable(model: string): Saveable {
    const undoCheckpoints = this.#undoCheckpoints.get(model)!;
    return { ...undoCheckpoints.base, changed: undoCheckpoints.takeSettled() };
  }

  /** Folds events on other states of these models. The live states stay. */
  foldOn(states: ReadonlyMap<string, ModelState>, events: readonly LogEntry[]): ReadonlyMap<string, ModelState> {
    const foldOne = (model: ModelDefinition): [string, ModelState] => [
      model.name,
      fold(model, states.get(model.name)!, events, this.tools).state,
    ];
    return this.#reducing(() => new Map(this.#models.map(foldOne)));
  }

  /**
   * The changes if these events (positions, ascending) had never happened, now or as of a later position than theirs.
   * The models stay as they are.
   */
  without(positions: readonly number[], asOf?: number): Changes {
    const out = new Set(positions);
    const changes = new Map<string, ModelChange>();
    for (const [model, checkpoints] of this.#affected(positions)) {
      const before =
        asOf === undefined
          ? { checkpoints, state: this.world.state(model.name) }
          : this.#refold(model, checkpoints, ({ position }) => position <= asOf);
      const after = this.#refold(
        model,
        checkpoints,
        ({ position }) => position <= (asOf ?? Infinity) && !out.has(position),
      );
      const { change } = reconcile(model, before, after);
      if (change !== undefined) changes.set(model.name, change);
    }
    return changes;
  }

  /** Folds the models again after events were taken out or put back. Changes nothing yet. */
  #rewound(flips: readonly number[]): readonly Rewound[] {
    if (flips.length === 0) return [];
    return this.#affected(flips).map(([model, checkpoints]) => {
      const refolded = this.#refold(model, checkpoints, ({ position }) => position <= this.#position);
      const folded = reconcile(model, { checkpoints, state: this.world.state(model.name) }, refolded);
      return { model: model.name, checkpoints: refolded.checkpoints, folded };
    });
  }

  #rewind(rewound: readonly Rewound[]): void {
    if (rewound.length === 0) return;
    for (const { model, checkpoints } of rewound) this.#undoCheckpoints.get(model)!.replace(checkpoints);
    this.#put(rewound.map(({ model, folded }) => [model, folded]));
  }

  /** The models that fold some of the events, each with the checkpoints from before the first of these. */
  #affected(positions: readonly number[]): readonly (readonly [ModelDefinition, readonly Checkpoint[]])[] {
    const wanted = new Set(positions);
    const events = this.#controls.since(positions[0]! - 1).filter(({ position }) => wanted.has(position));
    return this.#models.flatMap((model) => {
      const undoCheckpoints = this.#undoCheckpoints.get(model.name)!;
      // The lowest checkpoint already includes the effect of these controls on earlier events.
      const first = events.find(
        ({ position, event }) => position > undoCheckpoints.base.position && model['~handlers'].has(event.type),
      );
      return first === undefined ? [] : [[model, undoCheckpoints.from(first.position)!] as const];
    });
  }

  #refold(
    model: ModelDefinition,
    checkpoints: readonly Checkpoint[],
    isWanted: (entries: LogEntry) => boolean,
  ): Refolded {
    const events = this.#controls.kept(this.#controls.since(checkpoints[0]!.position)).filter(isWanted);
    return this.#reducing(() => refold(model, checkpoints, events, this.tools));
  }

  #checkBetweenBatches(what: string): void {
    if (this.#isBatchOpen) throw new Error(`${what}: a batch has begun and is not finished.`);
  }

  #lookForBase(): void {
    this.#base = this.#position;
    for (const undoCheckpoints of this.#undoCheckpoints.values())
      this.#base = Math.min(this.#base, undoCheckpoints.base.position);
  }

  #reducing<T>(work: () => T): T {
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
