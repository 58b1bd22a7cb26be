import type { SystemEvent } from '../fold/telemetry.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { LogHead } from '../log/event-log.ts';
import type { Manifest, PageRef, SkippedType, SnapshotPage, SnapshotStore } from '../log/snapshot-store.ts';
import type { Catalog } from '../model/catalog.ts';
import { rowPath } from '../model/plain.ts';
import { checkPlain } from '../model/plain-check.ts';
import type { Table } from '../model/table/table.ts';
import type { ModelDefinition, ModelState } from '../fold/fold.ts';
import type { Changed } from '../fold/window/undo-checkpoints.ts';
import { fingerprintOf, isAsFolded, lineageOf } from './lineage.ts';
import type { ReadModels } from '../fold/read-models.ts';
import { createWindow } from '../fold/window/undo-window.ts';
import type { Env } from '../env/env.ts';
import { isOfNewerRelease, type Release } from '../log/newer-release.ts';
import { fits, isInLog, readSaved, type Saved } from './load-snapshot.ts';
import { planCollection, planView, type SnapshotPlan } from './snapshot-plan.ts';
import { laterSizes } from '../log/later-sizes.ts';

export interface SaverPorts {
  readonly snapshots: SnapshotStore;
  readonly models: ReadModels;
  readonly catalog: Catalog;
  readonly env: Env;
  /** Whether the folded events equal the stored log. */
  readonly isStored: () => boolean;
  /** Whether this tab looks after the log. Only then it saves on its own account. */
  readonly isLeader: () => boolean;
  readonly newId: () => string;
  readonly tell: (event: SystemEvent) => void;
}

/** An event that this app cannot decode. */
export interface SkippedAt {
  readonly type: string;
  readonly position: number;
}

/** The start of a read model. */
export interface Restored {
  /** Undefined: start from nothing. */
  readonly state: ModelState | undefined;
  /**
   * For a compacted log: the position up to which the model lacks events, or has them as an earlier release folded
   * them. 0 if it has all events.
   */
  readonly since: number;
}

const UNREADABLE: readonly string[] = ['log.corrupt', 'log.read_failed'];

/** Saves read models, and loads them when a store opens. */
export class ModelSaver {
  isClosed = false;
  readonly #ports: SaverPorts;
  readonly #manifests = new Map<string, Manifest>();
  readonly #since = new Map<string, number>();
  /** Read models of which a newer release of the app has saved a state. */
  readonly #outdated = new Set<string>();
  /** Skipped events up to the last snapshots, counted by type. */
  readonly #skipped = new Map<string, SkippedType>();
  /** Skipped events after that, in order. */
  readonly #skippedLater: SkippedAt[];
  /** Position up to which skipped events are only counted. */
  #countedTo: number;
  #log: string;

  /** `log`: identity of the log. `start`: the position after which its events were folded. */
  constructor(ports: SaverPorts, skippedLater: SkippedAt[], log: string, start: number) {
    this.#ports = ports;
    ports.models.keepWindow(createWindow);
    this.#skippedLater = skippedLater;
    this.#log = log;
    this.#countedTo = start;
  }

  /**
   * Loads the start of all read models. Returns the position after which the log is still to be folded. `missing`
   * receives, by read model, the position up to which it lacks dropped events.
   */
  async restoreAll(models: ReadModels, head: LogHead, missing: Map<string, number>): Promise<number> {
    let start = Infinity;
    for (const model of models.models) {
      const { state, since } = await this.restore(model, head);
      if (state !== undefined) models.restore(model.name, state);
      start = Math.min(start, state?.at ?? head.floor);
      missing.set(model.name, since);
    }
    return start === Infinity ? head.floor : start;
  }

  /**
   * Loads the start of a read model: its latest snapshot, if that is valid for this log and this app. Otherwise the
   * base snapshot of a compacted log, or nothing. Drops invalid snapshots, but none of a newer release.
   */
  async restore(model: ModelDefinition, head: LogHead): Promise<Restored> {
    const { catalog, env } = this.#ports;
    this.#log = head.id;
    this.#manifests.delete(model.name);
    this.#outdated.delete(model.name);
    const isGood = (manifest: Manifest): boolean => fits(model, manifest, head);
    // The predicate runs in a transaction, perhaps more than once, so report afterwards.
    let isChanged = false;
    let isNewer = false;
    const latest = await this.#read(model, 'latest', (manifest) => {
      isNewer = isInLog(manifest, head) && this.#isNewer(manifest, model);
      // It may have skipped event types that this version of the app understands.
      if (!isGood(manifest) || !isAsFolded(model, catalog, manifest)) return false;
      if (manifest.skipped.some(({ type, newest }) => this.#newest(type) !== newest)) return false;
      isChanged =
        manifest.fingerprint !== undefined &&
        env.isDevelopment &&
        manifest.fingerprint !== fingerprintOf(model, catalog);
      return !isChanged;
    });
    if (latest !== undefined) return this.#begin(model, latest);
    if (isChanged) this.#ports.tell({ type: 'model.changed', model: model.name, revision: model['~revision'] });
    if (isNewer) this.#outdated.add(model.name);
    else await this.#drop(model);
    // The base is kept even if reducers or events of the same revision changed: there is no log to fold again.
    const base = head.floor === 0 ? undefined : await this.#read(model, 'base', isGood);
    if (base !== undefined) return this.#begin(model, base);
    this.#since.set(model.name, head.floor);
    return { state: undefined, since: head.floor };
  }

  #begin(model: ModelDefinition, { manifest, value }: Saved): Restored {
    const { position } = manifest;
    // Events folded by other code, which cannot be folded again, count as missing.
    const since = isAsFolded(model, this.#ports.catalog, manifest) ? (manifest.since ?? 0) : position;
    this.#manifests.set(model.name, manifest);
    this.#since.set(model.name, since);
    return { state: { value, at: position }, since };
  }

  /** Loads a snapshot, if `isWanted` accepts it. Returns undefined and reports if it cannot be read. */
  async #read(
    model: ModelDefinition,
    which: 'latest' | 'base',
    isWanted: (manifest: Manifest) => boolean,
  ): Promise<Saved | undefined> {
    try {
      const { env, snapshots } = this.#ports;
      return await readSaved({ snapshots, pause: env.pause }, model, which, isWanted);
    } catch (cause) {
      // If the storage fails as a whole, opening fails. A single unreadable snapshot is replaced by folding.
      if (isRefoldError(cause) && !UNREADABLE.includes(cause.code)) throw cause;
      this.#failed(model, cause);
      return undefined;
    }
  }

  /** Drops an invalid snapshot. If nothing can be written it stays, and is still invalid the next time. */
  async #drop(model: ModelDefinition): Promise<void> {
    try {
      await this.#ports.snapshots.drop(model.name);
    } catch (cause) {
      if (!isRefoldError(cause, 'log.full') && !isRefoldError(cause, 'log.write_failed')) throw cause;
      this.#failed(model, cause);
    }
  }

  /** Starts after the position from which the log is read. Returns how many events before it were skipped. */
  begin(position: number): number {
    this.#countedTo = position;
    this.#skipped.clear();
    const manifest = [...this.#manifests.values()].find((m) => m.position === position);
    for (const skipped of manifest?.skipped ?? []) this.#skipped.set(skipped.type, skipped);
    return [...this.#skipped.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /**
   * Saves the stable states of all read models, while the folded events equal the stored log. Later undos then concern
   * only events after the snapshot. Reports a model that cannot be saved.
   */
  async save(): Promise<void> {
    const { models } = this.#ports;
    models.mark();
    this.#countSkipped(models.window.base);
    // Take all states at once. They never change, so writing may take time.
    const taken = models.models.map((model) => ({ model, ...models.window.saveable(model.name) }));
    for (const { model, position, state, changed } of taken) {
      // A model attached late may be stable only up to an earlier position. Its manifest would count later skipped
      // events.
      const isNew = position >= this.#countedTo && position > (this.#manifests.get(model.name)?.position ?? 0);
      if (isNew && state.stopped === undefined && !this.isClosed && !this.#outdated.has(model.name))
        await this.#saveModel(model, state.value, changed, position);
    }
  }

  async #saveModel(model: ModelDefinition, value: unknown, changed: Changed, position: number): Promise<void> {
    const { env, snapshots } = this.#ports;
    try {
      const { pages, put } = this.#plan(model, value, changed);
      for (let i = 0; i < put.length; i += laterSizes.pagesWritten) {
        const some = put.slice(i, i + laterSizes.pagesWritten);
        checkPages(model, some);
        await snapshots.put(model.name, some);
        await env.pause();
      }
      const manifest = this.#manifest(model, position, pages);
      if (await snapshots.commit(manifest)) return void this.#manifests.set(model.name, manifest);
      this.#forget(model.name);
      await snapshots.read(model.name, 'latest', (latest) => {
        if (this.#isNewer(latest, model)) this.#outdated.add(model.name);
        return false;
      });
    } catch (cause) {
      this.#forget(model.name);
      this.#failed(model, cause);
    }
  }

  #isNewer(manifest: Manifest, model: ModelDefinition): boolean {
    return isOfNewerRelease(manifest, this.#release(model));
  }

  #release(model: ModelDefinition): Release {
    return { log: this.#log, revision: model['~revision'], ...lineageOf(model, this.#ports.catalog) };
  }

  #failed({ name: model }: ModelDefinition, cause: unknown): void {
    const error = isRefoldError(cause) ? cause : new RefoldError('snapshot.failed', { model }, cause);
    this.#ports.tell({ type: 'snapshot.failed', model, error });
  }

  #plan(model: ModelDefinition, value: unknown, changed: Changed): SnapshotPlan {
    const before: readonly PageRef[] = this.#manifests.get(model.name)?.pages ?? [];
    const { newId } = this.#ports;
    if (model['~kind'] === 'view') return planView(value, before, changed !== undefined, newId);
    const keys = before.length === 0 ? 'whole' : (changed ?? new Set());
    return planCollection(value as Table, before, keys, newId);
  }

  #manifest(model: ModelDefinition, position: number, pages: readonly PageRef[]): Manifest {
    const skipped = [...this.#skippedUpTo(position).values()];
    const since = this.#since.get(model.name) ?? 0;
    const { catalog, env } = this.#ports;
    return {
      ...{ model: model.name, position, skipped, pages },
      ...this.#release(model),
      ...(since > 0 && { since }),
      ...(env.isDevelopment && { fingerprint: fingerprintOf(model, catalog) }),
    };
  }

  #skippedUpTo(position: number): ReadonlyMap<string, SkippedType> {
    const skipped = new Map(this.#skipped);
    for (const { type, position: at } of this.#skippedLater) {
      if (at > position) continue;
      const { count } = skipped.get(type) ?? { count: 0 };
      skipped.set(type, { type, newest: this.#newest(type), count: count + 1 });
    }
    return skipped;
  }

  /** Counts the skipped events up to where all states are stable, and drops their positions. */
  #countSkipped(settled: number): void {
    for (const [type, skipped] of this.#skippedUpTo(settled)) this.#skipped.set(type, skipped);
    const later = this.#skippedLater.findIndex(({ position }) => position > settled);
    this.#skippedLater.splice(0, later === -1 ? this.#skippedLater.length : later);
    this.#countedTo = Math.max(this.#countedTo, settled);
  }

  /** The newest version of an event type; 0 if it is unknown. */
  #newest(type: string): number {
    return this.#ports.catalog.newest(type) ?? 0;
  }

  /** Makes the next snapshot of a model a full one. */
  #forget(model: string): void {
    this.#manifests.delete(model);
  }
}

/** Throws `state.not_plain` if a state would be loaded differently than it was saved. */
function checkPages(model: ModelDefinition, pages: readonly SnapshotPage[]): void {
  for (const { rows } of pages)
    for (const row of rows)
      checkPlain(row, model.name, model['~kind'] === 'view' ? () => 'state' : rowPath(model['~shape'].key(row)));
}
