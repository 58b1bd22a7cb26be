import { Immer } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import {
  type FoldTools,
  fold,
  initialState,
  type ModelChange,
  type ModelDefinition,
  type ModelState,
  type Placed,
} from './fold.ts';
import type { StoppedModel } from './store-api.ts';
import { World } from './world.ts';

/** The read models of a store, folded on as events come. */
export class ReadModels {
  readonly world: World;
  readonly #models: readonly ModelDefinition[];
  readonly #tools: FoldTools;
  #isFolding = false;

  /** Throws `name.taken`. */
  constructor(models: readonly ModelDefinition[], isDevelopment: boolean) {
    checkNames('read model', models);
    this.#models = models;
    this.#tools = { immer: new Immer({ autoFreeze: isDevelopment }), isFrozen: isDevelopment };
    this.world = new World(models.map((model) => [model.name, initialState(model, this.#tools)]));
  }

  /** Whether a reducer is running now. */
  get isFolding(): boolean {
    return this.#isFolding;
  }

  /** Folds a batch into all of them; gives those that stopped in it. */
  fold(events: readonly Placed[]): readonly StoppedModel[] {
    const states: [string, ModelState][] = [];
    const changes = new Map<string, ModelChange>();
    const stopped: StoppedModel[] = [];
    this.#isFolding = true;
    try {
      for (const model of this.#models) {
        const before = this.world.state(model.name);
        const { state, change } = fold(model, before, events, this.#tools);
        if (state === before) continue;
        states.push([model.name, state]);
        if (change !== undefined) changes.set(model.name, change);
        if (state.stopped !== undefined) stopped.push({ model: model.name, error: state.stopped });
      }
    } finally {
      this.#isFolding = false;
    }
    this.world.advance(states, changes);
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
