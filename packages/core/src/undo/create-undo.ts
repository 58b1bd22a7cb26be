import type { LogEntry } from '../fold/fold.ts';
import type { Tail } from '../fold/window/tail.ts';
import { upperBound } from '../fold/upper-bound.ts';
import { changesWithout, undoFold } from '../fold/undo-fold.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import { isControl, Redone, Rejected, Undone } from '../model/control-events.ts';
import { appendControl } from './append-control.ts';
import { compensate, type Compensating, compensatingCommand } from './compensate.ts';
import { Listeners } from '../store/listeners.ts';
import { PayloadReader } from './payload-reader.ts';
import { type Group, type Owner, Stacks } from './undo-stacks.ts';
import { supersededBy } from './superseded.ts';
import type { Superseded, Undo, UndoOptions, UndoOutcome, UndoState } from './undo.ts';

/**
 * Undoes and redoes the actions of the store's actor, in one scope or in all. The stacks follow from the log alone, so
 * they are the same after a reload.
 *
 * @example
 * const history = createUndo(store);
 * store.run(placeOrder, order);
 * history.state.undoLabel; // 'Sell tea'
 * history.undo();
 */
export function createUndo(store: AnyStore, options: UndoOptions = {}): Undo {
  return new StoreUndo(store, options);
}

/** Groups tried in one call, while undoing them changes nothing. */
const PROBED = 10;
const NOTHING: UndoState = { canUndo: false, canRedo: false };
const TRAVELLING: UndoState = { canUndo: false, canRedo: false, reason: 'travelling' };

class StoreUndo implements Undo {
  readonly #internals: StoreInternals;
  readonly #owner: Omit<Owner, 'actor'>;
  readonly #listeners: Listeners;
  readonly #payloads: PayloadReader;
  #stacks: Stacks;
  #tail: Tail | undefined;
  /** Position up to which the stacks have taken events. */
  #taken = 0;
  /** Stacks of the events up to a position, none of which a later event rejects. */
  #kept: { readonly stacks: Stacks; readonly taken: number } | undefined;
  #state = NOTHING;
  /** How many groups were tried in vain, as of a position. */
  #tried = { position: 0, groups: 0 };

  constructor(store: AnyStore, { scope }: UndoOptions) {
    this.#listeners = new Listeners(store, () => this.state);
    this.#internals = internalsOf(store);
    this.#payloads = new PayloadReader(this.#internals);
    const { catalog, commands, actor, kernel } = this.#internals;
    kernel.models.useUndoFold(undoFold);
    this.#owner = {
      scope,
      isUndoable: (type) => catalog.isUndoable(type),
      isCompensating: (command) => compensatingCommand(commands, command) !== undefined,
    };
    this.#stacks = new Stacks({ ...this.#owner, actor: actor() });
  }

  get state(): UndoState {
    const state = this.#internals.kernel.displayed.past === undefined ? this.#liveState() : TRAVELLING;
    if (KEYS.some((key) => state[key] !== this.#state[key])) this.#state = state;
    return this.#state;
  }

  #liveState(): UndoState {
    const stacks = this.#caughtUp();
    const newest = stacks.undoable(0);
    const redoable = stacks.redo.at(-1);
    const undoLabel = newest?.label;
    const redoLabel = stacks.group(redoable?.groups.at(-1))?.label;
    const canUndo = newest !== undefined && this.#refusal(newest) === undefined;
    const canRedo = redoable !== undefined && this.#areInReach(this.#namedBy(redoable));
    const isUndoHeld = !canUndo || this.#isHeld([newest]);
    const isRedoHeld = !canRedo || this.#isHeld(this.#namedBy(redoable));
    return {
      canUndo: canUndo && isUndoHeld,
      canRedo: canRedo && isRedoHeld,
      ...(!(isUndoHeld && isRedoHeld) && { reason: 'reading' as const }),
      ...(undoLabel !== undefined && { undoLabel }),
      ...(redoLabel !== undefined && { redoLabel }),
    };
  }

  undo(): UndoOutcome {
    this.#internals.assert.write('undo');
    this.#internals.assert.control('undo');
    this.#payloads.retry();
    const stacks = this.#caughtUp();
    const groups: string[] = [];
    const superseded: Superseded[] = [];
    let positions: readonly number[] = [];
    const { models } = this.#internals.kernel;
    const end = this.#triedBefore() + PROBED;
    for (let i = 0; i < end; i++) {
      const group = stacks.undoable(i);
      if (group === undefined) return failed(superseded.length === 0 ? 'nothing' : 'superseded', superseded);
      const refusal = this.#refusal(group);
      if (refusal !== undefined) return failed(superseded.length === 0 ? refusal : 'superseded', superseded);
      if (!this.#isHeld([...groups.map((id) => stacks.group(id)), group])) return failed('reading', superseded);
      const command = compensatingCommand(this.#internals.commands, group.command);
      if (command !== undefined) return this.#compensate(group, command, superseded);
      positions = positions.concat(models.controls.members(group.id)).sort((a, b) => a - b);
      groups.push(group.id);
      if (changesWithout(models, positions).size > 0) {
        const receipt = appendControl(this.#internals, Undone({ groups }), group);
        return { ok: true, groups, ...labelOf(group), receipt, superseded };
      }
      superseded.push({ group: group.id, ...labelOf(group), ...supersededBy(models, positions) });
    }
    this.#tried = { position: this.#taken, groups: end };
    return failed('superseded', superseded);
  }

  redo(): UndoOutcome {
    this.#internals.assert.write('redo');
    this.#internals.assert.control('redo');
    this.#payloads.retry();
    const stacks = this.#caughtUp();
    const redoable = stacks.redo.at(-1);
    if (redoable === undefined) return failed('nothing');
    if (!this.#areInReach(this.#namedBy(redoable))) return failed('out-of-horizon');
    if (!this.#isHeld(this.#namedBy(redoable))) return failed('reading');
    const { groups, compensation } = redoable;
    const label = labelOf(stacks.group(groups.at(-1)));
    const { scope } = this.#owner;
    const receipt =
      compensation === undefined
        ? appendControl(this.#internals, Redone({ groups }), { ...label, scope })
        : appendControl(this.#internals, Undone({ groups: [compensation] }), { ...label, scope });
    return { ok: true, groups, ...label, receipt, superseded: [] };
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#listeners.close();
  }

  /**
   * The current stacks: those of the log without rejected events. Built again after a rejection, after another actor
   * signs in, or when the store was rebuilt.
   */
  #caughtUp(): Stacks {
    const { tail } = this.#internals.kernel.models;
    const actor = this.#internals.actor();
    const first = tail.events[0]?.position ?? tail.head + 1;
    if (tail !== this.#tail) this.#follow(tail, actor, first);
    const isAnother = actor !== this.#stacks.owner.actor || this.#taken < first - 1;
    if (isAnother || hasRejection(tail, this.#taken)) this.#restart(actor, first);
    if (this.#taken < tail.head) this.#take(tail.head);
    return this.#stacks;
  }

  /**
   * Goes back to where another tail of the log begins, unless only events of others came in between. The next one is
   * likely to begin there or later, so the stacks at that position are kept.
   */
  #follow(tail: Tail, actor: string, first: number): void {
    const kept = this.#kept;
    const shared = this.#tail === undefined ? 0 : sharedPosition(this.#tail, tail);
    if (this.#tail !== undefined && shared >= first && this.#shift(this.#tail, tail, shared, actor)) {
      this.#tail = tail;
      this.#taken = tail.head;
      if (kept !== undefined && kept.taken > shared) this.#kept = undefined;
      return;
    }
    const isKept =
      kept !== undefined && kept.stacks.owner.actor === actor && kept.taken <= shared && kept.taken >= first - 1;
    this.#tail = tail;
    this.#kept = undefined;
    this.#restart(actor, first);
    // A later rejection may name events before, so then nothing is kept.
    if (shared < first || hasRejection(tail, isKept ? kept.taken : shared)) return;
    if (isKept) ({ stacks: this.#stacks, taken: this.#taken } = kept);
    this.#take(shared);
    this.#kept = { stacks: this.#stacks, taken: shared };
    this.#stacks = this.#stacks.copy();
  }

  /** Whether events of others that came in after a position are all that is new, and the stacks have made room. */
  #shift(old: Tail, tail: Tail, after: number, actor: string): boolean {
    const by = tail.head - old.head;
    const own = old.since(after);
    const all = tail.since(after);
    const count = all.length - own.length;
    if (count < 0 || by < 0 || this.#taken !== old.head || actor !== this.#stacks.owner.actor) return false;
    const isSame = own.every(({ event, position }, i) => {
      const { event: other, position: moved } = all[count + i]!;
      return other === event && moved === position + by;
    });
    const isForeign = all.slice(0, count).every(({ event }) => !isControl(event) && !this.#stacks.owns(event));
    if (!isSame || !isForeign) return false;
    return this.#stacks.shift(own, by, tail.head, tail.horizon);
  }

  #restart(actor: string, first: number): void {
    this.#stacks = new Stacks({ ...this.#owner, actor });
    this.#taken = first - 1;
  }

  /** Takes the events up to a position. */
  #take(position: number): void {
    const { controls, tail } = this.#internals.kernel.models;
    const left = tail.since(this.#taken).filter((entry) => entry.position <= position);
    const done = left.filter((entry) => !controls.isRejected(entry.position));
    this.#stacks.take(done, position, tail.horizon);
    this.#taken = position;
  }

  /** The groups that a redo would name. */
  #namedBy({ groups, compensation }: Stacks['redo'][number]): readonly (Group | undefined)[] {
    return (compensation === undefined ? groups : [compensation]).map((id) => this.#stacks.group(id));
  }

  #areInReach(groups: readonly (Group | undefined)[]): boolean {
    return groups.every((group) => group !== undefined && this.#isInReach(group));
  }

  #isInReach({ first }: Group): boolean {
    const { head, horizon } = this.#internals.kernel.models.tail;
    return first > head - horizon;
  }

  #refusal(group: Group): Failed['reason'] | undefined {
    if (!this.#isInReach(group)) return 'out-of-horizon';
    return this.#internals.kernel.models.tail.isOpaque(group.id) ? 'not-undoable' : undefined;
  }

  /** Whether undoing or redoing groups finds all events in memory. It starts to read those that are missing. */
  #isHeld(groups: readonly (Group | undefined)[]): boolean {
    const { commands, kernel } = this.#internals;
    if (!kernel.models.tail.hasReleased) return true;
    const members = groups.flatMap((group) => kernel.models.controls.members(group!.id)).sort((a, b) => a - b);
    const isCompensated = groups.some((group) => compensatingCommand(commands, group!.command) !== undefined);
    return this.#payloads.isHeld(members, isCompensated);
  }

  #triedBefore(): number {
    return this.#tried.position === this.#taken ? this.#tried.groups : 0;
  }

  #compensate(group: Group, command: Compensating, superseded: readonly Superseded[]): UndoOutcome {
    const { commands, groups, kernel, newMetadata } = this.#internals;
    const members = kernel.models.tail.since(group.first - 1).filter(({ event }) => event.metadata.group === group.id);
    const decided = compensate(
      commands,
      command,
      members.map(({ event }) => event),
    );
    if (!decided.ok) return { ...failed('rejected', superseded), rejection: decided.rejection };
    if (decided.drafts.length === 0) return failed('not-undoable', superseded);
    const own = newMetadata();
    const metadata = {
      ...own,
      group: own.correlationId,
      command: command.name,
      ...labelOf(group),
      ...(group.scope !== undefined && { scope: group.scope }),
      compensates: group.id,
    };
    const { receipt } = kernel.commit(decided.drafts, { metadata, note: () => groups.close() });
    return { ok: true, groups: [group.id], ...labelOf(group), receipt, superseded };
  }
}

const hasRejection = (tail: Tail, after: number): boolean => tail.since(after).some(({ event }) => Rejected.is(event));

/** The position of the last event before which two tails hold the same events; 0 if there is none. */
function sharedPosition(a: Tail, b: Tail): number {
  const isSame = (entry: LogEntry): boolean => b.events[upperBound(b.events, entry.position) - 1] === entry;
  let low = 0;
  let high = a.events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // What one of them has forgotten, both had.
    if (a.events[middle]!.position <= b.start || isSame(a.events[middle]!)) low = middle + 1;
    else high = middle;
  }
  const last = a.events[low - 1];
  return last !== undefined && isSame(last) ? last.position : 0;
}

const KEYS = ['canUndo', 'canRedo', 'undoLabel', 'redoLabel', 'reason'] as const;

const labelOf = (group: Group | undefined): { readonly label?: string } =>
  group?.label === undefined ? {} : { label: group.label };

type Failed = Extract<UndoOutcome, { readonly ok: false }>;
const failed = (reason: Failed['reason'], superseded: readonly Superseded[] = []): Failed => ({
  ok: false,
  reason,
  superseded,
});
