import { type AnyStore } from '../engine/store-api.ts';
import { partsOf, type StoreParts } from '../engine/store-parts.ts';
import { Chronicle } from './chronicle.ts';

/** One for each store, so that what one has read serves all. */
const chronicles = new WeakMap<StoreParts['models'], Chronicle>();

/** The chronicle of a store, with the read models that it has now. Throws `store.not_ready`, `store.closed`. */
export async function chronicleOf(store: AnyStore, action: string): Promise<Chronicle> {
  const parts = partsOf(store);
  parts.guard(action);
  const head = await parts.log.open();
  const { models } = parts;
  const known = chronicles.get(models);
  if (known !== undefined && known.models === models.models) return known;
  const chronicle = new Chronicle(parts, head);
  chronicles.set(models, chronicle);
  return chronicle;
}
