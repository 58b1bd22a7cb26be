import type { UndoOutcome } from '@refold/core/undo';

export type Direction = 'undo' | 'redo';

/** The outcome of an undo or a redo, in words. */
export function undoWords(direction: Direction, outcome: UndoOutcome): string {
  const did = direction === 'undo' ? 'Undone' : 'Redone';
  if (outcome.ok) return outcome.label === undefined ? did : `${did}: ${outcome.label}`;
  switch (outcome.reason) {
    case 'nothing':
      return direction === 'undo' ? 'There is nothing to undo' : 'There is nothing to redo';
    case 'superseded':
      return `Later changes replaced ${namesOf(outcome.superseded)}, so there is nothing to ${direction}`;
    case 'not-undoable':
      return 'This cannot be undone: it must stay on the books';
    case 'out-of-horizon':
      return `This is too long ago to ${direction}`;
    case 'rejected':
      return `This can no longer be ${direction === 'undo' ? 'undone' : 'redone'}`;
    case 'reading':
      return 'Still reading what happened then. Try again in a moment';
  }
}

/** The accessible name of a button. */
export function buttonWords(direction: Direction, label: string | undefined): string {
  const word = direction === 'undo' ? 'Undo' : 'Redo';
  return label === undefined ? word : `${word}: ${label}`;
}

function namesOf(superseded: readonly { readonly label?: string }[]): string {
  const labels = superseded.flatMap(({ label }) => (label === undefined ? [] : [`“${label}”`]));
  return labels.length === 0 ? 'the change' : labels.join(', ');
}
