import { Rejected } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import type { SkippedEvent } from '../fold/decode-events.ts';
import type { LogEntry } from '../fold/fold.ts';
import type { ReadModels } from '../fold/read-models.ts';
import type { ReplacedTail } from '../fold/another-tail/replace-tail.ts';
import type { PastState } from '../read/displayed-state.ts';

/** The end of the log, as far as it is folded. Position of the last event: the sum of both. */
export interface Head {
  /** Position of the last stored event. */
  readonly confirmed: number;
  /** Events after it that are not stored yet. */
  readonly pending: number;
}

/** New events at the end of the log. */
export interface Append {
  readonly type: 'append';
  readonly entries: readonly LogEntry[];
  /** How many positions they take, the skipped ones included. */
  readonly count: number;
  /** Events among them that this app cannot decode. */
  readonly skipped: readonly SkippedEvent[];
  /** Queues the write. */
  readonly write: () => void;
}

/** Read models that were folded from the log elsewhere: at boot, by `attach`, by a rebuild. */
export interface Adopt {
  readonly type: 'adopt';
  readonly models: ReadModels;
  readonly head: Head;
  /** By read model, the position up to which it lacks dropped events; 0 when it lacks none. */
  readonly missing: ReadonlyMap<string, number>;
  /**
   * For read models that replace all: where the fold began, and the events skipped from there on. Absent if others
   * stay, which have counted the same events before.
   */
  readonly counted?: { readonly start: number; readonly skipped: readonly SkippedPosition[] };
  /** Whether an event came to the log while the store was open, and not through it. */
  readonly isNew: (entry: LogEntry) => boolean;
}

/** The writer has stored events, or has got more to store. */
export interface Confirm {
  readonly type: 'confirm';
  readonly pending: number;
}

/** Payloads that were released from memory have been read again, for undo. */
export interface Hold {
  readonly type: 'hold';
  readonly entries: readonly LogEntry[];
}

/** Time travel: reads see the state at a position; `undefined` shows the present again. */
export interface Display {
  readonly type: 'display';
  readonly past: PastState | undefined;
}

/** The end of the log with events that came to it past the store. Own pending events stay after them. */
export interface ReplaceTail extends Omit<Adopt, 'type' | 'missing' | 'counted'> {
  readonly type: 'replaceTail';
  readonly replaced: ReplacedTail;
  /** Read models to add in the same step, folded from the same log; the live ones if there are none to add. */
  readonly models: ReadModels;
  /** Of the added ones. */
  readonly missing?: ReadonlyMap<string, number>;
  /** New events to emit on `events$`, once all is folded. */
  readonly announced?: readonly Envelope[];
  /** New events that this app cannot decode. */
  readonly skipped: readonly SkippedEvent[];
}

export type Change = Append | Adopt | ReplaceTail | Confirm | Hold | Display;

export interface SkippedPosition {
  readonly type: string;
  readonly position: number;
}

/** What follows from a change. `Kernel.apply` runs it in this order, after the state has changed. */
export interface Effects {
  readonly write?: (() => void) | undefined;
  /** `$rejected` events whose rejections are to be announced: receipts first, then telemetry. */
  readonly rejections: readonly LogEntry[];
  readonly missing?: ReadonlyMap<string, number>;
  /** Replaces the count of skipped events. */
  readonly counted?: Adopt['counted'];
  /** Skipped events to add to the count and to announce. */
  readonly skipped: readonly SkippedEvent[];
  /** Whether a snapshot may be due. */
  readonly isSnapshotDue: boolean;
  /** Events to publish; none in the list: values may have changed without an event. */
  readonly publish?: readonly Envelope[];
}

export const positionOf = ({ confirmed, pending }: Head): number => confirmed + pending;

/** The head and the effects of a change. Pure: read models are folded, adopted and displayed by the kernel. */
export function applyChange(head: Head, change: Change): { readonly head: Head; readonly effects: Effects } {
  switch (change.type) {
    case 'append':
      return {
        head: { ...head, pending: head.pending + change.count },
        effects: {
          write: change.write,
          rejections: change.entries.filter(isRejection),
          skipped: change.skipped,
          isSnapshotDue: true,
          ...(change.entries.length > 0 && { publish: change.entries.map(({ event }) => event) }),
        },
      };
    case 'adopt':
    case 'replaceTail': {
      // Rejections before the first difference were announced before.
      const events =
        change.type === 'adopt' ? change.models.heldEvents : change.replaced.tail.since(change.replaced.first - 1);
      return {
        head: change.head,
        effects: {
          rejections: events.filter((entry) => isRejection(entry) && change.isNew(entry)),
          ...(change.missing !== undefined && { missing: change.missing }),
          ...('counted' in change && { counted: change.counted }),
          skipped: change.type === 'adopt' ? [] : change.skipped,
          isSnapshotDue: true,
          publish: (change.type === 'replaceTail' && change.announced) || [],
        },
      };
    }
    case 'confirm':
      return {
        head: { confirmed: positionOf(head) - change.pending, pending: change.pending },
        // A snapshot holds stored events only, so one may have waited for the last write.
        effects: { ...NOTHING, isSnapshotDue: change.pending === 0 },
      };
    case 'hold':
    case 'display':
      return { head, effects: { ...NOTHING, publish: [] } };
  }
}

const NOTHING: Effects = { rejections: [], skipped: [], isSnapshotDue: false };

const isRejection = ({ event }: LogEntry): boolean => event.type === Rejected.type;
