import { isRefoldError } from '../errors/refold-error.ts';
import type { ErrorCode } from '../errors/codes.ts';
import { sameJson } from '../model/json.ts';

/** Throws, showing both, when two JSON values differ. The checks here need no test framework. */
export function checkEqual(actual: unknown, expected: unknown, what: string): void {
  if (!sameJson(actual, expected))
    throw new Error(`${what}:\n  expected ${JSON.stringify(expected)}\n  found    ${JSON.stringify(actual)}`);
}

/** Throws unless the work rejects with a Refold error of this code. */
export async function checkRejects(work: () => Promise<unknown>, code: ErrorCode, what: string): Promise<void> {
  let found = 'success';
  try {
    await work();
  } catch (error) {
    if (isRefoldError(error, code)) return;
    found = String(error);
  }
  throw new Error(`${what}:\n  expected an error with code ${code}\n  found    ${found}`);
}
