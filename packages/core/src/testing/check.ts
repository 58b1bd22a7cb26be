import type { ErrorCode } from '../errors/codes.ts';
import { isRefoldError } from '../errors/refold-error.ts';
import { assertionError } from './assertion-error.ts';
import { diffLines } from './diff-lines.ts';
import { printValue } from './print-value.ts';
import { isSameValue } from './same-value.ts';

/** Throws if a value is not the expected one, with the difference under the heading `what`. */
export function checkEqual(
  actual: unknown,
  expected: unknown,
  what: string,
  below: (...args: never[]) => unknown = checkEqual,
): void {
  if (isSameValue(actual, expected)) return;
  const [found, wanted] = [printValue(actual, expected), printValue(expected)];
  const shown = found === wanted ? `  both print as ${found}, but their types differ` : diffLines(wanted, found);
  throw assertionError(`${what} (- expected, + found)\n\n${shown}\n`, below);
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
  throw assertionError(`${what}:\n  expected an error with code ${code}\n  found    ${found}`);
}
