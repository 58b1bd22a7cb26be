import type { ReadModels } from '../fold/read-models.ts';
import type { Superseded } from './undo.ts';

/**
 * The event that made taking some out change nothing: the first behind them from which on the read models are the same with
 * and without them. They stay the same from there, as the same events follow, so it is found by halves.
 */
export function supersededBy(models: ReadModels, positions: readonly number[]): Pick<Superseded, 'by'> {
  const { controls } = models;
  const last = positions.at(-1)!;
  const isSame = (asOf: number): boolean => models.without(positions, asOf).size === 0;
  if (isSame(last)) return {};
  const later = controls.kept(controls.since(last));
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
