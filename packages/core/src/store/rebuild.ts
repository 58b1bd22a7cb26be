import type { ModelDefinition } from '../fold/fold.ts';
import type { SkippedPosition } from './change.ts';
import { foldBeside } from './fold-beside.ts';
import type { StoreInternals } from './internals.ts';

/**
 * Folds all read models again in the background, and replaces the live ones in one change. Needed when events reached
 * the log past the store. It begins from snapshots, so it reads little more than the new events. `isNew(position)`:
 * whether to emit telemetry for a skipped or rejecting event at that position. `more`: read models to add, or to
 * replace those of the same name.
 */
export async function rebuild(
  internals: StoreInternals,
  action: string,
  isNew: (position: number) => boolean,
  more: readonly ModelDefinition[] = [],
): Promise<void> {
  const { assert, kernel, loads } = internals;
  const { models, snapshotter, status, writer } = kernel;
  // From here on the live models are not the whole log, and so must not be saved.
  writer.markStale();
  await snapshotter?.settled();
  await loads.run(() => {
    const skipped: SkippedPosition[] = [];
    const names = new Set(more.map(({ name }) => name));
    return foldBeside(
      internals,
      [...models.models.filter(({ name }) => !names.has(name)), ...more],
      (event) => {
        skipped.push({ type: event.event, position: event.position });
        if (isNew(event.position)) status.tell(event);
      },
      (folded, { start, head, missing }) => {
        assert.use(action);
        writer.markCurrent(head.confirmed);
        kernel.apply({ type: 'adopt', models: folded, head, missing, counted: { start, skipped }, isNew });
      },
    );
  });
}
