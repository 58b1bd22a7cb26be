import { type AnyStore } from '../engine/store-api.ts';
import { partsOf, type StoreParts } from '../engine/store-parts.ts';
import { readBeginning } from './beginning.ts';
import { Chronicle, type Errand } from './chronicle.ts';

/** One for each store, so that what one has read serves all. */
const chronicles = new WeakMap<StoreParts['models'], Chronicle>();

/** The chronicle of a store, with the read models that it has now. Throws `store.not_ready`, `store.closed`. */
export async function chronicleOf(store: AnyStore, action: string, errand: Errand): Promise<Chronicle> {
  const parts = partsOf(store);
  parts.guards.use(action);
  const head = await parts.log.open();
  const { models } = parts;
  const known = (): Chronicle | undefined => {
    const chronicle = chronicles.get(models);
    // Read models may have been attached, or the log compacted.
    return chronicle?.models === models.models && chronicle.logFloor === head.floor ? chronicle : undefined;
  };
  let chronicle = known();
  if (chronicle === undefined) {
    const beginning = await readBeginning(parts, head);
    chronicle = known() ?? new Chronicle(parts, head, beginning);
    chronicles.set(models, chronicle);
  }
  await chronicle.begin(errand);
  return chronicle;
}
