import type { ReadModels } from '../fold/read-models.ts';
import { undoFold } from '../fold/undo-fold.ts';
import type { LogEntry } from '../fold/fold.ts';
import type { Receipt } from '../write/receipt.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf } from '../store/internals.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Rejection } from '../model/command.ts';
import { isControl, Rejected } from '../model/control-events.ts';
import { appendControl } from '../undo/append-control.ts';

/**
 * Records that a commit was rejected for good, such as by a server of your own that received its events. It appends
 * `$rejected`, and read models are folded as if the events had never happened. No redo brings them back.
 * `createRejections` lists them, and the receipt of the commit says `rejected`.
 *
 * `commit`: its receipt, or the ids of all its events, since a commit is accepted or rejected whole. Returns the
 * receipt of the `$rejected`, or undefined if the whole commit was rejected before. Works while a timeline shows the
 * past.
 *
 * Throws, appending nothing, `commit.not_rejectable`, `commit.limit`, `event.not_json`, `event.limit`,
 * `store.not_ready` and `store.closed`. Throws `event.released` while it reads events that it needs from the log again.
 * Throws `store.busy` within a transaction, a command or a reducer.
 *
 * @example
 * const answer = await post(outcome.events);
 * if (answer.status === 422)
 *   rejectCommit(store, outcome.receipt, { code: 'out-of-stock', details: { left: 0 } });
 */
export function rejectCommit(
  store: AnyStore,
  commit: Pick<Receipt, 'commitIds'> | readonly string[],
  { code, details }: { readonly code: string } & Partial<Rejection>,
): Receipt | undefined {
  const internals = internalsOf(store);
  internals.assert.control('rejectCommit');
  const ids = new Set('commitIds' in commit ? commit.commitIds : commit);
  const max = internals.limits.commitEvents;
  if (ids.size > max) throw new RefoldError('commit.limit', { limit: 'events', max, actual: ids.size });
  const { models } = internals.kernel;
  models.useUndoFold(undoFold);
  const left = Array.from(ids, (id) => rejectable(models, id)).filter(
    ({ position }) => !models.controls.isRejected(position),
  );
  const [first] = left;
  if (first === undefined) return undefined;
  const events = left.map(({ event }) => event.id);
  const rejected = Rejected({ events, code, ...(details !== undefined && { details }) });
  return appendControl(internals, rejected, first.event.metadata);
}

function rejectable({ controls, tail }: ReadModels, id: string): LogEntry {
  const { head, horizon } = tail;
  const entries = controls.find(id);
  if (entries === undefined || entries.position <= head - horizon)
    throw new RefoldError('commit.not_rejectable', { id, reason: 'out-of-reach', horizon });
  const { event } = entries;
  if (isControl(event)) throw new RefoldError('commit.not_rejectable', { id, reason: 'control', horizon });
  if (event.metadata.group === undefined)
    throw new RefoldError('commit.not_rejectable', { id, reason: 'imported', horizon });
  return entries;
}
