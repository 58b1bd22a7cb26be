import { isRefoldError } from '../errors/refold-error.ts';
import type { Envelope } from '../model/envelope.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Env } from '../env/env.ts';
import type { Assertions } from './assertions.ts';
import type { Kernel } from './kernel.ts';
import type { StoreStatus } from './status.ts';

/** Actions on storage. `status.storage` and `status.storageError` hold its state. */
export interface StoreStorage<E extends Envelope = Envelope> {
  /** Pending events, in order. They can be exported whatever happened to storage. */
  readonly unsaved: readonly E[];
  /**
   * Checks storage again and writes unsaved events. Resolves when there are none, and storage is `ok`. Rejects with the
   * fault: `log.lost`, `log.blocked`, `log.full`, `log.write_failed`, `log.corrupt`, `log.read_failed`, or
   * `store.closed`. Rejects with `store.not_ready` if opening failed; create a new store then.
   */
  retry(): Promise<void>;
  /**
   * Asks the browser never to clear this site's storage on its own. The browser may ask the person. Resolves to its
   * answer, or to undefined if it cannot be asked.
   */
  persist(): Promise<boolean | undefined>;
}

export interface StoragePorts {
  readonly assert: Assertions;
  readonly env: Env;
  readonly kernel: Kernel;
  readonly log: EventLog;
}

export function storageOf({ assert, env, kernel, log }: StoragePorts): StoreStorage {
  const { status, writer } = kernel;
  return {
    get unsaved() {
      return writer.pending;
    },
    async retry() {
      assert.use('storage.retry');
      try {
        // Opening checks that this is still the same log.
        await log.open();
        writer.onLogFault(undefined);
        await writer.drain();
        throwUnsaved(status.status);
        // With nothing left to write, the failed operation was sealing.
        if (status.status.storageError !== undefined) {
          await log.seal();
          writer.onExternalWrite();
        }
      } catch (error) {
        if (isRefoldError(error)) writer.onLogFault(error);
        throw error;
      }
    },
    persist: env.persist,
  };
}

/** Throws the storage error if there are unsaved events. */
export function throwUnsaved({ unsaved, storageError }: StoreStatus): void {
  if (unsaved > 0 && storageError !== undefined) throw storageError;
}
