import { freeze, Immer } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import {
  fold,
  type Folded,
  Folding,
  type FoldTools,
  initialState,
  type ModelChange,
  type ModelDefinition,
  type ModelState,
  type Placed,
} from './fold.ts';
import type { StoppedModel } from './store-api.ts';
import { World } from './world.ts';

/** A batch of events being folded into all read models. */
export interface BatchFolding {
  add(events: readonly Placed[]): void;
  /** Makes it seen; gives the read models that stopped in it. */
  finish(): readonly StoppedModel[];
}

/** The read models of a store, folded on as events come. */
export class ReadModels {
  readonly world: World;
  #models: readonly ModelDefinition[];
  /** How they are folded. */
  readonly tools: FoldTools;
  readonly #onChanges: ((changes: ReadonlyMap<string, ModelChange>) => void) | undefined;
  #isFolding = false;

  /** Throws `name.taken`. */
  constructor(
    models: readonly ModelDefinition[],
    isDevelopment: boolean,
    onChanges?: (changes: ReadonlyMap<string, ModelChange>) => void,
  ) {
    checkNames('read model', models);
    this.#models = models;
    this.#onChanges = onChanges;
    this.tools = { immer: new Immer({ autoFreeze: isDevelopment }), isFrozen: isDevelopment };
    this.world = new World(models.map((model) => [model.name, initialState(model, this.tools)]));
  }

  get models(): readonly ModelDefinition[] {
    return this.#models;
  }

  /** Whether a reducer is running now. */
  get isFolding(): boolean {
    return this.#isFolding;
  }

  /** Puts a saved state in the place of a model's. */
  restore(model: string, state: ModelState): void {
    if (this.tools.isFrozen) freeze(state.value, true);
    this.world.advance([[model, state]], new Map());
  }

  /** Takes over the models of another, with their states, in the place of those of the same name; gives those that have stopped. */
  adopt(others: ReadModels): readonly StoppedModel[] {
    const names = new Set(others.models.map((model) => model.name));
    this.#models = [...this.#models.filter((model) => !names.has(model.name)), ...others.models];
    const states = others.models.map(({ name }) => [name, others.world.state(name)] as const);
    this.world.advance(states, new Map(states.map(([name]) => [name, 'whole'] as const)));
    return states.flatMap(([model, { stopped }]) => (stopped === undefined ? [] : [{ model, error: stopped }]));
  }

  /** Folds a batch into all of them; gives those that stopped in it. */
  fold(events: readonly Placed[]): readonly StoppedModel[] {
    const folding = this.begin();
    folding.add(events);
    return folding.finish();
  }

  /** What a batch makes of other states of these models than the live ones, which stay as they are. */
  foldOn(states: ReadonlyMap<string, ModelState>, events: readonly Placed[]): ReadonlyMap<string, ModelState> {
    const foldOne = (model: ModelDefinition): [string, ModelState] => [
      model.name,
      fold(model, states.get(model.name)!, events, this.tools).state,
    ];
    return this.#reducing(() => new Map(this.#models.map(foldOne)));
  }

  /** Begins a batch whose events come a few at a time. Nothing is seen of them until it is finished. */
  begin(): BatchFolding {
    const foldings = this.models.map((model) => new Folding(model, this.world.state(model.name), this.tools));
    return {
      add: (events) => {
        // A reducer must not write to an event, neither now nor when the log is read again.
        if (this.tools.isFrozen) freeze(events, true);
        this.#reducing(() => foldings.forEach((folding) => folding.add(events)));
      },
      // A reducer that threw is run again to find where, so this reduces too.
      finish: () => this.#advance(this.#reducing(() => foldings.map((folding) => folding.finish()))),
    };
  }

  #reducing<T>(work: () => T): T {
    this.#isFolding = true;
    try {
      return work();
    } finally {
      this.#isFolding = false;
    }
  }

  #advance(folded: readonly Folded[]): readonly StoppedModel[] {
    const states: [string, ModelState][] = [];
    const changes = new Map<string, ModelChange>();
    const stopped: StoppedModel[] = [];
    for (const [index, { state, change }] of folded.entries()) {
      const { name } = this.models[index]!;
      if (state === this.world.state(name)) continue;
      states.push([name, state]);
      if (change !== undefined) changes.set(name, change);
      if (state.stopped !== undefined) stopped.push({ model: name, error: state.stopped });
    }
    this.world.advance(states, changes);
    this.#onChanges?.(changes);
    return stopped;
  }
}

/** Throws `name.taken` when two things of a kind share a name. */
export function checkNames(kind: string, things: readonly { readonly name: string }[]): void {
  const names = new Set<string>();
  for (const { name } of things) {
    if (names.has(name)) throw new RefoldError('name.taken', { kind, name });
    names.add(name);
  }
}
