import type { Tail } from '../fold/tail.ts';
import { changesWithout, undoFold } from '../fold/undo-fold.ts';
import type { AnyStore } from '../store/store.ts';
import { internalsOf, type StoreInternals } from '../store/internals.ts';
import { Redone, Rejected, Undone } from '../model/control-events.ts';
import { appendControl } from './append-control.ts';
import { Listeners } from '../store/listeners.ts';
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
  #stacks: Stacks;
  #tail: Tail | undefined;
  /** Position up to which the stacks have taken events. */
  #taken = 0;
  #state = NOTHING;
  /** How many groups were tried in vain, as of a position. */
  #tried = { position: 0, groups: 0 };

  constructor(store: AnyStore, { scope }: UndoOptions) {
    this.#listeners = new Listeners(store, () => this.state);
    this.#internals = internalsOf(store);
    const { catalog, commands, actor, kernel } = this.#internals;
    kernel.models.useUndoFold(undoFold);
    this.#owner = {
      scope,
      isUndoable: (type) => catalog.isUndoable(type),
      isCompensating: (command) => commands.compensating(command) !== undefined,
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
    return {
      canUndo: newest !== undefined && this.#refusal(newest) === undefined,
      canRedo: redoable !== undefined && this.#areInReach(this.#namedBy(redoable)),
      ...(undoLabel !== undefined && { undoLabel }),
      ...(redoLabel !== undefined && { redoLabel }),
    };
  }

  undo(): UndoOutcome {
    this.#internals.assert.write('undo');
    this.#internals.assert.control('undo');
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
      const command = this.#internals.commands.compensating(group.command);
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
    const stacks = this.#caughtUp();
    const redoable = stacks.redo.at(-1);
    if (redoable === undefined) return failed('nothing');
    if (!this.#areInReach(this.#namedBy(redoable))) return failed('out-of-horizon');
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
    const { controls, tail } = this.#internals.kernel.models;
    const actor = this.#internals.actor();
    const first = tail.events[0]?.position ?? tail.head + 1;
    const isAnother = tail !== this.#tail || actor !== this.#stacks.owner.actor || this.#taken < first - 1;
    if (isAnother || tail.since(this.#taken).some(({ event }) => Rejected.is(event))) {
      this.#tail = tail;
      this.#stacks = new Stacks({ ...this.#owner, actor });
      this.#taken = first - 1;
    }
    if (this.#taken < tail.head) {
      const left = tail.since(this.#taken).filter(({ position }) => !controls.isRejected(position));
      this.#stacks.take(left, tail.head, tail.horizon);
      this.#taken = tail.head;
    }
    return this.#stacks;
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

  #triedBefore(): number {
    return this.#tried.position === this.#taken ? this.#tried.groups : 0;
  }

  #compensate(
    group: Group,
    command: Parameters<StoreInternals['commands']['compensate']>[0],
    superseded: readonly Superseded[],
  ): UndoOutcome {
    const { commands, groups, kernel, newMetadata } = this.#internals;
    const members = kernel.models.tail.since(group.first - 1).filter(({ event }) => event.metadata.group === group.id);
    const decided = commands.compensate(
      command,
      members.map(({ event }) => event),
    );
    if (!decided.ok) return { ...failed('rejected', superseded), rejection: decided.rejection };
    if (decided.drafts.length === 0) return failed('not-undoable', superseded);
    const newMetadataed = newMetadata();
    const metadata = {
      ...newMetadataed,
      group: newMetadataed.correlationId,
      command: command.name,
      ...labelOf(group),
      ...(group.scope !== undefined && { scope: group.scope }),
      compensates: group.id,
    };
    const { receipt } = kernel.commit(decided.drafts, { metadata, note: () => groups.close() });
    return { ok: true, groups: [group.id], ...labelOf(group), receipt, superseded };
  }
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
