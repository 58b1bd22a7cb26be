import type { Manifest } from '../log/snapshot-store.ts';
import type { Catalog } from '../model/catalog.ts';
import { eventIdFrom } from '../model/ids.ts';
import type { ModelDefinition } from '../fold/fold.ts';

/**
 * The number of the fold. It is raised by a release that mends a fault of folding, so that states saved by a release with
 * the fault are dropped. docs/storage-format.md tells what each number stands for.
 */
const FOLD = 2;

/** What a saved state depends on besides the log, the revision and the reducers: the fold, and the events as they were known. */
export type Lineage = Required<Pick<Manifest, 'fold' | 'events'>>;

/** The lineage of a state that is folded now. */
export function lineageOf(model: ModelDefinition, catalog: Catalog): Lineage {
  const types = [...model['~handlers'].keys()].sort();
  const events = types.map((type): Lineage['events'][number] => {
    const { '~versions': versions, '~options': options } = catalog.definition(type)!;
    return [type, versions.length, ...[...(options.formerly ?? [])].sort()];
  });
  return { fold: FOLD, events };
}

/** Whether a saved state is what folding the same events now would give, as far as the reducers are the same. */
export function isAsFolded(model: ModelDefinition, catalog: Catalog, { fold, events }: Manifest): boolean {
  return JSON.stringify(lineageOf(model, catalog)) === JSON.stringify({ fold, events });
}

/** Differs when the source of a reducer, of a step of an event that it folds, or of what it begins from does. */
export function fingerprintOf(model: ModelDefinition, catalog: Catalog): string {
  const beginning = model['~kind'] === 'view' ? JSON.stringify(model['~initial']) : String(model['~shape'].key);
  const folding = Array.from(model['~handlers'], ([type, reduce]) => {
    const steps = catalog.definition(type)!['~versions'].map(({ upcast }) => String(upcast));
    return `${type} ${String(reduce)} ${steps.join(' ')}`;
  });
  return eventIdFrom(beginning, ...folding);
}
