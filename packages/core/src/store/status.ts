import type { IncompleteModel, StoppedModel, SystemEvent } from '../fold/telemetry.ts';
import { BehaviorSubject, Subject } from 'rxjs';
import type { WriterStatus } from '../write/writer.ts';
import type { StorageStatus } from '../write/storage-state.ts';
import type { RefoldError } from '../errors/refold-error.ts';

/** The tabs of an app that share one log. */
export interface TabsStatus {
  /** How many are open, this one included; undefined if the browser does not say. */
  readonly open: number | undefined;
  /** Whether this tab leads: it alone merges batches and saves snapshots. */
  readonly isLeader: boolean;
  /** How a tab hears that another has written: from that tab, or by reading the log from time to time. */
  readonly hints: 'channel' | 'poll';
  /** Whether another tab runs a newer release of the app, which has written what this one does not know. */
  readonly isReloadDue: boolean;
  /** Events of the other tabs that are in memory only, and why. Undefined while those tabs store theirs. */
  readonly trouble: TabTrouble | undefined;
  /** Why locks, or counting the tabs, do not work here; undefined if they do. */
  readonly fault: RefoldError | undefined;
}

/** Other tabs that cannot store their events. */
export interface TabTrouble {
  readonly storage: StorageStatus;
  readonly unsaved: number;
}

export interface StoreStatus {
  readonly phase: 'opening' | 'ready' | 'closed' | 'failed';
  readonly storage: StorageStatus;
  /** The fault and its remedy; undefined while storage is `ok`. */
  readonly storageError: RefoldError | undefined;
  readonly sync: 'none';
  /** Events that are in memory only. */
  readonly unsaved: number;
  /** Events that are not confirmed, saved or not. As long as nothing syncs, what is saved is confirmed. */
  readonly pending: number;
  /** Events of the log that this app cannot fold: of unknown type, newer, or invalid. The log keeps them. */
  readonly skipped: number;
  /** Undefined for a store without the option `tabs`. */
  readonly tabs: TabsStatus | undefined;
  readonly stopped: readonly StoppedModel[];
  /**
   * Read models that lack compacted events, or have them only as an earlier release folded them: with other event
   * versions or names, or with a bug that was fixed since. They cannot be folded again.
   */
  readonly incomplete: readonly IncompleteModel[];
  /** Events read and events to read, while the store opens or attaches read models. */
  readonly progress: { readonly done: number; readonly of: number } | undefined;
}

/** The store's status and telemetry. */
export class Status {
  readonly status$: BehaviorSubject<StoreStatus> = new BehaviorSubject<StoreStatus>({
    phase: 'opening',
    storage: 'ok',
    storageError: undefined,
    sync: 'none',
    unsaved: 0,
    pending: 0,
    skipped: 0,
    tabs: undefined,
    stopped: [],
    incomplete: [],
    progress: undefined,
  });
  readonly system$: Subject<SystemEvent> = new Subject<SystemEvent>();
  readonly #print: ((event: SystemEvent) => void) | undefined;

  /** `print`: receives telemetry that has no subscriber. */
  constructor(print: ((event: SystemEvent) => void) | undefined) {
    this.#print = print;
  }

  get status(): StoreStatus {
    return this.status$.value;
  }

  phase(phase: StoreStatus['phase']): void {
    this.#set({ phase, progress: undefined });
  }

  /** Sets the number of skipped events that are not read again. */
  setSkipped(skipped: number): void {
    if (skipped > 0) this.#set({ skipped });
  }

  progress(done: number, of: number): void {
    if (of > 0) this.#set({ progress: { done, of } });
  }

  tabs(tabs: TabsStatus): void {
    this.#set({ tabs });
  }

  /** Ends the progress of a read. */
  endProgress(): void {
    if (this.status.progress !== undefined) this.#set({ progress: undefined });
  }

  /** Emits telemetry, and updates the status for it. */
  tell(event: SystemEvent): void {
    const { skipped } = this.status;
    if (event.type === 'event.skipped') this.#set({ skipped: skipped + 1 });
    if (this.system$.observed) this.system$.next(event);
    else this.#print?.(event);
  }

  /** Sets the stopped read models, and reports those that just stopped. */
  stopped(models: readonly StoppedModel[]): void {
    const known = this.status.stopped;
    if (models === known || models.length + known.length === 0) return;
    this.#set({ stopped: models });
    const isKnown = ({ model, error }: StoppedModel): boolean =>
      known.some((k) => k.model === model && k.error.details.eventId === error.details.eventId);
    for (const stopped of models) if (!isKnown(stopped)) this.tell({ type: 'model.stopped', ...stopped });
  }

  /** Sets the positions up to which read models lack dropped events; 0 for none. */
  missing(models: ReadonlyMap<string, number>): void {
    const known = this.status.incomplete.filter(({ model }) => !models.has(model));
    const found = [...models].flatMap(([model, since]) => (since === 0 ? [] : [{ model, since }]));
    if (found.length + known.length + this.status.incomplete.length === 0) return;
    this.#set({ incomplete: [...known, ...found] });
    for (const model of found) this.tell({ type: 'model.incomplete', ...model });
  }

  written({ pending, status: storage, error }: WriterStatus): void {
    const before = this.status;
    if (before.unsaved === pending && before.storageError === error) return;
    this.#set({ unsaved: pending, pending, storageError: error, storage });
    if (error !== undefined && error !== before.storageError) this.tell({ type: 'storage.failed', error });
    if (error === undefined && before.storageError !== undefined) this.tell({ type: 'storage.recovered' });
  }

  close(): void {
    this.phase('closed');
    this.status$.complete();
    this.system$.complete();
  }

  #set(change: Partial<StoreStatus>): void {
    this.status$.next({ ...this.status, ...change });
  }
}
