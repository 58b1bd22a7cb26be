// What runs in a contestant's process: loads its module, then measures whenever it is told to. It ends when the
// channel to its parent does.
import { argv } from 'node:process';

const { measure } = await import(new URL(`../contestants/${argv[2]}`, import.meta.url).href);

process.on('message', (task) => {
  // What the round before has left is not this one's to clean up.
  globalThis.gc?.();
  Promise.resolve(measure(task)).then(
    (measured) => process.send?.({ measured }),
    (/** @type {unknown} */ error) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
