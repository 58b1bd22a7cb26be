import { buildEvent, type EventType } from './event.ts';
import type { Draft } from './envelope.ts';
import type { Schema } from './schema.ts';

/** The groups that an undo takes out of the fold, or a redo puts back in. */
export interface ControlData {
  readonly groups: readonly string[];
}

const schema: Schema<ControlData, ControlData> = {
  '~standard': {
    version: 1,
    vendor: 'refold',
    validate: (value) => {
      const groups = (value as Partial<ControlData> | null | undefined)?.groups;
      return Array.isArray(groups) && groups.every((group) => typeof group === 'string')
        ? { value: { groups: groups as readonly string[] } }
        : { issues: [{ message: 'should be a list of group ids', path: ['groups'] }] };
    },
  },
};

/**
 * The fact that groups of events were undone: from here on they are folded as if they had never been. Every store knows
 * it, so it is not listed; views may fold it, to show what was undone and by whom.
 *
 * @example
 * const audit = defineView('audit', { initial: { undone: 0 } }).on(Undone, (draft) => { draft.undone += 1; });
 */
export const Undone: EventType<'$undo', ControlData> = buildEvent('$undo', [{ schema }], {});

/** The fact that groups of events that were undone were brought back. As `Undone`, every store knows it. */
export const Redone: EventType<'$redo', ControlData> = buildEvent('$redo', [{ schema }], {});

/** The events that every store knows. */
export type ControlEvent = typeof Undone | typeof Redone;

/** Whether an event is an undo or a redo. */
export const isControl = (event: Draft): event is Draft<'$undo' | '$redo', ControlData> =>
  event.type === Undone.type || event.type === Redone.type;
