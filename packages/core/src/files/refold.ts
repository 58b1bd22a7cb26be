import type { SystemEvent } from '../engine/store-api.ts';
import type { StoreParts } from '../engine/store-parts.ts';

/**
 * Folds all read models of a store anew, beside the live ones, and puts them in their place in one go: for events that have
 * come into the log past the store. It begins from what is saved, so it reads little more than what is new.
 * `isNew`: whether the event at a position is to be told of when it has to be passed over.
 */
export async function refold(parts: StoreParts, isNew: (position: number) => boolean): Promise<void> {
  const { board, guard, models, moved, opener, publisher, snapshotter, writer } = parts;
  // From here the live models are not the log. They are not saved, so that what is noted as changed is for the new ones.
  writer.rebase(undefined);
  await snapshotter?.settled();
  const skipped = new Map<string, number>();
  const tell = (event: SystemEvent): void => {
    if (event.type !== 'event.skipped') return;
    skipped.set(event.event, (skipped.get(event.event) ?? 0) + 1);
    if (isNew(event.position)) board.tell(event);
  };
  await opener.attach(
    () => models.models,
    (folded, { start, last, pending }) => {
      guard('importLog');
      const known = new Set(board.status.stopped.map(({ model }) => model));
      const stopped = models.adopt(folded).filter(({ model }) => !known.has(model));
      moved(last + pending);
      writer.rebase(last);
      // Counted anew, from what is saved: some of it may never have been folded here before.
      let total = snapshotter?.begin(start) ?? 0;
      for (const [type, count] of skipped) {
        snapshotter?.noteSkipped(type, count);
        total += count;
      }
      board.passedOver(total);
      board.stopped(stopped);
      snapshotter?.advance(last + pending);
      publisher.refresh();
    },
    tell,
  );
}
