import type { SystemEvent } from '../fold/telemetry.ts';
import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { LogHead } from '../log/event-log.ts';
import type { Manifest, PageRef, SkippedType, SnapshotPage, SnapshotStore } from '../log/snapshot-store.ts';
import type { Catalog } from '../model/catalog.ts';
import { checkPlain, rowPath } from '../model/plain.ts';
import type { Table } from '../model/table/table.ts';
import type { ModelDefinition, ModelState } from '../fold/fold.ts';
import type { Changed } from '../fold/undo-checkpoints.ts';
import { fingerprintOf, isAsFolded, lineageOf } from './lineage.ts';
import type { Saveable } from '../fold/read-models.ts';
import { fits, readSaved, type Saved } from './load-snapshot.ts';
import { planCollection, planView, type SnapshotPlan } from './snapshot-plan.ts';
import { sizes } from '../log/sizes.ts';

export interface SnapshotterPorts {
  readonly snapshots: SnapshotStore;
  readonly models: () => readonly ModelDefinition[];
  /** Settles what can be saved, which is what no undo can change any more; gives the lowest position of it. */
  readonly settle: () => number;
  readonly saveable: (model: string) => Saveable;
  readonly catalog: Catalog;
  /** Position of what is folded, while that is exactly the stored log; else undefined. */
  readonly storedPosition: () => number | undefined;
  readonly newId: () => string;
  readonly pause: () => Promise<void>;
  readonly idle: (task: () => void) => () => void;
  readonly tell: (event: SystemEvent) => void;
  readonly isDevelopment: boolean;
}

/** What a read model begins from. */
export interface Restored {
  /** Undefined: from nothing. */
  readonly state: ModelState | undefined;
  /**
   * Because the log had been cut off: the position up to which it lacks events, or has them as an earlier release folded them;
   * 0 when it is whole.
   */
  readonly since: number;
}

const UNREADABLE: readonly string[] = ['log.corrupt', 'log.read_failed'];

/** Saves read models when there is little to do, and brings them back when a store opens. */
export class Snapshotter {
  readonly #ports: SnapshotterPorts;
  readonly #manifests = new Map<string, Manifest>();
  readonly #since = new Map<string, number>();
  /** What was passed over up to the position of the last snapshots, and behind it. */
  readonly #skipped = new Map<string, SkippedType>();
  /** Up to where what was passed over is counted, and no longer known by its position. */
  #countedTo = 0;
  #skippedLater: { readonly type: string; readonly position: number }[] = [];
  #log = '';
  #savedAt = 0;
  #settled = 0;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(ports: SnapshotterPorts) {
    this.#ports = ports;
  }

  /**
   * What a read model begins from: its saved state, when it is good for this log and this app; else, where the log was
   * compacted, the base of that; else nothing. What is not good is dropped.
   */
  async restore(model: ModelDefinition, head: LogHead): Promise<Restored> {
    const { catalog, isDevelopment } = this.#ports;
    this.#log = head.id;
    this.#manifests.delete(model.name);
    const isGood = (manifest: Manifest): boolean => fits(model, manifest, head);
    // Asked within a transaction, perhaps more than once: what comes of it is told of after.
    let isChanged = false;
    const latest = await this.#read(model, 'latest', (manifest) => {
      // What it passed over may be better known today.
      if (!isGood(manifest) || !isAsFolded(model, catalog, manifest)) return false;
      if (manifest.skipped.some(({ type, newest }) => this.#newest(type) !== newest)) return false;
      isChanged =
        manifest.fingerprint !== undefined && isDevelopment && manifest.fingerprint !== fingerprintOf(model, catalog);
      return !isChanged;
    });
    if (latest !== undefined) return this.#begin(model, latest);
    if (isChanged) this.#ports.tell({ type: 'model.changed', model: model.name, revision: model['~revision'] });
    await this.#drop(model);
    // It is kept whatever reducers and events of the same revision have become: there is no log to fold it from anew.
    const base = head.floor === 0 ? undefined : await this.#read(model, 'base', isGood);
    if (base !== undefined) return this.#begin(model, base);
    this.#since.set(model.name, head.floor);
    return { state: undefined, since: head.floor };
  }

  #begin(model: ModelDefinition, { manifest, value }: Saved): Restored {
    const { position } = manifest;
    // What was folded otherwise, and cannot be folded anew, is no better than what is missing.
    const since = isAsFolded(model, this.#ports.catalog, manifest) ? (manifest.since ?? 0) : position;
    this.#manifests.set(model.name, manifest);
    this.#since.set(model.name, since);
    return { state: { value, at: position }, since };
  }

  /** What is saved, if it is wanted; undefined also when it cannot be read, which is told of. */
  async #read(
    model: ModelDefinition,
    which: 'latest' | 'base',
    isWanted: (manifest: Manifest) => boolean,
  ): Promise<Saved | undefined> {
    try {
      return await readSaved(this.#ports, model, which, isWanted);
    } catch (cause) {
      // Where the storage fails as a whole, opening does. A state that alone cannot be read is folded anew.
      if (isRefoldError(cause) && !UNREADABLE.includes(cause.code)) throw cause;
      this.#failed(model, cause);
      return undefined;
    }
  }

  /** Drops what is not good. Where nothing can be written it stays, and is found no better the next time. */
  async #drop(model: ModelDefinition): Promise<void> {
    try {
      await this.#ports.snapshots.drop(model.name);
    } catch (cause) {
      if (!isRefoldError(cause, 'log.full') && !isRefoldError(cause, 'log.write_failed')) throw cause;
      this.#failed(model, cause);
    }
  }

  /** Notes that an event was passed over, since an app that understands it must not start from behind it. */
  noteSkipped(type: string, position: number): void {
    this.#skippedLater.push({ type, position });
  }

  /** Notes how far states are settled; saves in idle time when enough has come since the last time, and no more is coming. */
  advance(position: number): void {
    this.#settled = position;
    if (
      position - this.#savedAt < sizes.snapshotDue ||
      this.#cancel !== undefined ||
      this.#running !== undefined ||
      this.#isClosed
    )
      return;
    this.#cancel = this.#ports.idle(() => {
      this.#cancel = undefined;
      if (this.#settled !== position && this.#settled - this.#savedAt < 10 * sizes.snapshotDue)
        this.advance(this.#settled);
      else this.#run();
    });
  }

  /** Begins behind the position that the log is read from; gives how many events before it were passed over. */
  begin(position: number): number {
    this.#savedAt = this.#countedTo = position;
    this.#skipped.clear();
    this.#skippedLater = [];
    const manifest = [...this.#manifests.values()].find((m) => m.position === position);
    for (const skipped of manifest?.skipped ?? []) this.#skipped.set(skipped.type, skipped);
    return [...this.#skipped.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** Resolves when nothing is being saved. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    await this.#running;
  }

  /** Saves all read models at once, behind what is being saved already. */
  async saveNow(): Promise<void> {
    await this.#running;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#run();
    await this.#running;
  }

  /** Saves, and looks whether more has come meanwhile; when it cannot save now, the store says when it can. */
  #run(): void {
    this.#running = this.#save().then((isSaved) => {
      this.#running = undefined;
      if (isSaved) this.advance(this.#settled);
    });
  }

  /**
   * Saves all read models as they are settled, if what is folded is the stored log. Whatever is undone later can then be taken
   * out of what comes behind. A model that cannot be saved is told of.
   */
  async #save(): Promise<boolean> {
    const { models, settle, saveable, storedPosition } = this.#ports;
    if (storedPosition() === undefined) return false;
    this.#savedAt = this.#settled;
    this.#countSkipped(settle());
    // All states at one moment: they never change, so writing them may take its time.
    const taken = models().map((model) => ({ model, ...saveable(model.name) }));
    for (const { model, position, state, changed } of taken) {
      // A read model that was attached late may be settled less far. Its manifest would count events that come after it.
      const isNew = position >= this.#countedTo && position > (this.#manifests.get(model.name)?.position ?? 0);
      if (isNew && state.stopped === undefined && !this.#isClosed)
        await this.#saveModel(model, state.value, changed, position);
    }
    return true;
  }

  async #saveModel(model: ModelDefinition, value: unknown, changed: Changed, position: number): Promise<void> {
    const { snapshots, pause } = this.#ports;
    try {
      const { pages, put } = this.#plan(model, value, changed);
      for (let i = 0; i < put.length; i += sizes.pagesWritten) {
        const some = put.slice(i, i + sizes.pagesWritten);
        checkPages(model, some);
        await snapshots.put(model.name, some);
        await pause();
      }
      const manifest = this.#manifest(model, position, pages);
      if (await snapshots.commit(manifest)) this.#manifests.set(model.name, manifest);
      else this.#forget(model.name);
    } catch (cause) {
      this.#forget(model.name);
      this.#failed(model, cause);
    }
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
    const { catalog, isDevelopment } = this.#ports;
    return {
      ...{ model: model.name, revision: model['~revision'], log: this.#log, position, skipped, pages },
      ...lineageOf(model, catalog),
      ...(since > 0 && { since }),
      ...(isDevelopment && { fingerprint: fingerprintOf(model, catalog) }),
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

  /** Counts what was passed over up to where all states are settled, and forgets where each was. */
  #countSkipped(settled: number): void {
    for (const [type, skipped] of this.#skippedUpTo(settled)) this.#skipped.set(type, skipped);
    this.#skippedLater = this.#skippedLater.filter(({ position }) => position > settled);
    this.#countedTo = Math.max(this.#countedTo, settled);
  }

  /** The newest version of an event type, 0 when it is not known. */
  #newest(type: string): number {
    return this.#ports.catalog.newest(type) ?? 0;
  }

  /** The next snapshot of a model is written from scratch. */
  #forget(model: string): void {
    this.#manifests.delete(model);
  }
}

/** Throws `state.not_plain` where a state would come back as another one than was saved. */
function checkPages(model: ModelDefinition, pages: readonly SnapshotPage[]): void {
  for (const { rows } of pages)
    for (const row of rows)
      checkPlain(row, model.name, model['~kind'] === 'view' ? () => 'state' : rowPath(model['~shape'].key(row)));
}
