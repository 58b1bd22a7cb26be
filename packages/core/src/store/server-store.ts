import { loadPart } from '../errors/load-part.ts';
import { RefoldError } from '../errors/refold-error.ts';
import { absentLog } from '../log/absent-log.ts';
import { lacksUndoFold, loadUndoFold } from '../fold/load-undo-fold.ts';
import type { GivenEvent } from '../model/envelope.ts';
import type { ModelDefinition } from '../fold/fold.ts';
import type { ReadModels } from '../fold/read-models.ts';
import type { AnyStore } from './store.ts';
import { internalsOf } from './internals.ts';
import type * as folding from './server-events.ts';

/** Loaded by the first page that a server renders from events. */
let part: typeof folding | undefined;

/** Empty stores, by their read models: they never change. */
const empty = new WeakMap<readonly ModelDefinition[], AnyStore>();

/**
 * Returns the store as a server renders it, ready at once: for the first render of a page that came from a server. It
 * has the same definitions, and the events that the server rendered from. Without events, it is empty if the log is
 * kept on the device, since no server has that. For any other log, it returns the store itself. Events appended to it
 * are never stored. Throws `event.invalid` and `event.envelope_invalid` for an invalid event, as `import` does. Throws
 * `part.not_loaded` for events, unless `prepareServerStore` was awaited with them.
 *
 * @example
 * serverStore(store).get(counter); // as it was before any event
 */
export function serverStore(store: AnyStore, events?: readonly GivenEvent[]): AnyStore {
  const { kernel, log, over } = internalsOf(store);
  const { models } = kernel;
  if (events === undefined && log.isOnDevice !== true) return store;
  const known = events === undefined ? empty.get(models.models) : undefined;
  if (known !== undefined) return known;
  const rendered = over(absentLog(log.name));
  if (events === undefined) empty.set(models.models, rendered);
  else {
    if (part === undefined) throw new RefoldError('part.not_loaded', { part: 'server events' });
    internalsOf(rendered).kernel.models.useUndoFold(models.undoFold);
    part.foldServerEvents(rendered, events);
  }
  return rendered;
}

/**
 * Loads what `serverStore` needs to fold these events. Returns undefined when nothing is missing. The providers of
 * `@refold/react` suspend until it is there. Rejects with `part.not_loaded`.
 */
export function prepareServerStore(store: AnyStore, events: readonly GivenEvent[]): Promise<void> | undefined {
  const { models } = internalsOf(store).kernel;
  if (part !== undefined && !lacksUndoFold(models, events)) return undefined;
  const loading = load(models, events);
  loading.catch(() => {
    // React drops the promise of a render that it repeats, and an unhandled rejection would end a Node process.
  });
  return loading;
}

async function load(models: ReadModels, events: readonly GivenEvent[]): Promise<void> {
  const loading = loadUndoFold(models, events);
  const loaded = loadPart('server events', () => import('./server-events.ts'));
  [part] = await Promise.all([loaded, loading]);
}
