import type { ModelDefinition } from '../fold/fold.ts';
import type { SkippedPosition } from './change.ts';
import { foldBeside } from './fold-beside.ts';
import type { StoreInternals } from './internals.ts';

/**
 * Folds all read models of a store anew beside the live ones and replaces these in one change: for events that came to the log
 * past the store. It begins from saved states, so it reads little more than the new events.
 * `isNew(position)`: whether to announce a skipped or rejecting event at that position. `more`: read models to add, or to
 * put in the place of those of the same name.
 */
export async function rebuild(
  internals: StoreInternals,
  action: string,
  isNew: (position: number) => boolean,
  more: readonly ModelDefinition[] = [],
): Promise<void> {
  const { assert, kernel, loads } = internals;
  const { models, snapshotter, status, writer } = kernel;
  // From here on the live models are not the log, and so not saved.
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
