import type { Catalog } from '../model/catalog.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Placed } from './fold.ts';
import type { SystemEvent } from './store-api.ts';

/** An event that cannot be folded here. */
export type SkippedEvent = Extract<SystemEvent, { readonly type: 'event.skipped' }>;

/** Stored events brought up to date for the fold, the first at `position`. What cannot be folded keeps its place and is told. */
export function place(
  events: readonly Envelope[],
  position: number,
  catalog: Catalog,
  tell: (event: SkippedEvent) => void,
): readonly Placed[] {
  return events.flatMap((stored, index): readonly Placed[] => {
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
