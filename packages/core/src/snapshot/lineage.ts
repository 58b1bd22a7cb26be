import type { Manifest } from '../log/snapshot-store.ts';
import type { Catalog } from '../model/catalog.ts';
import { eventIdFrom } from '../model/ids.ts';
import type { ModelDefinition } from '../fold/fold.ts';

/**
 * The number of the fold. A release that fixes a bug of folding raises it, which drops the snapshots of releases with
 * the bug. docs/storage-format.md explains each number.
 */
const FOLD = 2;

/**
 * The dependencies of a snapshot besides the log, the revision and the reducers: the fold, and the event definitions.
 */
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

/** Whether a snapshot equals a fold of the same events now, provided the reducers are the same. */
export function isAsFolded(model: ModelDefinition, catalog: Catalog, { fold, events }: Manifest): boolean {
  return JSON.stringify(lineageOf(model, catalog)) === JSON.stringify({ fold, events });
}

/** A fingerprint of the source of the reducers, of the upcasters of their events, and of the initial state. */
export function fingerprintOf(model: ModelDefinition, catalog: Catalog): string {
  const beginning = model['~kind'] === 'view' ? JSON.stringify(model['~initial']) : String(model['~shape'].key);
  const folding = Array.from(model['~handlers'], ([type, reduce]) => {
    const steps = catalog.definition(type)!['~versions'].map(({ upcast }) => String(upcast));
    return `${type} ${String(reduce)} ${steps.join(' ')}`;
  });
  return eventIdFrom(beginning, ...folding);
}
