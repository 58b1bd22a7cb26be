import { expect, test } from 'vitest';
import { isRefoldError, RefoldError } from '@refold/core';

// docs/errors.md shows this function.
function isShopOpenElsewhere(error: unknown): boolean {
  return isRefoldError(error, 'log.blocked') && error.details.action === 'open';
}

test('a code narrows the details of an error', () => {
  const blocked = new RefoldError('log.blocked', { log: 'shop', action: 'open', afterMs: 5_000 });
  expect([isShopOpenElsewhere(blocked), isShopOpenElsewhere(new Error('no code'))]).toEqual([true, false]);
});
