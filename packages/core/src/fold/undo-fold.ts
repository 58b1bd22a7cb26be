import { RefoldError } from '../errors/refold-error.ts';
import { isControl, Rejected } from '../model/control-events.ts';
import type { Draft } from '../model/envelope.ts';
import { Controls } from './controls.ts';
import type { LogEntry, ModelChange, ModelDefinition } from './fold.ts';
import type { Changes } from './live-state.ts';
import { isReleased } from './window/released-event.ts';
import type { ReadModels, Rewound, UndoFold } from './read-models.ts';
import { reconcile, refold, type Refolded } from './refold.ts';
import type { Checkpoint } from './window/undo-checkpoints.ts';
import { createWindow } from './window/undo-window.ts';
import { inOneStep } from './work-steps.ts';

/** What takes events out of the fold. Most logs have no control, so most pages never load it. */
export const undoFold: UndoFold = {
  createWindow,
  controlsOf: (tail) => new Controls(tail),
  rewound,
  releasedForControls,
};

function rewound(models: ReadModels, flipped: readonly number[]): readonly Rewound[] {
  return affected(models, flipped).map(([model, checkpoints]) => {
    const refolded = foldAgain(models, model, checkpoints, ({ position }) => position <= models.position);
    const before = { checkpoints, state: models.world.state(model.name) };
    const folded = inOneStep((budget) => reconcile(model, before, refolded, budget));
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
    const { change } = inOneStep((budget) => reconcile(model, before, after, budget));
    if (change !== undefined) changes.set(model.name, change);
  }
  return changes;
}

/**
 * The events whose payloads have to be read from the log before those at some positions, ascending, can be taken out of
 * the fold or put back. `isWhole`: theirs too, whether or not they are folded.
 */
export function releasedFor(models: ReadModels, positions: readonly number[], isWhole = false): readonly LogEntry[] {
  if (!models.tail.hasReleased || positions.length === 0) return [];
  const flipped = new Set(positions);
  const needed = new Map<number, LogEntry>();
  const need = (entry: LogEntry): void => void (isReleased(entry.event) && needed.set(entry.position, entry));
  for (const [model, checkpoints] of affected(models, positions))
    for (const entry of models.tail.since(checkpoints[0]!.position)) {
      const isFolded = flipped.has(entry.position) || !models.controls.isSkipped(entry.position);
      if (isFolded && model['~handlers'].has(entry.event.type)) need(entry);
    }
  if (isWhole) for (const entry of models.tail.since(positions[0]! - 1)) if (flipped.has(entry.position)) need(entry);
  return [...needed.values()];
}

/** The same for events to come. What a rejection names is listed, so it is needed whole. */
export function releasedForControls(models: ReadModels, events: readonly Draft[]): readonly LogEntry[] {
  const { controls } = models;
  const named = events.filter(isControl).flatMap((control) => {
    if (control.type === '$dismissed') return [];
    if (control.type !== '$rejected') return control.data.groups.flatMap((group) => controls.members(group));
    return control.data.events.flatMap((id) => controls.find(id)?.position ?? []);
  });
  return releasedFor(
    models,
    named.sort((a, b) => a - b),
    events.some(Rejected.is),
  );
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
  const released = events.find(({ event }) => isReleased(event) && model['~handlers'].has(event.type));
  if (released !== undefined) throw new RefoldError('event.released', { id: released.event.id });
  return models.reducing(() => inOneStep((budget) => refold(model, checkpoints, events, models.tools, budget)));
}
