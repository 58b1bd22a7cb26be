import { changesWithout } from '../fold/undo-fold.ts';
import type { ReadModels } from '../fold/read-models.ts';
import type { Superseded } from './undo.ts';

/**
 * Finds the event that superseded others: the first later one from which on read models are the same with and without
 * them. From there on they stay the same, as the same events follow, so binary search finds it.
 */
export function supersededBy(models: ReadModels, positions: readonly number[]): Pick<Superseded, 'by'> {
  const last = positions.at(-1)!;
  const isSame = (asOf: number): boolean => changesWithout(models, positions, asOf).size === 0;
  if (isSame(last)) return {};
  const later = models.kept(models.tail.since(last));
  let low = 0;
  let high = later.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isSame(later[middle]!.position)) high = middle;
    else low = middle + 1;
  }
  const event = later[low]?.event;
  return event === undefined ? {} : { by: { id: event.id, type: event.type, actorId: event.metadata.actorId } };
}
