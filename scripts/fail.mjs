/**
 * Reports why a script cannot continue: a clear message, with the stack only for a fault in these scripts.
 * @param {unknown} error
 */
export function report(error) {
  const isOurs = error instanceof Error && error.constructor === Error;
  console.error(isOurs ? `\n${error.message}` : error);
  if (isOurs && error.cause !== undefined) console.error('Cause:', error.cause);
  process.exitCode = 1;
}
