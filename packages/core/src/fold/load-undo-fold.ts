import { loadPart } from '../errors/load-part.ts';
import { isControl } from '../model/control-events.ts';
import type { Draft } from '../model/envelope.ts';
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
