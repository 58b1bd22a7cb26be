import { Controls } from './controls.ts';
import type { LogEntry, ModelChange, ModelDefinition } from './fold.ts';
import type { Changes } from './live-state.ts';
import type { ReadModels, Rewound, UndoFold } from './read-models.ts';
import { reconcile, refold, type Refolded } from './refold.ts';
import type { Checkpoint } from './undo-checkpoints.ts';

/** What takes events out of the fold. Most logs have no control, so most pages never load it. */
export const undoFold: UndoFold = { controlsOf: (tail) => new Controls(tail), rewound };

function rewound(models: ReadModels, flipped: readonly number[]): readonly Rewound[] {
  return affected(models, flipped).map(([model, checkpoints]) => {
    const refolded = foldAgain(models, model, checkpoints, ({ position }) => position <= models.position);
    const folded = reconcile(model, { checkpoints, state: models.world.state(model.name) }, refolded);
    return { model: model.name, checkpoints: refolded.checkpoints, folded };
  });
}

/**
 * What would have changed if these events, positions ascending, had never been: as of now, or of an earlier position
 * that is not below them. The read models stay as they are.
 */
export function changesWithout(models: ReadModels, positions: readonly number[], asOf?: number): Changes {
  const out = new Set(positions);
  const changes = new Map<string, ModelChange>();
  for (const [model, checkpoints] of affected(models, positions)) {
    const before =
      asOf === undefined
        ? { checkpoints, state: models.world.state(model.name) }
        : foldAgain(models, model, checkpoints, ({ position }) => position <= asOf);
    const after = foldAgain(
      models,
      model,
      checkpoints,
      ({ position }) => position <= (asOf ?? Infinity) && !out.has(position),
    );
    const { change } = reconcile(model, before, after);
    if (change !== undefined) changes.set(model.name, change);
  }
  return changes;
}

/** The read models that fold some of the events, each with the checkpoints from below the first of these. */
function affected(
  models: ReadModels,
  positions: readonly number[],
): readonly (readonly [ModelDefinition, readonly Checkpoint[]])[] {
  const wanted = new Set(positions);
  const events = models.tail.since(positions[0]! - 1).filter(({ position }) => wanted.has(position));
  return models.models.flatMap((model) => {
    const checkpoints = models.undoCheckpoints(model.name);
    // The lowest checkpoint was made when events below it were in or out as now: their controls have been read since.
    const first = events.find(
      ({ position, event }) => position > checkpoints.base.position && model['~handlers'].has(event.type),
    );
    return first === undefined ? [] : [[model, checkpoints.from(first.position)!] as const];
  });
}

function foldAgain(
  models: ReadModels,
  model: ModelDefinition,
  checkpoints: readonly Checkpoint[],
  isWanted: (entry: LogEntry) => boolean,
): Refolded {
  const events = models.kept(models.tail.since(checkpoints[0]!.position)).filter(isWanted);
  return models.reducing(() => refold(model, checkpoints, events, models.tools));
}
