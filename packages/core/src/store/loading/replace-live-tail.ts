import type { LogEntry } from '../../fold/fold.ts';
import type { ReadModels } from '../../fold/read-models.ts';
import { replaceTail } from '../../fold/another-tail/replace-tail.ts';
import type { Envelope } from '../../model/envelope.ts';
import { type Adopt, positionOf } from '../change.ts';
import type { Folded } from './fold-beside.ts';
import type { Kernel } from '../kernel.ts';
import type { TailReader } from './tail-reader.ts';

/**
 * Folds the events that came to the log past the store into the live read models, where they stand, in one change. Own
 * pending events stay after them. Returns false, and changes nothing, if the read models must be folded from the log.
 * `added`: read models to add in the same change.
 */
export function replaceLiveTail(
  kernel: Kernel,
  { after, entries, skipped, isWhole }: TailReader,
  { mark, head, pending }: Pick<Folded, 'mark' | 'head' | 'pending'>,
  added?: { readonly models: ReadModels; readonly missing: ReadonlyMap<string, number> },
): boolean {
  const { models: live, writer } = kernel;
  const own = ownAfter(kernel, after);
  if (!isWhole || !own.isWhole || !pending.every(({ id }) => own.events.has(id))) return false;
  const rest = pending.map(({ id }, i): LogEntry => ({ position: head.confirmed + i + 1, event: own.events.get(id)! }));
  const tail = { after, entries: [...entries, ...rest], position: positionOf(head), skipped };
  const replaced = live.reducing(() => replaceTail(live, tail));
  if (replaced.kind === 'rebuild') return false;
  writer.markRead(mark);
  if (replaced.kind === 'unchanged') return true;
  kernel.apply({ type: 'replaceTail', replaced, models: live, ...added, head, skipped, isNew: own.isNew });
  return true;
}

/** The events that the store holds after a position up to which it knows the log. */
interface Own extends Pick<Adopt, 'isNew'> {
  /** By id. */
  readonly events: ReadonlyMap<string, Envelope>;
  /** Whether these are all. Not if it has dropped some, or has own ones that this app cannot decode. */
  readonly isWhole: boolean;
}

export function ownAfter({ models, position: head }: Kernel, after: number): Own {
  const events = new Map(models.tail.since(after).map(({ event }) => [event.id, event]));
  return {
    events,
    isWhole: events.size === head - after,
    isNew: ({ position, event }) => position > after && !events.has(event.id),
  };
}
