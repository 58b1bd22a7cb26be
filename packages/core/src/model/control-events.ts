import { buildEvent, type EventType } from './event.ts';
import type { Draft } from './envelope.ts';

/** The groups that an undo takes out of the fold, or a redo puts back in. */
export interface ControlData {
  readonly groups: readonly string[];
}

/** The events that are refused, and why, as in the rejection of a command. */
export interface RejectedData {
  /** Ids of the events of the commit. */
  readonly events: readonly string[];
  readonly code: string;
  /** JSON. */
  readonly details?: unknown;
}

/** The ids of the `$rejected` that have been dealt with. */
export interface DismissedData {
  readonly rejections: readonly string[];
}

/**
 * The fact that groups of events were undone: from here on they are folded as if they had never been. Every store knows
 * it, so it is not listed; views may fold it, to show what was undone and by whom.
 *
 * @example
 * const audit = defineView('audit', { initial: { undone: 0 } }).on(Undone, (draft) => { draft.undone += 1; });
 */
export const Undone: EventType<'$undo', ControlData> = ofToolkit('$undo', 'groups');

/** The fact that groups of events that were undone were brought back. As `Undone`, every store knows it. */
export const Redone: EventType<'$redo', ControlData> = ofToolkit('$redo', 'groups');

/**
 * The fact that a commit was refused for good by whoever has the last word, a server mostly: its events are folded as if
 * they had never been, and nothing brings them back. As `Undone`, every store knows it.
 */
export const Rejected: EventType<'$rejected', RejectedData> = ofToolkit('$rejected', 'events', 'code');

/** The fact that somebody has taken note of rejections, which are not listed any more. As `Undone`, every store knows it. */
export const Dismissed: EventType<'$dismissed', DismissedData> = ofToolkit('$dismissed', 'rejections');

/** The events that every store knows. */
export type ControlEvent = typeof Undone | typeof Redone | typeof Rejected | typeof Dismissed;

/** One of them. */
export type ControlDraft =
  | Draft<'$undo' | '$redo', ControlData>
  | Draft<'$rejected', RejectedData>
  | Draft<'$dismissed', DismissedData>;

/** Whether an event is one of these: names that begin so are the toolkit's, and of those it knows no others are folded. */
export const isControl = (event: Draft): event is ControlDraft => event.type.startsWith('$');

/** An event that names ids, and has a text besides where it is to say why. */
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
