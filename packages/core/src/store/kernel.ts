import type { EventLog } from '../log/event-log.ts';
import type { Catalog } from '../model/catalog.ts';
import type { RejectedData } from '../model/control-events.ts';
import type { Draft, Envelope } from '../model/envelope.ts';
import type { IdSource } from '../model/ids.ts';
import type { Env } from '../env/env.ts';
import { loadPart } from '../errors/load-part.ts';
import type { MemoryBound } from '../fold/window/memory-bound.ts';
import { sizes } from '../log/sizes.ts';
import type { LogEntry } from '../fold/fold.ts';
import type { ReadModels } from '../fold/read-models.ts';
import { DisplayedState } from '../read/displayed-state.ts';
import { Snapshotter } from '../snapshot/snapshotter.ts';
import type { Membership } from '../write/groups.ts';
import { type Receipt, RejectedEvents, type WrittenReceipt } from '../write/receipt.ts';
import type { Recorder } from '../write/recorder.ts';
import { Writer } from '../write/writer.ts';
import {
  type Append,
  applyChange,
  type Change,
  type Effects,
  type Head,
  positionOf,
  type ReplaceTail,
} from './change.ts';
import { Publisher } from './publisher.ts';
import type { Status } from './status.ts';

export interface KernelOptions {
  readonly log: EventLog;
  readonly catalog: Catalog;
  readonly env: Env;
  readonly ids: IdSource;
  readonly models: ReadModels;
  readonly recorder: Recorder;
  readonly status: Status;
}

/** The one place where the state of a store changes: `apply`. */
export class Kernel {
  readonly models: ReadModels;
  /** What reads see: the present, or the state at a position during time travel. */
  readonly displayed: DisplayedState;
  readonly writer: Writer;
  readonly publisher: Publisher;
  readonly status: Status;
  /** Absent if the log keeps no snapshots. */
  readonly snapshotter: Snapshotter | undefined;
  /** Whether the store is closing or closed. */
  isClosing = false;
  /** Called when a write of the store has succeeded or failed. */
  onWritten: (() => void) | undefined;
  /** Called when an import from a file is in the log. */
  onImported: (() => void) | undefined;
  /** Whether this tab alone looks after the log: merges batches and saves snapshots. */
  #isLeader = true;
  readonly #recorder: Recorder;
  readonly #rejected: RejectedEvents = new RejectedEvents();
  #memoryBound: MemoryBound | undefined;
  #isLoadingBound = false;
  readonly #listeners = new Set<(change: Append | ReplaceTail) => void>();
  #head: Head = { confirmed: 0, pending: 0 };

  constructor({ log, catalog, env, ids, models, recorder, status }: KernelOptions) {
    this.models = models;
    this.displayed = new DisplayedState(models.world);
    this.publisher = new Publisher(this.displayed, env.report);
    this.status = status;
    this.#recorder = recorder;
    this.writer = new Writer(
      log,
      ids.newId('writer'),
      env.idle,
      (written) => {
        status.written(written);
        this.apply({ type: 'confirm', pending: written.pending });
        this.onWritten?.();
      },
      this.#rejected,
    );
    log.onFault?.((fault) => this.writer.onLogFault(fault));
    this.snapshotter =
      log.snapshots &&
      new Snapshotter({
        ...{ snapshots: log.snapshots, models, catalog, env },
        isStored: () => this.writer.isUpToDate,
        isLeader: () => this.#isLeader,
        newId: () => ids.newId(),
        tell: (event) => status.tell(event),
      });
  }

  /** Makes this tab look after the log, or leave that to another. `batches`: those that other tabs have written. */
  lead(isLeader: boolean, batches = 0): void {
    this.#isLeader = isLeader;
    this.writer.merge(isLeader, batches);
    if (isLeader) this.snapshotter?.advance(this.models.settled);
  }

  /** The end of the log, as far as it is folded: held here and nowhere else. */
  get head(): Head {
    return this.#head;
  }

  /** Position of the last event that the read models have folded. */
  get position(): number {
    return positionOf(this.#head);
  }

  /**
   * Changes the state of the store, then runs the effects in one fixed order: queue the write, receipts and status,
   * telemetry, snapshot, publish. If folding throws, nothing has changed; no later step throws. Listeners run last: a
   * listener may append, and needs the next position to be free.
   */
  apply(change: Change): void {
    const { head, effects } = applyChange(this.#head, change);
    if (change.type === 'append') this.models.fold(change.entries, positionOf(head), change.skipped);
    if (change.type === 'replaceTail') this.models.replace(change.replaced);
    if ('models' in change && change.models !== this.models) this.models.adopt(change.models);
    if (change.type === 'hold') this.#memoryBound?.hold(change.entries);
    if (change.type === 'display') this.displayed.show(change.past);
    this.#head = head;
    if (change.type !== 'hold') this.#boundMemory();
    if (change.type === 'append' || change.type === 'replaceTail')
      for (const listener of this.#listeners) listener(change);
    this.#run(effects);
  }

  /** Appends a commit of new events, or throws and changes nothing. `isOwn`: allows the toolkit's own event types. */
  commit(
    drafts: readonly Draft[],
    { metadata, note }: Membership,
    isOwn = false,
  ): { readonly events: readonly Envelope[]; readonly receipt: Receipt } {
    const events = this.#recorder.record(drafts, metadata, isOwn);
    return { events, receipt: this.append(events, note) };
  }

  /** Appends recorded events as one commit, or throws and changes nothing. */
  append(events: readonly Envelope[], note: Membership['note'], receipts?: readonly WrittenReceipt[]): WrittenReceipt {
    const entries = events.map((event, index) => ({ position: this.position + index + 1, event }));
    let receipt!: WrittenReceipt;
    const write = (): void => {
      note?.();
      receipt = this.writer.add({ events }, receipts);
    };
    this.apply({ type: 'append', entries, count: events.length, skipped: [], write });
    return receipt;
  }

  /**
   * Calls `listener` with each change of the log, after folding and before subscribers. Returns an unsubscribe
   * function.
   */
  onApplied(listener: (change: Append | ReplaceTail) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Bounds what undo holds in memory, once it holds some events. Most pages hold few. */
  #boundMemory(): void {
    if (this.#memoryBound !== undefined) return this.#memoryBound.apply(this.#head.confirmed);
    if (this.#isLoadingBound || this.models.heldEvents.length < sizes.boundedFrom) return;
    this.#isLoadingBound = true;
    loadPart('memory bound', () => import('../fold/window/memory-bound.ts')).then(
      ({ MemoryBound }) => {
        this.#memoryBound = new MemoryBound(this.models);
        this.apply({ type: 'confirm', pending: this.#head.pending });
      },
      () => {
        // The next change tries again. Until then, undo only takes more memory.
        this.#isLoadingBound = false;
      },
    );
  }

  #run({ write, rejections, missing, counted, skipped, isSnapshotDue, publish }: Effects): void {
    const { models, publisher, snapshotter, status } = this;
    if (publish !== undefined) publisher.queue(publish);
    write?.();
    const rejected = rejections.flatMap((entry) => this.#settleRejected(entry));
    if (missing !== undefined) status.missing(missing);
    if (counted !== undefined) {
      const before = snapshotter?.begin(counted.start) ?? 0;
      for (const { type, position } of counted.skipped) snapshotter?.noteSkipped(type, position);
      status.setSkipped(before + counted.skipped.length);
    }
    status.stopped(models.stopped);
    for (const event of skipped) {
      snapshotter?.noteSkipped(event.event, event.position);
      status.tell(event);
    }
    for (const event of rejected) status.tell(event);
    if (isSnapshotDue) snapshotter?.advance(models.settled);
    if (publish !== undefined) publisher.flush();
  }

  /** Updates the receipts of events that were just rejected. Returns the telemetry for it. */
  #settleRejected(entry: LogEntry) {
    const { id, data } = entry.event;
    const { code, details } = data as RejectedData;
    const events = this.models.controls.rejectedBy(entry).map(({ event }) => event.id);
    // Events that are not in the log, or were rejected before, stay as they are.
    if (events.length === 0) return [];
    for (const event of events) this.#rejected.set(event, { code, details });
    this.#rejected.changes.next();
    return [{ type: 'commit.rejected' as const, id, events, code, details }];
  }
}
