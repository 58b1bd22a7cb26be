import type { LogEntry } from '../fold/fold.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { StoreInternals } from './internals.ts';

/**
 * Reads events whose payloads were released from the log again, for a `hold` of the kernel. Rejects with `log.corrupt`
 * if the log lacks one of them, and with the errors of reading.
 */
export async function readReleased(
  { catalog, kernel, log }: StoreInternals,
  released: readonly LogEntry[],
): Promise<readonly LogEntry[]> {
  const found = await kernel.writer.find(released.map(({ event }) => event.id));
  return released.map(({ position, event: { id } }): LogEntry => {
    const stored = found.get(id);
    if (stored === undefined)
      throw new RefoldError('log.corrupt', { log: log.name, where: `event ${id}, which is missing` });
    const decoded = catalog.decode(stored);
    if (!decoded.ok) throw decoded.error;
    return { position, event: decoded.event };
  });
}
