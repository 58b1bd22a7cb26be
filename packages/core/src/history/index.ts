export { at } from './past.ts';
export type { Past, PastOptions } from './past.ts';
export type { Address } from './address.ts';
export type { Among } from './times.ts';
export { createTimeline } from './timeline.ts';
export type { PlayOptions, SeekOptions, Timeline, TimelineOptions, TimelineState } from './timeline-api.ts';
export type { Superseded, Undo, UndoOutcome, UndoState } from './undo.ts';
