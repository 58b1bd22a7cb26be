import { TimeSlices } from '../../env/time-slice.ts';
import { replaceTail, type TailOutcome } from '../../fold/another-tail/replace-tail.ts';
import type { NewTail } from '../../fold/another-tail/tail-difference.ts';
import { TailFolding } from '../../fold/another-tail/tail-folding.ts';
import { createWindow } from '../../fold/window/undo-window.ts';
import { laterSizes } from '../../log/later-sizes.ts';
import type { StoreInternals } from '../internals.ts';

/**
 * Folds another tail of the log while the page goes on: it may paint, take input and append in between. Few events are
 * folded at once.
 *
 * `tailNow` returns the tail as it is when it is called, with the own pending events at its end. It is called at the
 * start, and again for the outcome. `apply` gets that in the same task, so that it fits the live read models.
 */
export async function foldTailBeside<T>(
  { env, kernel: { models } }: Pick<StoreInternals, 'env' | 'kernel'>,
  tailNow: () => NewTail,
  apply: (outcome: TailOutcome) => T,
): Promise<T> {
  models.keepWindow(createWindow);
  const slices = new TimeSlices(env);
  let next = tailNow();
  for (let begun = 0; begun < 2 && next.entries.length > laterSizes.tailInOneTask; begun++) {
    const folding = new TailFolding(models, next);
    while (!folding.step(laterSizes.tailSlice)) if (slices.isDue) await slices.rest(undefined);
    if (slices.isDue) await slices.rest(undefined);
    next = tailNow();
    const outcome = folding.finish(next);
    if (outcome.kind !== 'stale') return apply(outcome);
  }
  return apply(models.reducing(() => replaceTail(models, next)));
}
