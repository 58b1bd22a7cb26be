import { isRefoldError, type RefoldError } from '../errors/refold-error.ts';

/**
 * The state of storage.
 *
 * - `degraded`: the last write failed.
 * - `full`: it failed for lack of space.
 * - `blocked`: another tab holds the log, or upgraded it to a newer format.
 * - `lost`: the log is gone; nothing is written until it is found again.
 */
export type StorageStatus = 'ok' | 'degraded' | 'full' | 'blocked' | 'lost';

export interface StorageState {
  readonly status: StorageStatus;
  readonly error: RefoldError | undefined;
}

/** Messages to the state: commits are queued, a write succeeds or fails, the log reports a fault or is available. */
export type StorageMessage =
  | { readonly type: 'queued' | 'written' | 'there' }
  | { readonly type: 'failed'; readonly error: RefoldError };

/** The effect on the receipts of the queue: their commits are tried again, or have failed. */
export type StorageEffect = 'retry' | 'fail';

export const working: StorageState = { status: 'ok', error: undefined };

/** Pure: the next state and effect for a message. Only `there` ends a loss: no write does, and no other fault. */
export function nextStorage(
  state: StorageState,
  message: StorageMessage,
): { readonly state: StorageState; readonly effect: StorageEffect | undefined } {
  const isLost = state.status === 'lost';
  switch (message.type) {
    case 'queued':
      return { state, effect: isLost ? 'fail' : 'retry' };
    case 'written':
      return isLost ? { state, effect: 'fail' } : { state: working, effect: undefined };
    case 'there': {
      // A successful write ends a fault of writing.
      const isBack = isLost || state.status === 'blocked';
      return { state: isBack ? working : state, effect: 'retry' };
    }
    case 'failed':
      return { state: isLost ? state : { status: statusOf(message.error), error: message.error }, effect: 'fail' };
  }
}

function statusOf(error: RefoldError): StorageStatus {
  if (isRefoldError(error, 'log.format_newer')) return 'blocked';
  for (const status of ['full', 'blocked', 'lost'] as const) if (isRefoldError(error, `log.${status}`)) return status;
  return 'degraded';
}
