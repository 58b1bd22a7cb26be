/**
 * Ends a script that cannot go on: one clear message for a person, and the stack only for a fault of our own.
 * @param {unknown} error
 */
export function report(error) {
  const isOurs = error instanceof Error && error.constructor === Error;
  console.error(isOurs ? `\n${error.message}` : error);
  if (isOurs && error.cause !== undefined) console.error('Cause:', error.cause);
  process.exitCode = 1;
}
