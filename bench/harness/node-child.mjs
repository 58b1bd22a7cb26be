// The program in a contestant's process: loads its module, measures on each message, and ends when its parent closes
// the channel.
import { argv } from 'node:process';

const { measure } = await import(new URL(`../contestants/${argv[2]}`, import.meta.url).href);

process.on('message', (task) => {
  // Garbage of the round before must not count in this one.
  globalThis.gc?.();
  Promise.resolve(measure(task)).then(
    (measured) => process.send?.({ measured }),
    (/** @type {unknown} */ error) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
