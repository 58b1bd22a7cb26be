export { createUndo } from './undo/create-undo.ts';
export type { Superseded, Undo, UndoOptions, UndoOutcome, UndoState } from './undo/undo.ts';
export { rejectCommit } from './rejections/reject-commit.ts';
export { createRejections } from './rejections/create-rejections.ts';
export type { RejectedCommit, Rejections, RejectionsOptions } from './rejections/rejections.ts';
