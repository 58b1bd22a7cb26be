import type { ModelDefinition } from '../fold/fold.ts';
import type { SkippedPosition } from './change.ts';
import { foldBeside } from './fold-beside.ts';
import type { StoreInternals } from './internals.ts';

/**
 * Folds read models from the log in the background, then adds them to the live ones, or replaces those of the same
 * name.
 */
export async function attachModels(internals: StoreInternals, definitions: readonly ModelDefinition[]): Promise<void> {
  const { assert, kernel } = internals;
  const isSame = await foldBeside(
    internals,
    definitions,
    () => undefined,
    (models, { head, missing }) => {
      assert.use('attach');
      // Otherwise another tab has written: models folded from different logs must not be mixed.
      if (head.confirmed + head.pending !== kernel.position) return false;
      kernel.apply({ type: 'adopt', models, head, missing, isNew: () => false });
      return true;
    },
  );
  if (isSame) return;
  kernel.writer.markStale();
  await foldAll(internals, 'attach', () => false, definitions);
}

/**
 * Folds all read models again in the background, and replaces the live ones in one change. Needed when events reached
 * the log past the store. It begins from snapshots, so it reads little more than the new events. `isNew(position)`:
 * whether to emit telemetry for a skipped or rejecting event at that position.
 */
export async function rebuild(
  internals: StoreInternals,
  action: string,
  isNew: (position: number) => boolean,
): Promise<void> {
  // From here on the live models are not the whole log, and so must not be saved.
  internals.kernel.writer.markStale();
  await internals.loads.run(() => foldAll(internals, action, isNew, []));
}

/** `more`: read models to add, or to replace those of the same name. */
async function foldAll(
  internals: StoreInternals,
  action: string,
  isNew: (position: number) => boolean,
  more: readonly ModelDefinition[],
): Promise<void> {
  const { assert, kernel } = internals;
  const { models, snapshotter, status, writer } = kernel;
  const skipped: SkippedPosition[] = [];
  const names = new Set(more.map(({ name }) => name));
  await snapshotter?.settled();
  await foldBeside(
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
}
