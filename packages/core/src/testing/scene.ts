import type { ModelDefinition } from '../fold/fold.ts';
import { undoFold } from '../fold/undo-fold.ts';
import { ReadModels } from '../fold/read-models.ts';
import { type AnyReadable, Reader } from '../read/reader.ts';
import { acceptEvent } from '../write/accept-event.ts';
import { type Catalog, createCatalog } from '../model/catalog.ts';
import type { Draft, Envelope, GivenEvent } from '../model/envelope.ts';
import type { AnyEvent, DraftOf } from '../model/event.ts';
import { createIdSource } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import type { Readable } from '../model/readable.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * An event that happened before: a draft from an event definition, perhaps with some of its recorded properties, such
 * as `{ ...OrderPlaced({ … }), timestamp: '2026-05-01T09:00:00.000Z' }`. With an older `version`, the data is of that
 * version, and is upcast as the store would.
 */
export type Given<T extends string = string, D = unknown> = Draft<T, D> &
  Partial<Pick<GivenEvent, 'id' | 'timestamp' | 'version' | 'metadata'>>;

/** The default time of a case. Time stands still in it. */
export const CASE_START: string = '2026-01-01T00:00:00.000Z';

/**
 * Records the given events and folds them into the read models that the readables need. Throws as `append` does for an
 * invalid event, and `model.threw` if a reducer throws.
 */
export function createScene(given: readonly Given[], reads: readonly Readable[]): Reader {
  const models = modelsOf(reads);
  const readModels = new ReadModels(models, true);
  readModels.useUndoFold(undoFold);
  readModels.fold(record(given, models).map((event, index) => ({ position: index + 1, event })));
  const [stopped] = readModels.stopped;
  if (stopped !== undefined) throw stopped.error;
  return new Reader(readModels.world, readModels.listing);
}

/** Prepares given events for folding: with an id, a time, and the newest payload. Throws as `append` does. */
export function record(given: readonly Given[], models: readonly ModelDefinition[]): readonly Envelope[] {
  const catalog = catalogOf(
    given,
    models.flatMap((model) => model['~folds']),
  );
  const now = (): number => Date.parse(CASE_START);
  const ids = createIdSource(now, seededRandom(1).fill);
  return given.map((event) => {
    const newest = catalog.newest(event.type);
    if (newest === undefined) throw new Error(unknownEvent(event.type));
    const { id = ids.eventId(), timestamp = CASE_START, version = newest } = event;
    const data = version === newest ? catalog.encode(event.type, event.data).data : event.data;
    const metadata = { correlationId: 'cor_given', source: 'test', actorId: 'tester' };
    const accepted = acceptEvent({ ...event, id, timestamp, version, data }, metadata, {
      catalog,
      limits: defaultLimits,
    });
    const decoded = catalog.decode(accepted);
    if (!decoded.ok) throw decoded.error;
    return decoded.event;
  });
}

/**
 * Prepares drafts as they would be stored: checked by their schemas, with defaults filled in. An event without a
 * definition here stays as it is. Throws as `append` does.
 */
export function encode(drafts: readonly Draft[], alsoKnown: readonly Draft[]): readonly Draft[] {
  const catalog = catalogOf([...drafts, ...alsoKnown], []);
  return drafts.map(({ type, data }) =>
    catalog.newest(type) === undefined ? { type, data } : { type, data: catalog.encode(type, data).data },
  );
}

/** The views and collections that readables need, directly or through queries. */
function modelsOf(reads: readonly Readable[]): readonly ModelDefinition[] {
  const models = new Set<ModelDefinition>();
  const visit = (readable: Readable): void => {
    const definition = readable as AnyReadable;
    if (definition['~kind'] === 'bound') visit(definition['~query']);
    else if (definition['~kind'] === 'query') Object.values(definition['~reads']).forEach(visit);
    else models.add(definition);
  };
  reads.forEach(visit);
  return [...models];
}

/** All definitions that made the drafts or that read models fold. Throws `name.taken` if two have the same name. */
function catalogOf(drafts: readonly Draft[], folded: readonly AnyEvent[]): Catalog {
  const made = drafts.map((draft) => (draft as Partial<DraftOf<AnyEvent>>)['~event']);
  const known = new Set([...made.filter((event) => event !== undefined), ...folded]);
  return createCatalog([...known], defaultLimits, true);
}

const unknownEvent = (type: string): string =>
  `The given event "${type}" is unknown: no definition made it, and no read model of this test folds it. ` +
  'Make it by calling its definition, or correct its type.';
