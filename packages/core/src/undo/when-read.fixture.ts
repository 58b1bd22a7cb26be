import { isRefoldError } from '../errors/refold-error.ts';
import type { AnyStore } from '../store/store.ts';

/** Calls again, as an app would, until the events that the call needs have been read from the log. */
export async function whenRead<T>(store: AnyStore, call: () => T): Promise<T> {
  for (;;) {
    const told = new Promise<void>((resolve) => {
      const stop = store.subscribe(() => {
        stop();
        resolve();
      });
    });
    try {
      const outcome = call();
      if ((outcome as { readonly reason?: unknown } | undefined)?.reason !== 'reading') return outcome;
    } catch (error) {
      if (!isRefoldError(error, 'event.released')) throw error;
    }
    await told;
  }
}
