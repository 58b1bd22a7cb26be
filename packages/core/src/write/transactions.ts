import { RefoldError } from '../errors/refold-error.ts';
import { LiveState } from '../fold/live-state.ts';
import type { ReadModels } from '../fold/read-models.ts';
import type { Draft, Envelope, Metadata } from '../model/envelope.ts';
import type { IdSource } from '../model/ids.ts';
import { isPromise } from '../model/synchronous.ts';
import { Reader } from '../read/reader.ts';
import type { Groups, Membership } from './groups.ts';
import type { WrittenReceipt } from './receipt.ts';
import type { Recorder } from './recorder.ts';

export interface TransactionsPorts {
  readonly groups: Groups;
  readonly ids: IdSource;
  readonly models: ReadModels;
  readonly recorder: Recorder;
  /** Reads the state of the store. */
  readonly reader: Reader;
  readonly newMetadata: () => Metadata;
  readonly newReceipt: (commit: { readonly events: readonly Envelope[] }) => WrittenReceipt;
  /** Appends events as one commit. */
  readonly append: (events: readonly Envelope[], note: Membership['note'], receipts: readonly WrittenReceipt[]) => void;
}

/** A commit that is being gathered. Nothing of it is in the store yet. */
interface Open extends Membership {
  readonly label: string;
  /** The read models after its events. */
  readonly state: LiveState;
  readonly reader: Reader;
  events: readonly Envelope[];
  receipts: readonly WrittenReceipt[];
}

/** Gathers all that a function records, and appends it as one commit, or nothing of it. */
export class Transactions {
  readonly #ports: TransactionsPorts;
  #open: Open | undefined;

  constructor(ports: TransactionsPorts) {
    this.#ports = ports;
  }

  /** The label of the transaction in progress. */
  get label(): string | undefined {
    return this.#open?.label;
  }

  /** Reads the state after all events so far: those of the transaction in progress too. */
  get reader(): Reader {
    return (this.#open ?? this.#ports).reader;
  }

  /**
   * Records events as part of the transaction in progress; undefined if there is none. Throws what recording throws,
   * and then adds nothing.
   */
  record(
    drafts: readonly Draft[],
    command?: string,
  ): { readonly events: readonly Envelope[]; readonly receipt: WrittenReceipt } | undefined {
    const open = this.#open;
    if (open === undefined) return undefined;
    const { models, newReceipt, recorder } = this.#ports;
    const events = recorder.record(drafts, { ...open.metadata, ...(command !== undefined && { command }) });
    const before = models.position + open.events.length;
    const entries = events.map((event, index) => ({ position: before + index + 1, event }));
    open.state.put(models.foldOn(open.state, entries));
    const receipt = newReceipt({ events });
    open.events = open.events.concat(events);
    open.receipts = open.receipts.concat(receipt);
    return { events, receipt };
  }

  /**
   * Runs `fn`, then appends what it recorded as one commit. When it throws, nothing has changed. Within another
   * transaction, what it recorded becomes part of that one. Throws `transaction.async` if `fn` returns a promise, and
   * `commit.limit`.
   */
  run<T>(label: string, scope: string | undefined, fn: () => T): T {
    const { append, ids, recorder } = this.#ports;
    const outer = this.#open;
    const takeBackIds = ids.mark();
    const open = (this.#open = this.#begin(outer, label, scope));
    let isLate = false;
    try {
      const result = fn();
      isLate = isPromise(result);
      if (isLate) throw new RefoldError('transaction.async', { label });
      this.#open = outer;
      const { events, note, receipts } = open;
      if (outer !== undefined) Object.assign(outer, open);
      else if (receipts.length > 0) {
        recorder.check(events);
        const commitIds = events.map(({ id }) => id);
        for (const receipt of receipts) receipt.commitIds = commitIds;
        append(events, note, receipts);
      }
      return result;
    } catch (error) {
      this.#open = outer;
      // The rest of an asynchronous function may still use the ids that it was given.
      if (!isLate) takeBackIds();
      for (const receipt of open.receipts.slice(outer?.receipts.length)) receipt.fail(error);
      throw error;
    }
  }

  #begin(outer: Open | undefined, label: string, scope: string | undefined): Open {
    const { groups, models, newMetadata } = this.#ports;
    const before = outer?.state ?? models.world;
    const state = new LiveState(models.models.map(({ name }) => [name, before.state(name)]));
    const reader = new Reader(state, models.listing);
    if (outer !== undefined) return { ...outer, state, reader };
    return { ...groups.next(newMetadata(), { label, scope }), label, state, reader, events: [], receipts: [] };
  }
}
