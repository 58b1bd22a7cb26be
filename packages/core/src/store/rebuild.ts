import type { ModelDefinition } from '../fold/fold.ts';
import type { SkippedEvent } from '../fold/decode-events.ts';
import type { StoreInternals } from './internals.ts';

/**
 * Folds all read models of a store anew, beside the live ones, and puts them in their place in one go: for events that have
 * come into the log past the store. It begins from what is saved, so it reads little more than what is new.
 * `isNew`: whether the event at a position is to be told of when it has to be passed over, or rejects others. `more`: read models that come in
 * with it, or in the place of those of the same name.
 */
export async function reread(
  parts: StoreInternals,
  action: string,
  isNew: (position: number) => boolean,
  more: readonly ModelDefinition[] = [],
): Promise<void> {
  const { board, assert, kernel, models, opener, publisher, snapshotter, writer } = parts;
  // From here the live models are not the log, and so not saved.
  writer.markStale();
  await snapshotter?.settled();
  const skipped: { readonly type: string; readonly position: number }[] = [];
  const tell = (event: SkippedEvent): void => {
    skipped.push({ type: event.event, position: event.position });
    if (isNew(event.position)) board.tell(event);
  };
  const names = new Set(more.map(({ name }) => name));
  await opener.attach(
    () => [...models.models.filter(({ name }) => !names.has(name)), ...more],
    (folded, { start, last, pending }) => {
      assert.use(action);
      models.adopt(folded);
      kernel.position = last + pending;
      writer.markCurrent(last);
      // Counted anew, from what is saved: some of it may never have been folded here before.
      const before = snapshotter?.begin(start) ?? 0;
      for (const { type, position } of skipped) snapshotter?.noteSkipped(type, position);
      board.setSkipped(before + skipped.length);
      board.stopped(models.stopped);
      snapshotter?.advance(models.settled);
      kernel.tellRejected(models.controls.tail.filter(({ position }) => isNew(position)));
      publisher.refresh();
    },
    tell,
  );
}
