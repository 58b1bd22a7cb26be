import type { ModelDefinition } from '../fold/fold.ts';
import { foldBeside } from './fold-beside.ts';
import type { StoreInternals } from './internals.ts';
import { rebuild } from './rebuild.ts';

/**
 * Folds read models from the log in the background, then adds them to the live ones, or replaces those of the same
 * name.
 */
export async function attachModels(internals: StoreInternals, definitions: readonly ModelDefinition[]): Promise<void> {
  const { assert, kernel, loads } = internals;
  const isSame = await loads.run(() =>
    foldBeside(
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
    ),
  );
  if (!isSame) await rebuild(internals, 'attach', () => false, definitions);
}
