import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Manifest, PageRef, SkippedType, Snapshot, SnapshotStore } from '../log/snapshots.ts';
import { eventIdFrom } from '../model/ids.ts';
import type { Key } from '../model/rows.ts';
import { Table } from '../model/table.ts';
import type { ModelChange, ModelDefinition, ModelState } from './fold.ts';
import { planCollection, planView, type SnapshotPlan } from './snapshot-plan.ts';
import type { SystemEvent } from './store-api.ts';

export interface SnapshotterPorts {
  readonly snapshots: SnapshotStore;
  readonly models: () => readonly ModelDefinition[];
  readonly state: (model: string) => ModelState;
  /** The newest version of an event type, 0 when it is not known. */
  readonly newest: (type: string) => number;
  /** Position of what is folded, while that is exactly the stored log; else undefined. */
  readonly storedPosition: () => number | undefined;
  readonly newId: () => string;
  readonly pause: () => Promise<void>;
  readonly idle: (task: () => void) => () => void;
  readonly tell: (event: SystemEvent) => void;
  readonly isDevelopment: boolean;
}

/** Events folded since the last snapshots that make the next ones worth their writing. */
const DUE_EVENTS = 1_000;
/** Pages written in one transaction: cloning them is one task. */
const PAGES_AT_ONCE = 10;

/** Saves read models when there is little to do, and brings them back when a store opens. */
export class Snapshotter {
  readonly #ports: SnapshotterPorts;
  readonly #manifests = new Map<string, Manifest>();
  readonly #changed = new Map<string, Set<Key> | 'whole'>();
  readonly #skipped = new Map<string, SkippedType>();
  #log = '';
  #savedAt = 0;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(ports: SnapshotterPorts) {
    this.#ports = ports;
  }

  /** The saved state of a read model, when it is good for this log and this app; what is not good is dropped. */
  async restore(model: ModelDefinition, log: string, head: number): Promise<ModelState | undefined> {
    this.#log = log;
    const { snapshots } = this.#ports;
    const saved = await snapshots.read(model.name);
    if (saved === undefined || !this.#isGood(model, saved.manifest, head)) {
      this.#manifests.delete(model.name);
      await snapshots.drop(model.name);
      return undefined;
    }
    this.#manifests.set(model.name, saved.manifest);
    return { value: valueOf(model, saved), at: saved.manifest.position };
  }

  /** Notes what a batch changed. */
  note(changes: ReadonlyMap<string, ModelChange>): void {
    for (const [model, change] of changes) {
      const known = this.#changed.get(model);
      if (change === 'whole' || known === 'whole') this.#changed.set(model, 'whole');
      else this.#changed.set(model, known === undefined ? new Set(change.keys()) : addAll(known, change.keys()));
    }
  }

  /** Notes that an event was passed over, since an app that understands it must not start from here. */
  noteSkipped(type: string, more = 1): void {
    const { count } = this.#skipped.get(type) ?? { count: 0 };
    this.#skipped.set(type, { type, newest: this.#ports.newest(type), count: count + more });
  }

  /** Notes how far the fold is; saves in idle time when enough has come since the last time. */
  advance(position: number): void {
    if (
      position - this.#savedAt < DUE_EVENTS ||
      this.#cancel !== undefined ||
      this.#running !== undefined ||
      this.#isClosed
    )
      return;
    this.#cancel = this.#ports.idle(() => {
      this.#cancel = undefined;
      this.#running = this.save();
    });
  }

  /** Begins behind the position that the log is read from; gives how many events before it were passed over. */
  begin(position: number): number {
    this.#savedAt = position;
    this.#skipped.clear();
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

  /** Saves all read models as of now, if what is folded is the stored log. A model that cannot be saved is told of. */
  async save(): Promise<void> {
    const { models, state, storedPosition } = this.#ports;
    const position = storedPosition();
    if (position !== undefined) {
      // All states at one moment: they never change, so writing them may take its time.
      const taken = models().map((model) => ({
        model,
        state: state(model.name),
        changed: this.#takeChanged(model.name),
      }));
      this.#savedAt = position;
      for (const { model, state: taking, changed } of taken) {
        if (taking.stopped === undefined && !this.#isClosed)
          await this.#saveModel(model, taking.value, changed, position);
      }
    }
    this.#running = undefined;
  }

  async #saveModel(
    model: ModelDefinition,
    value: unknown,
    changed: Set<Key> | 'whole' | undefined,
    position: number,
  ): Promise<void> {
    const { snapshots, pause, tell } = this.#ports;
    try {
      const { pages, put } = this.#plan(model, value, changed);
      for (let i = 0; i < put.length; i += PAGES_AT_ONCE) {
        await snapshots.put(model.name, put.slice(i, i + PAGES_AT_ONCE));
        await pause();
      }
      const manifest = this.#manifest(model, position, pages);
      if (await snapshots.commit(manifest)) this.#manifests.set(model.name, manifest);
      else this.#forget(model.name);
    } catch (cause) {
      this.#forget(model.name);
      const error = isRefoldError(cause) ? cause : new RefoldError('snapshot.failed', { model: model.name }, cause);
      tell({ type: 'snapshot.failed', model: model.name, error });
    }
  }

  #plan(model: ModelDefinition, value: unknown, changed: Set<Key> | 'whole' | undefined): SnapshotPlan {
    const before: readonly PageRef[] = this.#manifests.get(model.name)?.pages ?? [];
    const { newId } = this.#ports;
    if (model['~kind'] === 'view') return planView(value, before, changed !== undefined, newId);
    const keys = before.length === 0 ? 'whole' : (changed ?? new Set<Key>());
    return planCollection(value as Table, before, keys, newId);
  }

  #manifest(model: ModelDefinition, position: number, pages: readonly PageRef[]): Manifest {
    const skipped = [...this.#skipped.values()];
    const base = { model: model.name, revision: model['~revision'], log: this.#log, position, skipped, pages };
    return this.#ports.isDevelopment ? { ...base, fingerprint: fingerprintOf(model) } : base;
  }

  #isGood(model: ModelDefinition, manifest: Manifest, head: number): boolean {
    if (manifest.log !== this.#log || manifest.revision !== model['~revision'] || manifest.position > head)
      return false;
    if (manifest.skipped.some(({ type, newest }) => this.#ports.newest(type) !== newest)) return false;
    const isChanged =
      manifest.fingerprint !== undefined && this.#ports.isDevelopment && manifest.fingerprint !== fingerprintOf(model);
    if (isChanged) this.#ports.tell({ type: 'model.changed', model: model.name, revision: manifest.revision });
    return !isChanged;
  }

  #takeChanged(model: string): Set<Key> | 'whole' | undefined {
    const changed = this.#changed.get(model);
    this.#changed.delete(model);
    return changed;
  }

  /** The next snapshot of a model is written from scratch. */
  #forget(model: string): void {
    this.#manifests.delete(model);
  }
}

function addAll(keys: Set<Key>, more: Iterable<Key>): Set<Key> {
  for (const key of more) keys.add(key);
  return keys;
}

function valueOf(model: ModelDefinition, { pages }: Snapshot): unknown {
  if (model['~kind'] === 'view') return pages[0]?.rows[0];
  return Table.of(
    model['~shape'],
    pages.flatMap((page) => page.rows as readonly object[]),
  );
}

/** Differs when the source of a reducer does. */
function fingerprintOf(model: ModelDefinition): string {
  return eventIdFrom(...[...model['~handlers']].map(([type, reduce]) => `${type} ${String(reduce)}`));
}
