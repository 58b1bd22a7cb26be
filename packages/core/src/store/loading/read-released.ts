import { loadPart } from '../../errors/load-part.ts';
import { RefoldError } from '../../errors/refold-error.ts';
import type { LogEntry } from '../../fold/fold.ts';
import { findEvents } from '../../write/import-commits.ts';
import type { StoreInternals } from '../internals.ts';

/**
 * Reads events whose payloads were released from the log again, for a `hold` of the kernel. If a compaction has dropped
 * one of them, it folds the read models from their saved states instead, which stand on no dropped event; then none has
 * to be held. Rejects with `log.corrupt` if the log lacks one for another reason, and with the errors of reading.
 */
export async function readReleased(
  internals: StoreInternals,
  released: readonly LogEntry[],
): Promise<readonly LogEntry[]> {
  const { catalog, kernel, log } = internals;
  const ids = released.map(({ event }) => event.id);
  const found = await findEvents(log, kernel.writer, ids);
  const gone = new Set(ids.filter((id) => found.get(id) === undefined));
  if (gone.size > 0) {
    const { foldAgain } = await loadPart('attach', () => import('./attach.ts'));
    await foldAgain(internals, 'undo');
    const left = kernel.models.tail.events.find(({ event }) => gone.has(event.id));
    if (left !== undefined)
      throw new RefoldError('log.corrupt', { log: log.name, where: `event ${left.event.id}, which is missing` });
    return [];
  }
  return released.map(({ position, event: { id } }) => {
    const decoded = catalog.decode(found.get(id)!);
    if (!decoded.ok) throw decoded.error;
    return { position, event: decoded.event };
  });
}
