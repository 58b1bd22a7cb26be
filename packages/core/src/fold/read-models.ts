import { DEFAULT_UNDO_HORIZON } from '../log/event-log.ts';
import type { StoppedModel } from './telemetry.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Draft } from '../model/envelope.ts';
import { freezeJson } from '../model/freeze-json.ts';
import { developmentCheck } from '../model/plain-check.ts';
import type { Controls } from './controls.ts';
import {
  fold,
  type Folded,
  Folding,
  type FoldTools,
  foldTools,
  initialState,
  type ModelDefinition,
  type ModelState,
  type LogEntry,
} from './fold.ts';
import type { Changed, Checkpoint, UndoCheckpoints } from './window/undo-checkpoints.ts';
import { Listing } from './listing.ts';
import { type Changes, LiveState } from './live-state.ts';
import type { Tail } from './window/tail.ts';
import { type HeldLog, YoungLog } from './window/young-log.ts';

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
  readonly createWindow: CreateWindow;
  /** Over a tail that holds no control. */
  controlsOf(tail: Tail): Controls;
  /** The read models folded again after earlier events were flipped. Nothing moves yet. */
  rewound(models: ReadModels, flipped: readonly number[]): readonly Rewound[];
  /** The events whose payloads have to be read from the log before controls among new events can be folded. */
  releasedForControls(models: ReadModels, events: readonly Draft[]): readonly LogEntry[];
}

/** Creates what takes over from a young log. */
export type CreateWindow = (young: YoungLog, undoFold: UndoFold | undefined) => Window;

/** The events that a control may still reach, and earlier states from which they can be folded again. */
export interface Window extends HeldLog {
  /** The latest events, and which groups are in reach. */
  readonly tail: Tail;
  /** Which of the events are taken out. Only with `undoFold`. */
  readonly controls: Controls | undefined;
  /** Absent as long as the log has no control and nothing makes one. */
  readonly undoFold: UndoFold | undefined;
  /** The lowest position from which all models can be folded again. */
  readonly base: number;
  /** Brings what controls take. */
  useUndoFold(undoFold: UndoFold): void;
  /** The earlier states of a read model that undo folds on from. */
  checkpoints(model: string): UndoCheckpoints;
  /** A state that no undo can change any more. */
  saveable(model: string): Saveable;
  /** Replaces the checkpoints of read models that were folded again. */
  rewind(rewound: readonly Rewound[]): void;
  /** Puts another tail of the log in place. */
  replace(other: OtherTail): void;
  /** Adopts the checkpoints of other read models, folded from the same log. `isAll`: there are no others. */
  adopt(other: Window, isAll: boolean): void;
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
  #held!: HeldLog;
  #window: Window | undefined;
  #createWindow: CreateWindow | undefined;
  #position = 0;
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
  get heldEvents(): readonly LogEntry[] {
    return this.#held.events;
  }

  /** What undo folds again from. Only after `keepWindow`. */
  get window(): Window {
    return this.#window!;
  }

  /** The same as of the window. */
  get tail(): Tail {
    return this.window.tail;
  }

  /** The same as of the window. */
  undoCheckpoints(model: string): UndoCheckpoints {
    return this.window.checkpoints(model);
  }

  /** The same as of the window. Only with `undoFold`. */
  get controls(): Controls {
    return this.window.controls!;
  }

  /** Absent as long as the log has no control and nothing makes one. */
  get undoFold(): UndoFold | undefined {
    return this.#window?.undoFold;
  }

  /** How many positions back a control reaches. */
  get horizon(): number {
    return this.#held.horizon;
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
    return this.#held.settled;
  }

  /** Sets a model's state to a loaded one. */
  restore(model: string, state: ModelState): void {
    this.world.put([[model, { state, change: undefined }]]);
  }

  /** Brings what controls take. To be called before the first control comes. */
  useUndoFold(undoFold: UndoFold | undefined): void {
    if (undoFold === undefined || this.undoFold !== undefined) return;
    this.keepWindow(undoFold.createWindow);
    this.window.useUndoFold(undoFold);
  }

  /** Keeps checkpoints from now on, and forgets events out of reach. A young log does without. */
  keepWindow(createWindow: CreateWindow | undefined): void {
    if (createWindow === undefined || this.#createWindow !== undefined) return;
    this.#createWindow = createWindow;
    this.#held = this.#window = createWindow(this.#held as YoungLog, undefined);
  }

  /** Says where the fold begins, and how far back undo reaches. `isSaved`: whether states are saved. */
  start(position: number, horizon: number, isSaved: boolean): void {
    const states = new Map(this.#models.map(({ name }) => [name, this.world.state(name)]));
    const young = new YoungLog({ start: position, horizon, isSaved, states });
    this.#window = this.#createWindow?.(young, this.undoFold);
    this.#held = this.#window ?? young;
    this.#position = position;
  }

  /**
   * Adopts the models and states of another, which replace those of the same name. Both have folded the same events;
   * otherwise the other has all models. Only after `keepWindow` of both.
   */
  adopt(others: ReadModels): void {
    const names = new Set(others.models.map((model) => model.name));
    this.#models = [...this.#models.filter((model) => !names.has(model.name)), ...others.models];
    const isAll = this.#models.length === names.size;
    if (isAll) this.#position = others.#position;
    this.window.adopt(others.window, isAll);
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
    freezeJson(events);
    const goBack = this.#held.bookmark();
    let rewound: readonly Rewound[];
    let folded: readonly (readonly [string, Folded])[];
    try {
      for (const { group, position: at } of skipped) this.#held.markOpaque(group, at);
      rewound = this.#rewound(events);
      const states = new Map(rewound.map(({ model, folded: { state } }) => [model, state]));
      folded = this.foldOn({ state: (name) => states.get(name) ?? this.world.state(name) }, this.kept(events));
    } catch (error) {
      goBack();
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
    freezeJson(events);
    this.#rewind(this.#rewound(events));
  }

  /** Puts another tail of the log in place, in one step. */
  replace(other: OtherTail): void {
    this.#checkBetweenBatches('replace');
    this.window.replace(other);
    this.#position = other.position;
    this.#rewind(other.models);
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
    for (const [name, change] of changes) this.#held.note(name, change);
    this.#position = position;
    this.#held.pass(position);
  }

  /** Notes that a group has an event that this app cannot decode. */
  markOpaque({ group, position }: OpaqueEvent): void {
    this.#held.markOpaque(group, position);
  }

  /** How many events a batch may have that ends this far from the head, so that undo has checkpoints there. */
  gapAt(distance: number): number {
    return this.#held.gapAt(distance);
  }

  /** Records the current states, if they are useful to fold from or to save. */
  mark(): void {
    this.#held.mark(this.#position, (model) => this.world.state(model));
  }

  /** The events of a batch that are to be folded. */
  kept(events: readonly LogEntry[]): readonly LogEntry[] {
    return this.#window?.controls?.kept(events) ?? events;
  }

  /** Folds events on other states than the live ones, which stay as they are. */
  foldOn(
    states: Pick<LiveState, 'state'>,
    events: readonly LogEntry[],
  ): readonly (readonly [model: string, folded: Folded])[] {
    return this.reducing(() =>
      this.#models.map((model) => [model.name, fold(model, states.state(model.name), events, this.tools)] as const),
    );
  }

  /** Takes events; what they flip is folded again. */
  #rewound(events: readonly LogEntry[]): readonly Rewound[] {
    const flipped = this.#held.take(events);
    return flipped.length === 0 ? [] : this.undoFold!.rewound(this, flipped);
  }

  #rewind(rewound: readonly Rewound[]): void {
    if (rewound.length === 0) return;
    this.window.rewind(rewound);
    this.#put(rewound.map(({ model, folded }) => [model, folded]));
  }

  #checkBetweenBatches(what: string): void {
    if (this.#isBatchOpen) throw new Error(`${what}: a batch has begun and is not finished.`);
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
    const changes = this.world.put(folded);
    if (this.#stopped.length > 0 || folded.some(([, { state }]) => state.stopped !== undefined))
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
