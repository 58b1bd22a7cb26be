import type { Kernel } from '../store/kernel.ts';
import { type AnyStore } from '../store/store.ts';
import { internalsOf } from '../store/internals.ts';
import { readOldestState } from './oldest-state.ts';
import { PastReader, type PastReadOptions } from './past-reader.ts';

/** One reader a store, so that all calls share the pages and checkpoints. */
const pastReaders = new WeakMap<Kernel['models'], PastReader>();

/** The past reader of a store, for its current read models. Throws `store.not_ready`, `store.closed`. */
export async function pastReaderOf(store: AnyStore, action: string, readOptions: PastReadOptions): Promise<PastReader> {
  const internals = internalsOf(store);
  internals.assert.use(action);
  const head = await internals.log.open();
  const { models } = internals.kernel;
  const known = (): PastReader | undefined => {
    const pastReader = pastReaders.get(models);
    // Read models may have been attached, or the log compacted.
    return pastReader?.models === models.models && pastReader.logFloor === head.floor ? pastReader : undefined;
  };
  let pastReader = known();
  if (pastReader === undefined) {
    const oldestState = await readOldestState(internals, head);
    pastReader = known() ?? new PastReader(internals, head, oldestState);
    pastReaders.set(models, pastReader);
  }
  await pastReader.begin(readOptions);
  return pastReader;
}
