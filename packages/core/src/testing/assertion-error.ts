/**
 * Creates the error of a failed expectation. Test runners recognise its name as a failure, not a fault. Its stack
 * begins at the caller of `below`, so a runner points at the line of the test.
 */
export function assertionError(message: string, below?: (...args: never[]) => unknown): Error {
  const error = new Error(message);
  error.name = 'AssertionError';
  (Error as { captureStackTrace?(target: object, below: unknown): void }).captureStackTrace?.(error, below);
  return error;
}
