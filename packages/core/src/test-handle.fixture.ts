import { replaceTail } from './fold/another-tail/replace-tail.ts';
import type { LogEntry, ModelState } from './fold/fold.ts';
import type { ControlDraft } from './model/control-events.ts';
import type { Draft, Envelope } from './model/envelope.ts';
import type { PastState } from './read/displayed-state.ts';
import type { Head } from './store/change.ts';
import { internalsOf } from './store/internals.ts';
import type { AnyStore } from './store/store.ts';
import { appendControl } from './undo/append-control.ts';
import { createWindow } from './fold/window/undo-window.ts';

/** What tests ask of a store and do to it, apart from its public interface. */
export interface TestHandle {
  /** Position of the last event that the store has folded. */
  readonly position: number;
  /** The end of the log, as far as the store has folded it. */
  readonly head: Head;
  /** Events that are in memory and not yet in the log. */
  readonly pending: readonly Envelope[];
  /** The latest events, which are in memory: at least those that an undo reaches. */
  readonly heldEvents: readonly LogEntry[];
  /** The position up to which the held events are known. */
  readonly heldUpTo: number;
  /** Whether an undo or a rejection takes the event at a position out of the fold. */
  isSkipped(position: number): boolean;
  isRejected(position: number): boolean;
  /** The present state of a read model, also while reads see the past. */
  state(model: string): ModelState;
  /** Resolves when nothing is being written. */
  written(): Promise<void>;
  /** Resolves when no snapshot is being saved. */
  snapshotsSaved(): Promise<void>;
  /** Saves snapshots now, without waiting for idle time. */
  saveSnapshots(): Promise<void>;
  /** Appends events to a group of any name, as calls that coalesce do. */
  appendToGroup(group: string, ...drafts: readonly Draft[]): void;
  /** Appends a control without the checks of the calls that make one. */
  appendControl(control: ControlDraft): void;
  /** Lets reads see a state at a position, or the present again. */
  display(past: PastState | undefined): void;
  /**
   * Replaces what stands after a position of the log by these events, as if all were stored. Returns false, and changes
   * nothing, if the log would have to be read again for it.
   */
  replaceAfter(position: number, events: readonly Envelope[]): boolean;
  /**
   * Brings in events that another tab has put into the log at a position, in front of the events that stand there.
   * Returns false as `replaceAfter` does.
   */
  insertForeign(position: number, ...drafts: readonly Draft[]): boolean;
}

let foreign = 0;

export function testHandle(store: AnyStore): TestHandle {
  const internals = internalsOf(store);
  const { kernel, newMetadata } = internals;
  const { models, writer } = kernel;
  const handle: TestHandle = {
    get position() {
      return kernel.position;
    },
    get head() {
      return kernel.head;
    },
    get pending() {
      return writer.pending;
    },
    get heldEvents() {
      return models.heldEvents;
    },
    get heldUpTo() {
      models.keepWindow(createWindow);
      return models.tail.head;
    },
    isSkipped: (position) => models.undoFold !== undefined && models.controls.isSkipped(position),
    isRejected: (position) => models.undoFold !== undefined && models.controls.isRejected(position),
    state: (model) => models.world.state(model),
    written: () => writer.drain(),
    snapshotsSaved: () => kernel.snapshotter!.settled(),
    saveSnapshots: () => kernel.snapshotter!.saveNow(),
    appendToGroup: (group, ...drafts) =>
      void kernel.commit(drafts, { metadata: { ...newMetadata(), group }, note: undefined }),
    appendControl: (control) => void appendControl(internals, control),
    display: (past) => kernel.apply({ type: 'display', past }),
    replaceAfter(after, events) {
      const entries = events.map((event, i) => ({ position: after + i + 1, event }));
      const position = after + events.length;
      models.keepWindow(createWindow);
      const replaced = replaceTail(models, { after, entries, position });
      if (replaced.kind !== 'replaced') return false;
      const head = { confirmed: position, pending: 0 };
      kernel.apply({ type: 'replaceTail', replaced, models, head, skipped: [], isNew: () => false });
      return true;
    },
    insertForeign(position, ...drafts) {
      const events = drafts.map(({ type, data }): Envelope => {
        const id = `evt_of_another_tab_${++foreign}`;
        const metadata = { ...newMetadata('other tab'), ...(!type.startsWith('$') && { group: id }) };
        return { id, type, data, version: 1, timestamp: '2026-01-01T00:00:00.000Z', metadata };
      });
      const later = models.heldEvents.filter((entry) => entry.position >= position).map(({ event }) => event);
      return handle.replaceAfter(position - 1, [...events, ...later]);
    },
  };
  return handle;
}
