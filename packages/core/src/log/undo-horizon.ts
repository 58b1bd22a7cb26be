/** How many positions back undo and redo reach in a log that was made without a number of its own. */
export const DEFAULT_UNDO_HORIZON = 10_000;
