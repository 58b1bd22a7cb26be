import { isRefoldError, type RefoldError } from '../errors/refold-error.ts';

/**
 * How storage is. `degraded`: the last write failed. `full`: because there is no space. `blocked`: another tab holds the
 * log, or has brought it to a newer format, so that it cannot be had. `lost`: the log is no longer there; nothing is written until it is found again.
 */
export type StorageStatus = 'ok' | 'degraded' | 'full' | 'blocked' | 'lost';

export interface StorageState {
  readonly status: StorageStatus;
  readonly error: RefoldError | undefined;
}

/** What happens to storage: commits are queued, a write works or fails, the log tells of a fault, or that it is there. */
export type StorageMessage =
  | { readonly type: 'queued' | 'written' | 'there' }
  | { readonly type: 'failed'; readonly error: RefoldError };

/** What is to be done with the queue: written, or told that it is not. */
export type StorageEffect = 'write' | 'fail' | undefined;

export const working: StorageState = { status: 'ok', error: undefined };

/** What a message makes of the state. Only being there again ends a loss: no write may, and no other fault. */
export function nextStorage(
  state: StorageState,
  message: StorageMessage,
): { readonly state: StorageState; readonly effect: StorageEffect } {
  const isLost = state.status === 'lost';
  switch (message.type) {
    case 'queued':
      return { state, effect: isLost ? 'fail' : 'write' };
    case 'written':
      return isLost ? { state, effect: 'fail' } : { state: working, effect: undefined };
    case 'there': {
      // A fault of writing is over when a write has worked.
      const isBack = isLost || state.status === 'blocked';
      return { state: isBack ? working : state, effect: 'write' };
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
