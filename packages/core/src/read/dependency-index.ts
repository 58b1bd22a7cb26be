import { type Dependency, type Reading, touches } from './dependency.ts';
import type { Changes } from '../fold/live-state.ts';

type Readers<K> = Map<K, Set<Reading>>;

/**
 * Finds the readers that a change may concern, by their dependencies. A changed row costs its own readers and a test of
 * each range, however many other readers there are. It may return a reader that the change does not concern, and never
 * misses one.
 */
export class ReadIndex {
  /** All readings with their indexed dependencies. A query is among them while something reads it. */
  readonly #dependencies = new Map<Reading, readonly Dependency[]>();
  readonly #queries: Readers<unknown> = new Map();
  /** By read model: the readers of single rows, by key, and the readers of more than that. */
  readonly #models = new Map<string, { readonly rows: Readers<unknown>; readonly rest: Readers<Dependency> }>();

  get size(): number {
    return this.#dependencies.size;
  }

  has(reading: Reading): boolean {
    return this.#dependencies.has(reading);
  }

  /** Indexes the current dependencies of a reading, in place of the old ones. */
  put(reading: Reading): void {
    this.#replace(reading, reading.dependencies ?? ANYTHING);
  }

  delete(reading: Reading): void {
    this.#replace(reading, []);
    this.#dependencies.delete(reading);
  }

  /**
   * The readings that changes may concern, directly or through queries, and those queries; all of them if the changes
   * are unknown.
   */
  concerned(batches: readonly Changes[] | undefined): ReadonlySet<Reading> {
    if (batches === undefined) return new Set(this.#dependencies.keys());
    const found = new Set<Reading>();
    const add = (readers: Iterable<Reading> = []): void => {
      for (const reader of readers) found.add(reader);
    };
    add(this.#models.get('')?.rest.get(ANYTHING[0]!));
    for (const changes of batches) {
      for (const [name, change] of changes) {
        const model = this.#models.get(name);
        if (model === undefined) continue;
        if (change === 'whole') model.rows.forEach(add);
        else if (model.rows.size > 0) for (const key of change.keys()) add(model.rows.get(key));
        for (const [dependency, readers] of model.rest) if (touches(dependency, changes)) add(readers);
      }
    }
    // The set grows during iteration, since queries may read queries.
    for (const reading of found) add(this.#queries.get(reading));
    return found;
  }

  #replace(reading: Reading, dependencies: readonly Dependency[]): void {
    const before = this.#dependencies.get(reading) ?? [];
    if (before === dependencies) return;
    this.#dependencies.set(reading, dependencies);
    for (const dependency of before) {
      const [readers, key] = this.#place(dependency);
      readers.get(key)?.delete(reading);
    }
    for (const dependency of dependencies) {
      const [readers, key] = this.#place(dependency);
      if (readers.get(key)?.add(reading) !== undefined) continue;
      readers.set(key, new Set([reading]));
      if (dependency.kind === 'query') this.put(dependency.query);
    }
    // Removed last, so that a query that is read again stays.
    for (const dependency of before) {
      const [readers, key] = this.#place(dependency);
      if (readers.get(key)?.size !== 0) continue;
      readers.delete(key);
      if (dependency.kind === 'query') this.delete(dependency.query);
    }
  }

  #place(dependency: Dependency): readonly [Readers<unknown>, unknown] {
    if (dependency.kind === 'query') return [this.#queries, dependency.query];
    let model = this.#models.get(dependency.model);
    if (model === undefined) this.#models.set(dependency.model, (model = { rows: new Map(), rest: new Map() }));
    return dependency.kind === 'row' ? [model.rows, dependency.key] : [model.rest as Readers<unknown>, dependency];
  }
}

/** Stands for unknown dependencies: belongs to no read model, and is found at each change. */
const ANYTHING: readonly Dependency[] = [{ kind: 'whole', model: '', value: undefined }];
