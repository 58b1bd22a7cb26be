import type { ModelDefinition } from '../../fold/fold.ts';
import { withWritesPaused } from '../../write/with-writes-paused.ts';
import { positionOf, type SkippedPosition } from '../change.ts';
import { foldBeside } from './fold-beside.ts';
import type { StoreInternals } from '../internals.ts';
import { ownAfter, replaceLiveTail } from './replace-live-tail.ts';
import { TailReader } from './tail-reader.ts';
import { createWindow } from '../../fold/window/undo-window.ts';

/**
 * Folds read models from the log in the background, then adds them to the live ones, or replaces those of the same
 * name. Events that came to the log past the store are folded into the live ones in the same change.
 */
export async function attachModels(internals: StoreInternals, definitions: readonly ModelDefinition[]): Promise<void> {
  const { assert, kernel } = internals;
  kernel.models.keepWindow(createWindow);
  const reader = new TailReader(internals);
  const isAttached = await foldBeside(
    internals,
    definitions,
    () => undefined,
    (models, { mark, head, pending, missing }) => {
      assert.use('attach');
      // Otherwise another tab has written: models folded from different logs must not be mixed.
      if (positionOf(head) !== kernel.position)
        return replaceLiveTail(kernel, reader, { mark, head, pending }, { models, missing });
      kernel.apply({ type: 'adopt', models, head, missing, isNew: () => false });
      return true;
    },
    (position) => reader.readTo(position),
  );
  if (isAttached) return;
  kernel.writer.markStale();
  await foldAll(internals, 'attach', () => false, definitions);
}

/**
 * Folds the events that came to the log past the store. It folds them into the live read models where they stand, or,
 * if it cannot, folds all read models again in the background and replaces the live ones. Both is one change.
 * `isSkippedNew(position)`: whether a skipped event at that position is new, where the store cannot tell.
 */
export async function rebuild(
  internals: StoreInternals,
  action: string,
  isSkippedNew: (position: number) => boolean,
): Promise<void> {
  const { kernel, loads } = internals;
  kernel.models.keepWindow(createWindow);
  // From here on the live models are not the whole log, and so must not be saved.
  kernel.writer.markStale();
  await loads.run(async () => {
    await kernel.snapshotter?.settled();
    if (!(await readTail(internals, action))) await foldAll(internals, action, isSkippedNew, []);
  });
}

/** Folds all read models again from their snapshots: the log no longer holds an event that a live one stands on. */
export async function foldAgain(internals: StoreInternals, action: string): Promise<void> {
  internals.kernel.models.keepWindow(createWindow);
  internals.kernel.writer.markStale();
  await internals.loads.run(() => foldAll(internals, action, () => false, []));
}

/** Resolves to false if the read models must be folded from the log. */
async function readTail(internals: StoreInternals, action: string): Promise<boolean> {
  const { assert, kernel } = internals;
  const { writer } = kernel;
  const reader = new TailReader(internals);
  await reader.readToEnd();
  let isRead = false;
  await withWritesPaused(writer, async () => {
    const mark = await reader.readToEnd();
    assert.use(action);
    if (mark === undefined) return;
    // A write may have failed only in its answer. Then the event is still pending, but also in the log.
    const pending = writer.pending.filter(({ id }) => !reader.ids.has(id));
    const head = { confirmed: mark.confirmed, pending: pending.length };
    isRead = replaceLiveTail(kernel, reader, { mark, head, pending });
  });
  return isRead;
}

/** `more`: read models to add, or to replace those of the same name. */
async function foldAll(
  internals: StoreInternals,
  action: string,
  isSkippedNew: (position: number) => boolean,
  more: readonly ModelDefinition[],
): Promise<void> {
  const { assert, kernel } = internals;
  const { models, snapshotter, status, writer } = kernel;
  const skipped: SkippedPosition[] = [];
  const names = new Set(more.map(({ name }) => name));
  const { confirmed: knownPosition } = writer.known;
  const { isWhole } = ownAfter(kernel, knownPosition);
  await snapshotter?.settled();
  await foldBeside(
    internals,
    [...models.models.filter(({ name }) => !names.has(name)), ...more],
    (event) => {
      skipped.push({ type: event.event, position: event.position });
      if (isWhole ? event.position > knownPosition : isSkippedNew(event.position)) status.tell(event);
    },
    (folded, { start, mark, head, missing }) => {
      assert.use(action);
      const { isNew } = ownAfter(kernel, knownPosition);
      writer.markRead(mark);
      kernel.apply({ type: 'adopt', models: folded, head, missing, counted: { start, skipped }, isNew });
    },
  );
}
