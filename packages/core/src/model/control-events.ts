import { buildEvent, type EventType } from './event.ts';
import type { Draft } from './envelope.ts';

/** The groups that an undo takes out of the fold, or a redo puts back in. */
export interface ControlData {
  readonly groups: readonly string[];
}

/** The rejected events and the reason, as in the rejection of a command. */
export interface RejectedData {
  /** Ids of the events of the commit. */
  readonly events: readonly string[];
  readonly code: string;
  /** JSON. */
  readonly details?: unknown;
}

/** Ids of the `$rejected` events that have been dealt with. */
export interface DismissedData {
  readonly rejections: readonly string[];
}

/**
 * The fact that groups of events were undone: from here on they are folded as if they had never happened. Every store
 * knows it, so do not list it. Views may fold it, to show what was undone and by whom.
 *
 * @example
 * const audit = defineView('audit', { initial: { undone: 0 } }).on(Undone, (draft) => { draft.undone += 1; });
 */
export const Undone: EventType<'$undo', ControlData> = ofToolkit('$undo', 'groups');

/** The fact that undone groups were brought back. Like `Undone`, every store knows it. */
export const Redone: EventType<'$redo', ControlData> = ofToolkit('$redo', 'groups');

/**
 * The fact that a commit was rejected for good, mostly by a server. Its events are folded as if they had never
 * happened, and nothing brings them back. Like `Undone`, every store knows it.
 */
export const Rejected: EventType<'$rejected', RejectedData> = ofToolkit('$rejected', 'events', 'code');

/**
 * The fact that somebody dismissed rejections, which are then no longer listed. Like `Undone`, every store knows it.
 */
export const Dismissed: EventType<'$dismissed', DismissedData> = ofToolkit('$dismissed', 'rejections');

/** The events that every store knows. */
export type ControlEvent = typeof Undone | typeof Redone | typeof Rejected | typeof Dismissed;

/** A draft of one of them. */
export type ControlDraft =
  | Draft<'$undo' | '$redo', ControlData>
  | Draft<'$rejected', RejectedData>
  | Draft<'$dismissed', DismissedData>;

/** Whether an event is a control. Names with `$` are reserved for the toolkit, and it folds no others of these. */
export const isControl = (event: Draft): event is ControlDraft => event.type.startsWith('$');

/** Defines an event whose payload has a list of ids, and texts such as a reason. */
function ofToolkit<const T extends string>(type: T, ids: string, ...texts: readonly string[]): EventType<T, any> {
  const fits = (data: Record<string, unknown>): boolean =>
    Array.isArray(data[ids]) && data[ids].every(isText) && texts.every((text) => isText(data[text]));
  const validate = (value: unknown): unknown =>
    fits((value ?? {}) as Record<string, unknown>)
      ? { value }
      : { issues: [{ message: `should name ${[ids, ...texts].join(' and ')}` }] };
  return buildEvent(type, [{ schema: { '~standard': { version: 1, vendor: 'refold', validate } } }], {});
}

const isText = (value: unknown): boolean => typeof value === 'string';
