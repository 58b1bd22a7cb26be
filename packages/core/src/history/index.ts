export type { Superseded, Undo, UndoOutcome, UndoState } from './undo.ts';
