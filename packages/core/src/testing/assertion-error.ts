/**
 * What a failed expectation throws. It bears the name by which test runners know a failure from a fault, and its stack
 * begins where `below` was called, so that a runner points at the line of the test.
 */
export function assertionError(message: string, below?: (...args: never[]) => unknown): Error {
  const error = new Error(message);
  error.name = 'AssertionError';
  (Error as { captureStackTrace?(target: object, below: unknown): void }).captureStackTrace?.(error, below);
  return error;
}
