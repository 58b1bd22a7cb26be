import type { ModelDefinition, ModelState } from '../engine/fold.ts';
import { lineageOf } from '../engine/lineage.ts';
import { planCollection, planView } from '../engine/snapshot-plan.ts';
import type { AnyStore, Store } from '../engine/store-api.ts';
import { partsOf } from '../engine/store-parts.ts';
import { memoryLogFrom } from '../log/memory-log.ts';
import type { Manifest, Snapshot } from '../log/snapshots.ts';
import type { AnyEvent } from '../model/event.ts';
import type { Table } from '../model/table.ts';
import { type Address, resolve } from './address.ts';
import { chronicleOf } from './chronicle-of.ts';
import type { PastOptions } from './past.ts';

/**
 * A store that goes on from an address, to try things on: with the same events, read models and commands, as ready as any
 * store, and nothing of it is stored or reaches the other. The other may show the past, or go on. Undo and time travel
 * in a branch begin where it does. A read model that had stopped by then begins anew, and `status.incomplete` names it.
 * Close it to be rid of it.
 *
 * Rejects with what `at` does.
 *
 * @example
 * const tried = await branch(store, timeline.state.position);
 * tried.run(placeOrder, order);
 */
export async function branch<E extends AnyEvent, V extends string, C extends string>(
  store: Store<E, V, C>,
  address: Address,
  options: PastOptions = {},
): Promise<Store<E, V, C>> {
  const any = store as unknown as AnyStore;
  const chronicle = await chronicleOf(any, 'branch', options);
  const extent = await chronicle.extent();
  const { position } = await resolve(chronicle, address, extent, options);
  const states = await chronicle.statesAt(position, extent, options);
  const parts = partsOf(any);
  const name = `${parts.log.name} from ${position}`;
  const missing = new Map(parts.board.status.incomplete.map(({ model, since }) => [model, since]));
  const bases = parts.models.models.flatMap((model) => {
    const since = missing.get(model.name) ?? 0;
    return baseOf(model, states.get(model.name)!, { log: name, position, since, ...lineageOf(model, parts.catalog) });
  });
  const made = parts.over(memoryLogFrom({ position, bases }, name));
  await made.ready;
  return made as unknown as Store<E, V, C>;
}

/** A read model as a compaction leaves it; nothing of one that had stopped. */
function baseOf(
  { name, '~kind': kind, '~revision': revision }: ModelDefinition,
  { value, stopped }: ModelState,
  from: Pick<Manifest, 'log' | 'position' | 'since' | 'fold' | 'events'>,
): readonly Snapshot[] {
  if (stopped !== undefined) return [];
  let count = 0;
  const newId = (): string => `base-${(count += 1)}`;
  const { pages, put } =
    kind === 'view' ? planView(value, [], true, newId) : planCollection(value as Table, [], 'whole', newId);
  return [{ manifest: { model: name, revision, ...from, skipped: [], pages }, pages: put }];
}
