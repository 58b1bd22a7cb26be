import type { LogEntry } from '../fold/fold.ts';
import { isControl, Redone, Undone } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';

/** The owner of stacks: an actor, in one scope or in all. */
export interface Owner {
  readonly actor: string;
  readonly scope: string | undefined;
  /** Whether undo may take events of a type out. */
  readonly isUndoable: (type: string) => boolean;
  /** Whether a command has a compensation. */
  readonly isCompensating: (command: string | undefined) => boolean;
}

/** A group of the owner's own events. */
export interface Group {
  readonly id: string;
  readonly first: number;
  readonly last: number;
  readonly label: string | undefined;
  readonly scope: string | undefined;
  /** The command that decided all of it, if one did. */
  readonly command: string | undefined;
  /** Whether all its events may be taken out. */
  readonly canSkip: boolean;
  /** The group that it compensates. */
  readonly compensates: string | undefined;
}

/**
 * The effect of one redo: it brings back the groups of one undo, newest first, or the group that a compensation
 * replaced.
 */
export interface Redoable {
  readonly groups: readonly string[];
  readonly compensation: string | undefined;
}

/**
 * The undo and redo stacks of an actor, computed from the log alone: from the actor's own events, and the undos and
 * redos, in order. Events of others change nothing here, unless they undo the actor's.
 *
 * A new group goes on the undo stack, and clears the redo stack. A group that cannot be undone does neither. Undo moves
 * groups to the redo stack, and redo moves them back. A compensation goes on the redo stack in place of the group that
 * it compensates.
 */
export class Stacks {
  readonly owner: Owner;
  readonly #groups = new Map<string, Group>();
  /** A long list that changes almost only at its ends, so it is changed in place. */
  #undo: string[] = [];
  #redo: readonly Redoable[] = [];
  /** The group last put on the undo stack, and the redo stack before that. */
  #pushed: { readonly group: string; readonly redo: readonly Redoable[] } | undefined;

  constructor(owner: Owner) {
    this.owner = owner;
  }

  /** The same stacks, to take other events from here on. */
  copy(): Stacks {
    const copy = new Stacks(this.owner);
    for (const [id, group] of this.#groups) copy.#groups.set(id, group);
    copy.#undo = [...this.#undo];
    copy.#redo = this.#redo;
    copy.#pushed = this.#pushed;
    return copy;
  }

  /**
   * Moves the groups of the events after a position, where events of others came in before them. Returns whether that
   * is all that changes: not if a group began earlier, since it may have gone out of reach meanwhile.
   */
  shift(events: readonly LogEntry[], by: number, head: number, horizon: number): boolean {
    const moved = new Map<string, Group>();
    for (const { event } of events) {
      const group = this.group(event.metadata.group);
      if (group === undefined || moved.has(group.id)) continue;
      if (group.first < events[0]!.position) return false;
      moved.set(group.id, { ...group, first: group.first + by, last: group.last + by });
    }
    for (const [id, group] of moved) this.#groups.set(id, group);
    this.#forget(head - horizon);
    return true;
  }

  /** The groups that can be undone: 0 returns the newest, 1 the one before it. */
  undoable(nth: number): Group | undefined {
    return this.group(this.#undo.at(-1 - nth));
  }

  /** The redo stack, the next one last. */
  get redo(): readonly Redoable[] {
    return this.#redo;
  }

  group(id: string | undefined): Group | undefined {
    return id === undefined ? undefined : this.#groups.get(id);
  }

  /**
   * Reads the next events, up to the head of the log. Drops groups that ended beyond the horizon, event by event. So
   * the result is the same from wherever the log is read, if no group is split there.
   */
  take(events: readonly LogEntry[], head: number, horizon: number): void {
    for (const { position, event } of events) {
      this.#forget(position - 1 - horizon);
      if (Undone.is(event)) this.#undone(unique(event.data.groups), event.metadata.actorId === this.owner.actor);
      else if (Redone.is(event)) this.#redone(unique(event.data.groups));
      else if (!isControl(event)) this.#done(position, event);
    }
    this.#forget(head - horizon);
  }

  /** Whether an event belongs to a group of the owner. */
  owns({ metadata: { actorId, group, scope } }: Envelope): boolean {
    const { owner } = this;
    return group !== undefined && actorId === owner.actor && (owner.scope === undefined || scope === owner.scope);
  }

  #done(position: number, event: Envelope): void {
    if (!this.owns(event)) return;
    const { type, metadata } = event;
    const { scope, label, command, compensates } = metadata;
    const id = metadata.group!;
    const known = this.#groups.get(id);
    const group: Group = {
      id,
      first: known?.first ?? position,
      last: position,
      label: label ?? known?.label,
      scope,
      command: known === undefined || known.command === command ? command : undefined,
      canSkip: (known?.canSkip ?? true) && this.owner.isUndoable(type),
      compensates,
    };
    // Keeps the groups in the order in which they end.
    this.#groups.delete(id);
    this.#groups.set(id, group);
    if (known === undefined) this.#begun(group);
    else if (!this.#canUndo(group)) this.#spoilt(id);
  }

  #begun({ id, compensates, ...group }: Group): void {
    if (compensates !== undefined) {
      this.#takeOff(compensates);
      if (group.canSkip && this.#groups.has(compensates))
        this.#redo = [...this.#redo, { groups: [compensates], compensation: id }];
    } else if (this.#canUndo(group)) {
      this.#pushed = { group: id, redo: this.#redo };
      this.#undo.push(id);
      this.#redo = [];
    }
  }

  /** Handles a group that looked undoable until its latest event. */
  #spoilt(id: string): void {
    if (this.#undo.at(-1) === id && this.#pushed?.group === id) this.#redo = this.#known(this.#pushed.redo);
    this.#takeOff(id);
    this.#redo = this.#redo.filter(({ compensation }) => compensation !== id);
  }

  #undone(groups: readonly string[], isOwn: boolean): void {
    const back = this.#redo.filter(({ compensation }) => compensation !== undefined && groups.includes(compensation));
    const taken = groups.filter((group) => this.#undo.lastIndexOf(group) !== -1);
    this.#pushed = undefined;
    for (const group of taken) this.#takeOff(group);
    const made = back.flatMap((unit) => unit.groups.filter((id) => this.#groups.has(id)));
    this.#undo = this.#undo.concat(made);
    this.#redo = this.#redo.filter((unit) => !back.includes(unit));
    if (isOwn && taken.length > 0) this.#redo = [...this.#redo, { groups: taken, compensation: undefined }];
  }

  #redone(groups: readonly string[]): void {
    this.#pushed = undefined;
    this.#redo = this.#redo.flatMap((unit) => {
      if (unit.compensation !== undefined) return [unit];
      const left = unit.groups.filter((id) => !groups.includes(id));
      return left.length === 0 ? [] : [{ ...unit, groups: left }];
    });
    const back = groups.filter((id) => {
      const group = this.group(id);
      return group !== undefined && this.#canUndo(group) && !this.#undo.includes(id);
    });
    this.#undo = this.#undo.concat(back.reverse());
  }

  #takeOff(group: string): void {
    if (this.#undo[0] === group) return void this.#undo.shift();
    const index = this.#undo.lastIndexOf(group);
    if (index !== -1) this.#undo.splice(index, 1);
  }

  #canUndo({ canSkip, command }: Pick<Group, 'canSkip' | 'command'>): boolean {
    return canSkip || this.owner.isCompensating(command);
  }

  #forget(reach: number): void {
    for (const [id, { last }] of this.#groups) {
      if (last > reach) return;
      this.#groups.delete(id);
      this.#takeOff(id);
      if (this.#redo.length > 0) this.#redo = this.#known(this.#redo);
    }
  }

  /** The redo stack without dropped groups. */
  #known(redo: readonly Redoable[]): readonly Redoable[] {
    return redo.flatMap(({ groups, compensation }): readonly Redoable[] => {
      const left = groups.filter((id) => this.#groups.has(id));
      if (left.length === 0 || (compensation !== undefined && !this.#groups.has(compensation))) return [];
      return [{ groups: left, compensation }];
    });
  }
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
