import { isRefoldError } from '../errors/refold-error.ts';
import type { Envelope } from '../model/envelope.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Env } from '../env/env.ts';
import type { Assertions } from './assertions.ts';
import type { Kernel } from './kernel.ts';
import type { StoreStatus } from './status.ts';

/** What can be done about storage. How it is stands in `status.storage` and `status.storageError`. */
export interface StoreStorage<E extends Envelope = Envelope> {
  /** Events that are in memory only, in order. Whatever has become of storage, they can be exported. */
  readonly unsaved: readonly E[];
  /**
   * Looks at storage again and writes what is unsaved. Resolves when nothing is, and storage is `ok`; rejects with what is wrong:
   * `log.lost`, `log.blocked`, `log.full`, `log.write_failed`, `log.corrupt`, `log.read_failed`, `store.closed`, and `store.not_ready` where the
   * opening has failed: then there is nothing to go on from but a new store.
   */
  retry(): Promise<void>;
  /**
   * Asks the browser never to clear this site's storage by itself. It may ask the person. Resolves to its answer; to
   * undefined where it cannot be asked.
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
        // It says whether this is still the same log.
        await log.open();
        writer.onLogFault(undefined);
        await writer.drain();
        throwUnsaved(status.status);
        // With nothing left to write, what has failed is to lay out anew what is there.
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

/** Throws why there is something unsaved, if there is. */
export function throwUnsaved({ pending, storageError }: StoreStatus): void {
  if (pending > 0 && storageError !== undefined) throw storageError;
}
