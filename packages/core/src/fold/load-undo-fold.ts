import { loadPart } from '../errors/load-part.ts';
import { isControl } from '../model/control-events.ts';
import type { Draft } from '../model/envelope.ts';
import { sizes } from '../log/sizes.ts';
import type { ReadModels } from './read-models.ts';

/**
 * Loads what controls need, if there is one among the events and the read models lack it. Await it before they take the
 * events: a page that meets an undo waits, and never shows a state without it. Rejects with `part.not_loaded`.
 */
export async function loadUndoFold(models: ReadModels, events: readonly Draft[]): Promise<void> {
  if (!lacksUndoFold(models, events)) return;
  const { undoFold } = await loadPart('undo fold', () => import('./undo-fold.ts'));
  models.useUndoFold(undoFold);
}

/** Whether there is a control among the events, and the read models lack what it needs. */
export const lacksUndoFold = (models: ReadModels, events: readonly Draft[]): boolean =>
  models.undoFold === undefined && events.some(isControl);

/**
 * Loads what a log needs that is not young, before read models fold it up to a position. A log whose undo reaches less
 * far has checkpoints from the start. If the code cannot be loaded, all events are held for now, and saving waits.
 */
export async function loadUndoWindow(models: ReadModels, position: number): Promise<void> {
  const isYoung =
    position - models.position < sizes.boundedFrom &&
    models.horizon >= sizes.checkpointGap * sizes.checkpointsOfHorizon;
  if (isYoung) return;
  const part = await loadPart('undo window', () => import('./window/undo-window.ts')).catch(() => {
    // The store loads it again with a later change.
  });
  models.keepWindow(part?.createWindow);
}
