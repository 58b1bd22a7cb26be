import type { ModelDefinition, ModelState } from '../fold/fold.ts';
import { lineageOf } from '../snapshot/lineage.ts';
import { planCollection, planView } from '../snapshot/snapshot-plan.ts';
import type { AnyStore, Store } from '../store/store.ts';
import { internalsOf } from '../store/internals.ts';
import { memoryLogFrom } from '../memory/memory-log.ts';
import type { Manifest, Snapshot } from '../log/snapshot-store.ts';
import type { AnyEvent } from '../model/event.ts';
import type { Table } from '../model/table/table.ts';
import { type Address, resolve } from './address.ts';
import { pastReaderOf } from './past-reader-of.ts';
import type { PastOptions } from './state-at.ts';

/**
 * Creates an independent store in memory that begins with the state at an address, to try things out. It has the same
 * events, read models and commands. It is ready at once, and nothing reaches the original store or its log. The
 * original store may show the past or continue. Undo and time travel in a branch go back to its start. A read model
 * that had stopped by then starts empty, and `status.incomplete` names it. Close the branch to free it.
 *
 * Rejects as `at` does.
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
  const pastReader = await pastReaderOf(any, 'branch', options);
  const logRange = await pastReader.logRange();
  const { position } = await resolve(pastReader, address, logRange, options);
  const states = await pastReader.statesAt(position, logRange, options);
  const internals = internalsOf(any);
  const name = `${internals.log.name} from ${position}`;
  const missing = new Map(internals.kernel.status.status.incomplete.map(({ model, since }) => [model, since]));
  const bases = internals.kernel.models.models.flatMap((model) => {
    const since = missing.get(model.name) ?? 0;
    return baseOf(model, states.get(model.name)!, {
      log: name,
      position,
      since,
      ...lineageOf(model, internals.catalog),
    });
  });
  const made = internals.over(memoryLogFrom({ position, bases }, name));
  await made.ready;
  return made as unknown as Store<E, V, C>;
}

/** A read model as compaction would save it; empty if it had stopped. */
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
