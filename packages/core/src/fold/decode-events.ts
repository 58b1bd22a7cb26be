import type { SystemEvent } from './telemetry.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Envelope } from '../model/envelope.ts';
import type { LogEntry } from './fold.ts';

/** An event that cannot be folded here. */
export type SkippedEvent = Extract<SystemEvent, { readonly type: 'event.skipped' }>;

/**
 * Upcasts stored events for the fold, the first at `position`. Reports an event that cannot be folded, whose position
 * stays empty.
 */
export function decodeEntries(
  events: readonly Envelope[],
  position: number,
  catalog: Catalog,
  tell: (event: SkippedEvent) => void,
): readonly LogEntry[] {
  return events.flatMap((stored, index): readonly LogEntry[] => {
    const decoded = catalog.decode(stored);
    if (decoded.ok) return [{ position: position + index, event: decoded.event }];
    tell({
      type: 'event.skipped',
      event: stored.type,
      id: stored.id,
      position: position + index,
      error: decoded.error,
      group: stored.metadata.group,
    });
    return [];
  });
}
