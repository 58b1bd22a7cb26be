'use client';
import type { Watch } from '@refold/core/binding';
import type { StoreState, StoreStates, StoreUpdate } from '@refold/core/binding';
import { startTransition } from 'react';
import { isInTransition } from './react-internals.ts';

/** The last committed read of a component. */
export interface Committed {
  /** Id of the state that it rendered, if that was the newest. */
  readonly id: number | undefined;
  /** Reads the value in any state. */
  readonly read: (state: StoreState) => unknown;
  readonly isEqual: (a: never, b: never) => boolean;
  readonly value: unknown;
}

/** A component that reads. */
export interface Reader {
  /** Renders it again, together with the other current updates. */
  readonly touch: () => void;
  last: Committed | undefined;
}

/** A published update that is not on the screen in its order. */
interface Pending {
  readonly update: StoreUpdate;
  /** Whether it is part of a transition; undefined if that is unknown. */
  readonly inTransition: boolean | undefined;
  /** Whether it is on the screen already, ahead of earlier transitions. */
  isAhead: boolean;
}

/** If React may show more states than this next, checking readers costs more than rendering all. */
const MAX_STATES = 8;

/**
 * Decides which components an update must render. A component that rendered the newest state is touched by each update
 * that changes its value, from any state to which React may apply it. React applies urgent updates first, then any of
 * several transitions, in store order, and inserts the others later. A component that rendered an older state follows
 * the provider's state.
 */
export class Readers {
  readonly #states: StoreStates;
  readonly #all = new Set<Reader>();
  /** The readers whose value differs between the newest state and the one before. */
  #changed = new Set<Reader>();
  /** The state on the screen. */
  #shown: StoreState | undefined;
  #pending: readonly Pending[] = [];

  constructor(states: StoreStates) {
    this.#states = states;
  }

  add(reader: Reader, watch: Watch<unknown>): () => void {
    this.#all.add(reader);
    const end = watch.subscribe(() => void this.#changed.add(reader));
    return () => {
      this.#all.delete(reader);
      end();
    };
  }

  /**
   * Passes updates to the provider, and a state to continue from if it missed some. Returns an unsubscribe function.
   */
  connect(take: (updates: readonly StoreUpdate[]) => void, show: (state: StoreState) => void): () => void {
    const end = this.#states.follow((updates) => {
      const inTransition = isInTransition();
      // In one call, so that React makes them one update.
      const update = (): void => {
        take(updates);
        this.#touch(updates, inTransition);
      };
      // Nested in a transition, many updates do not look like an infinite loop to React, which would warn.
      if (inTransition === true) startTransition(update);
      else update();
    });
    const { now } = this.#states;
    if (this.#shown !== now) show(now);
    // No listener heard of changes since the readers rendered, such as by an effect of another component.
    for (const { last, touch } of this.#all) if (last!.id !== now.id && isOther(last!, now)) touch();
    return () => {
      end();
      this.#pending = [];
      this.#changed.clear();
    };
  }

  /** Records the provider's state on the screen. */
  shown(state: StoreState): void {
    const isUrgentOnly = this.#pending.length > 0 && state === this.#urgent();
    const last = this.#pending.findIndex(({ update }) => update.to === state);
    this.#shown = state;
    if (state === this.#states.now) this.#pending = [];
    else if (last >= 0) this.#pending = this.#pending.slice(last + 1);
    else if (isUrgentOnly) for (const pending of this.#pending) pending.isAhead ||= pending.inTransition === false;
  }

  /** Records that a component is on the screen. */
  committed(reader: Reader, last: Committed): void {
    reader.last = last;
    const { id } = last;
    if (id === undefined || id === this.#states.now.id) return;
    // Updates during its render did not touch it.
    const missed = this.#pending.slice(this.#pending.findIndex(({ update }) => update.to.id === id) + 1);
    const reachable = this.#reachable(missed[0]?.update.from ?? this.#states.now, missed);
    if (reachable?.every((state) => !isOther(last, state)) !== true) reader.touch();
  }

  #touch(updates: readonly StoreUpdate[], inTransition: boolean | undefined): void {
    const branches = this.#branches(updates);
    this.#pending = [...this.#pending, ...updates.map((update) => ({ update, inTransition, isAhead: false }))];
    const changed = this.#changed;
    this.#changed = new Set();
    // Read in each branch to find the readers it changes.
    if (branches?.length !== 0)
      for (const reader of this.#all)
        if (branches === undefined || isAmong(branches, reader.last!)) changed.add(reader);
    for (const reader of changed) if (this.#all.has(reader)) reader.touch();
  }

  /** The states before and after these updates, if React applies them out of order; undefined if there are too many. */
  #branches(updates: readonly StoreUpdate[]): readonly Branch[] | undefined {
    const { from } = updates[0]!;
    const before = this.#reachable(this.#pending[0]?.update.from ?? from, this.#pending);
    const starts = before && new Set(this.#shown === undefined ? before : [...before, this.#shown]);
    starts?.delete(from);
    return (
      starts &&
      Array.from(starts, (start): Branch => [
        start,
        updates.reduce((state, update) => this.#states.after(state, update), start),
      ])
    );
  }

  /** The states that React may show: it may or may not have applied each update, except those that are ahead. */
  #reachable(from: StoreState, pending: readonly Pending[]): readonly StoreState[] | undefined {
    let states: readonly StoreState[] = [from];
    for (const { update, isAhead } of pending) {
      const taken = states.map((state) => this.#states.after(state, update));
      states = isAhead ? taken : [...new Set([...states, ...taken])];
      if (states.length > MAX_STATES) return undefined;
    }
    return states;
  }

  /** The state with all urgent updates applied, and no transitions. */
  #urgent(): StoreState {
    const urgent = this.#pending.filter(({ inTransition }) => inTransition === false);
    return urgent.reduce((state, { update }) => this.#states.after(state, update), this.#pending[0]!.update.from);
  }
}

/** Whether a state's value differs from the one on the screen. */
const isOther = ({ read, isEqual, value }: Committed, state: StoreState): boolean =>
  !isEqual(value as never, outcomeOf(() => read(state)) as never);

/** The states before and after updates. */
type Branch = readonly [before: StoreState, after: StoreState];

const isAmong = (branches: readonly Branch[], { read, isEqual }: Committed): boolean =>
  branches.some(
    ([before, after]) => !isEqual(outcomeOf(() => read(before)) as never, outcomeOf(() => read(after)) as never),
  );

/** The value, or the error, which the component then gets when it renders. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}
