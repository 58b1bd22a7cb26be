'use client';
import type { Watch } from '@refold/core';
import type { StoreState, StoreStates, StoreUpdate } from '@refold/core/binding';
import { startTransition } from 'react';
import { isInTransition } from './react-internals.ts';

/** What a component reads, as it was last committed. */
export interface Committed {
  /** Of the moment that it has rendered, if that was the newest. */
  readonly id: number | undefined;
  /** What it reads, in any moment. */
  readonly read: (state: StoreState) => unknown;
  readonly isEqual: (a: never, b: never) => boolean;
  readonly value: unknown;
}

/** A component that reads. */
export interface Reader {
  /** Renders it again, with whatever else is being updated. */
  readonly touch: () => void;
  last: Committed | undefined;
}

/** A step that has been taken, and is not on the screen in its order. */
interface Pending {
  readonly update: StoreUpdate;
  /** Whether it is one of a transition; undefined when that cannot be told. */
  readonly inTransition: boolean | undefined;
  /** On the screen already, ahead of transitions that came before it. */
  isAhead: boolean;
}

/** With more moments than these that React may show next, finding out who reads what costs more than rendering all. */
const MOST_MOMENTS = 8;

/**
 * The components that read, and which of them a step is for. One that has rendered the newest moment there was is told of
 * each step that changes what it reads, from whatever moment React may take it: React takes urgent steps first, and of several
 * transitions any, in the order of the store, and puts the others in later. One that has rendered an older moment follows the
 * provider's.
 */
export class Readers {
  readonly #states: StoreStates;
  readonly #all = new Set<Reader>();
  /** Those to whom the newest moment gives something else than the one before. */
  #changed = new Set<Reader>();
  /** On the screen. */
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

  /** Tells the provider of steps, and of a moment to go on from when some were missed; the answer ends it. */
  connect(take: (updates: readonly StoreUpdate[]) => void, show: (state: StoreState) => void): () => void {
    const end = this.#states.follow((updates) => {
      const inTransition = isInTransition();
      // All in one go, so that React makes them one update.
      const update = (): void => {
        take(updates);
        this.#touch(updates, inTransition);
      };
      // In a transition within the transition React does not take many updates for a mistake, and warn of them.
      if (inTransition === true) startTransition(update);
      else update();
    });
    const { now } = this.#states;
    if (this.#shown !== now) show(now);
    // What has changed since they rendered, such as by an effect of another component, was told to nobody.
    for (const { last, touch } of this.#all) if (last!.id !== now.id && isOther(last!, now)) touch();
    return () => {
      end();
      this.#pending = [];
      this.#changed.clear();
    };
  }

  /** The provider has a moment on the screen. */
  shown(state: StoreState): void {
    const isUrgentOnly = this.#pending.length > 0 && state === this.#urgent();
    const last = this.#pending.findIndex(({ update }) => update.to === state);
    this.#shown = state;
    if (state === this.#states.now) this.#pending = [];
    else if (last >= 0) this.#pending = this.#pending.slice(last + 1);
    else if (isUrgentOnly) for (const pending of this.#pending) pending.isAhead ||= pending.inTransition === false;
  }

  /** A component is on the screen. */
  committed(reader: Reader, last: Committed): void {
    reader.last = last;
    const { id } = last;
    if (id === undefined || id === this.#states.now.id) return;
    // Steps that came while it was being rendered have not told it.
    const missed = this.#pending.slice(this.#pending.findIndex(({ update }) => update.to.id === id) + 1);
    const reachable = this.#reachable(missed[0]?.update.from ?? this.#states.now, missed);
    if (reachable?.every((state) => !isOther(last, state)) !== true) reader.touch();
  }

  #touch(updates: readonly StoreUpdate[], inTransition: boolean | undefined): void {
    const branches = this.#branches(updates);
    this.#pending = [...this.#pending, ...updates.map((update) => ({ update, inTransition, isAhead: false }))];
    const changed = this.#changed;
    this.#changed = new Set();
    // Who reads what in which branch is known by reading it.
    if (branches?.length !== 0)
      for (const reader of this.#all)
        if (branches === undefined || isAmong(branches, reader.last!)) changed.add(reader);
    for (const reader of changed) if (this.#all.has(reader)) reader.touch();
  }

  /** From where to where steps may lead out of their order; undefined when there are too many ways. */
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

  /** The moments that React may show: it may have taken each of the steps, or not yet, but for those that are ahead. */
  #reachable(from: StoreState, pending: readonly Pending[]): readonly StoreState[] | undefined {
    let states: readonly StoreState[] = [from];
    for (const { update, isAhead } of pending) {
      const taken = states.map((state) => this.#states.after(state, update));
      states = isAhead ? taken : [...new Set([...states, ...taken])];
      if (states.length > MOST_MOMENTS) return undefined;
    }
    return states;
  }

  /** Where React is when it has taken all urgent steps, and none of a transition. */
  #urgent(): StoreState {
    const urgent = this.#pending.filter(({ inTransition }) => inTransition === false);
    return urgent.reduce((state, { update }) => this.#states.after(state, update), this.#pending[0]!.update.from);
  }
}

/** Whether a moment gives something else than what is on the screen. */
const isOther = ({ read, isEqual, value }: Committed, state: StoreState): boolean =>
  !isEqual(value as never, outcomeOf(() => read(state)) as never);

/** The moments before and after. */
type Branch = readonly [before: StoreState, after: StoreState];

const isAmong = (branches: readonly Branch[], { read, isEqual }: Committed): boolean =>
  branches.some(
    ([before, after]) => !isEqual(outcomeOf(() => read(before)) as never, outcomeOf(() => read(after)) as never),
  );

/** What it gives, or what it throws: then the component is to meet the error itself, when it renders. */
function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}
