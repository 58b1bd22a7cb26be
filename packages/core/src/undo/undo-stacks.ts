import type { LogEntry } from '../fold/fold.ts';
import { isControl, Redone, Undone } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';

/** Whose stacks, and what of theirs: all, or one scope. */
export interface Owner {
  readonly actor: string;
  readonly scope: string | undefined;
  /** Whether undo may take events of a type out. */
  readonly isUndoable: (type: string) => boolean;
  /** Whether a command says how to make up for what it decided. */
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
  /** The group that it makes up for. */
  readonly compensates: string | undefined;
}

/** What one redo brings back: the groups that one undo took out, newest first, or the one that a group makes up for. */
export interface Redoable {
  readonly groups: readonly string[];
  readonly compensation: string | undefined;
}

/**
 * What an actor can undo and redo, as a pure function of the log: of the actor's own events and of what was undone and
 * redone, in order. What others do changes nothing here, unless they undo what is the actor's.
 *
 * A new group is put on the undo stack, and what was to be redone is gone with it; so is nothing for a group that
 * cannot be undone. What undo takes out is put on the redo stack, and redo puts it back. A group that compensates for
 * another stands on the redo stack in its place.
 */
export class Stacks {
  readonly owner: Owner;
  readonly #groups = new Map<string, Group>();
  /** Long, and only ever changed at its ends, nearly: so it is changed in place. */
  #undo: string[] = [];
  #redo: readonly Redoable[] = [];
  /** The group that was put on the undo stack last, and what could be redone before. */
  #pushed: { readonly group: string; readonly redo: readonly Redoable[] } | undefined;

  constructor(owner: Owner) {
    this.owner = owner;
  }

  /** What can be undone: 0 gives the newest, 1 the one before it. */
  undoable(nth: number): Group | undefined {
    return this.group(this.#undo.at(-1 - nth));
  }

  /** What can be redone, the next last. */
  get redo(): readonly Redoable[] {
    return this.#redo;
  }

  group(id: string | undefined): Group | undefined {
    return id === undefined ? undefined : this.#groups.get(id);
  }

  /**
   * Takes the next events, up to the head of the log. Groups that end further back than undo reaches are forgotten, event by
   * event: so it comes to the same from wherever the log is read, if that cuts no group in two.
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

  #done(position: number, { type, metadata }: Envelope): void {
    const { actorId, group: id, scope, label, command, compensates } = metadata;
    const { owner } = this;
    if (id === undefined || actorId !== owner.actor || (owner.scope !== undefined && scope !== owner.scope)) return;
    const known = this.#groups.get(id);
    const group: Group = {
      id,
      first: known?.first ?? position,
      last: position,
      label: label ?? known?.label,
      scope,
      command: known === undefined || known.command === command ? command : undefined,
      canSkip: (known?.canSkip ?? true) && owner.isUndoable(type),
      compensates,
    };
    // In the order in which they end.
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

  /** It looked as if it could be undone, and an event later it cannot. */
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

  /** What is left to redo when groups have been forgotten. */
  #known(redo: readonly Redoable[]): readonly Redoable[] {
    return redo.flatMap(({ groups, compensation }): readonly Redoable[] => {
      const left = groups.filter((id) => this.#groups.has(id));
      if (left.length === 0 || (compensation !== undefined && !this.#groups.has(compensation))) return [];
      return [{ groups: left, compensation }];
    });
  }
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];
