import { RefoldError } from '../errors/refold-error.ts';
import type { CollectionDefinition } from '../model/collection.ts';
import type { Readable, Reads } from '../model/readable.ts';
import type { AnyRow } from '../model/table/rows.ts';
import type { Table } from '../model/table/table.ts';
import type { ViewDefinition } from '../model/view.ts';
import { Computed } from './computed.ts';
import type { Listing } from '../fold/listing.ts';
import type { Dependency } from './dependency.ts';
import type { ReadableState } from '../fold/live-state.ts';

export type AnyReadable = ViewDefinition | CollectionDefinition | QueryDefinition | BoundQuery;
export type Note = (read: Dependency) => void;

/** The parts of a query that reading needs. It brings its evaluation along, so an app without queries has none. */
export interface QueryDefinition extends Readable {
  (...args: readonly unknown[]): BoundQuery;
  readonly '~kind': 'query';
  readonly '~reads': Reads;
  /** Its value: a function of the arguments. */
  readonly '~evaluate': (reader: Reader, note?: Note) => unknown;
}

/** A query and its arguments; `key` is the arguments as text. */
export interface BoundQuery extends Readable {
  readonly '~kind': 'bound';
  readonly '~query': QueryDefinition;
  readonly '~key': string;
  readonly '~reads': Reads;
  /** Its value, up to date. */
  readonly '~evaluate': (reader: Reader, note?: Note) => unknown;
}

/** Reads read models and queries in a state. */
export class Reader {
  readonly world: ReadableState;
  readonly isFrozen: boolean;
  readonly #listing: Listing;

  /** `listing`: the definitions of the read models in the state. `isFrozen`: whether to freeze results deeply. */
  constructor(world: ReadableState, listing: Listing, isFrozen = true) {
    this.isFrozen = isFrozen;
    this.world = world;
    this.#listing = listing;
  }

  /** The current value of a readable. Throws `store.not_listed`. */
  read(readable: Readable, note?: Note): unknown {
    const definition = readable as AnyReadable;
    return '~evaluate' in definition ? definition['~evaluate'](this, note) : this.#model(definition, note);
  }

  /** The first read model that the readable needs, directly or through queries, and that the state lacks. */
  missing(readable: Readable): ViewDefinition | CollectionDefinition | undefined {
    const definition = readable as AnyReadable;
    if (!('~reads' in definition)) return this.#has(definition) ? undefined : definition;
    for (const read of Object.values(definition['~reads'])) {
      const missing = this.missing(read);
      if (missing !== undefined) return missing;
    }
    return undefined;
  }

  /** The error for a missing read model. */
  notListed({ '~kind': kind, name }: ViewDefinition | CollectionDefinition): RefoldError {
    return notListed(kind, name, this.#listing);
  }

  /** The values that a query or command receives for its reads. */
  readAll(dependencies: Reads, note?: Note): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const name of Object.keys(dependencies)) values[name] = this.read(dependencies[name]!, note);
    return values;
  }

  /** A value selected from a readable. It updates itself, and stays identical while it is equal. */
  select<T>(
    readable: Readable,
    select: ((value: AnyRow) => T) | undefined,
    isEqual: (a: T, b: T) => boolean,
  ): Computed<T> {
    if (select !== undefined) return new Computed(this.world, (note) => select(this.read(readable, note)), isEqual);
    return new Computed(this.world, (note) => this.#readWhole(readable, note) as T, isEqual);
  }

  /** Without a selector, the whole collection is a dependency. */
  #readWhole(readable: Readable, note: Note): unknown {
    if ((readable as AnyReadable)['~kind'] !== 'collection') return this.read(readable, note);
    const value = this.read(readable);
    note({ kind: 'whole', model: readable.name, value });
    return value;
  }

  #has(model: ViewDefinition | CollectionDefinition): boolean {
    return this.#listing.has(model) && this.world.has(model.name);
  }

  #model(model: ViewDefinition | CollectionDefinition, note: Note | undefined): unknown {
    if (!this.#has(model)) throw this.notListed(model);
    const { name } = model;
    const { value } = this.world.state(name);
    if (note === undefined) return value;
    if (model['~kind'] === 'collection') return model['~track'](value as Table, note);
    note({ kind: 'whole', model: name, value });
    return value;
  }
}

/** The error for a definition that is not listed. */
export const notListed = (kind: string, name: string, listing: Listing): RefoldError =>
  new RefoldError('store.not_listed', { kind, name, ...(listing.hasName(name) && { isNameListed: true }) });
