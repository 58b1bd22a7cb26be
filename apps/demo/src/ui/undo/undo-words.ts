import type { UndoOutcome } from '@refold/core/undo';

export type Direction = 'undo' | 'redo';

/** What came of an undo or a redo, for the person who asked for it. */
export function undoWords(direction: Direction, outcome: UndoOutcome): string {
  const did = direction === 'undo' ? 'Undone' : 'Redone';
  if (outcome.ok) return outcome.label === undefined ? did : `${did}: ${outcome.label}`;
  switch (outcome.reason) {
    case 'nothing':
      return direction === 'undo' ? 'There is nothing to undo' : 'There is nothing to redo';
    case 'superseded':
      return `Later changes have taken the place of ${namesOf(outcome.superseded)}: nothing is left to ${direction}`;
    case 'not-undoable':
      return 'That cannot be undone: it has to stay on the books';
    case 'out-of-horizon':
      return `That is too long ago to ${direction}`;
    case 'rejected':
      return `That can no longer be ${direction === 'undo' ? 'undone' : 'redone'}`;
  }
}

/** What a button does, in full. */
export function buttonWords(direction: Direction, label: string | undefined): string {
  const word = direction === 'undo' ? 'Undo' : 'Redo';
  return label === undefined ? word : `${word}: ${label}`;
}

function namesOf(superseded: readonly { readonly label?: string }[]): string {
  const labels = superseded.flatMap(({ label }) => (label === undefined ? [] : [`“${label}”`]));
  return labels.length === 0 ? 'what was done' : labels.join(', ');
}
