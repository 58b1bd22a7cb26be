'use client';
import type { Watch } from '@refold/core';
import type { Moment, Moments, Step } from '@refold/core/moments';
import { startTransition } from 'react';
import { isInTransition } from './react-internals.ts';

/** What a component reads, as it was last committed. */
export interface Committed {
  /** Of the moment that it has rendered, if that was the newest. */
  readonly id: number | undefined;
  /** What it reads, in any moment. */
  readonly read: (moment: Moment) => unknown;
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
  readonly step: Step;
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
  readonly #moments: Moments;
  readonly #all = new Set<Reader>();
  /** Those to whom the newest moment gives something else than the one before. */
  #changed = new Set<Reader>();
  /** On the screen. */
  #shown: Moment | undefined;
  #pending: readonly Pending[] = [];

  constructor(moments: Moments) {
    this.#moments = moments;
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
  connect(take: (steps: readonly Step[]) => void, show: (moment: Moment) => void): () => void {
    const end = this.#moments.follow((steps) => {
      const inTransition = isInTransition();
      // All in one go, so that React makes them one update.
      const update = (): void => {
        take(steps);
        this.#touch(steps, inTransition);
      };
      // In a transition within the transition React does not take many updates for a mistake, and warn of them.
      if (inTransition === true) startTransition(update);
      else update();
    });
    const { now } = this.#moments;
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
  shown(moment: Moment): void {
    const isUrgentOnly = this.#pending.length > 0 && moment === this.#urgent();
    const last = this.#pending.findIndex(({ step }) => step.to === moment);
    this.#shown = moment;
    if (moment === this.#moments.now) this.#pending = [];
    else if (last >= 0) this.#pending = this.#pending.slice(last + 1);
    else if (isUrgentOnly) for (const pending of this.#pending) pending.isAhead ||= pending.inTransition === false;
  }

  /** A component is on the screen. */
  committed(reader: Reader, last: Committed): void {
    reader.last = last;
    const { id } = last;
    if (id === undefined || id === this.#moments.now.id) return;
    // Steps that came while it was being rendered have not told it.
    const missed = this.#pending.slice(this.#pending.findIndex(({ step }) => step.to.id === id) + 1);
    const reachable = this.#reachable(missed[0]?.step.from ?? this.#moments.now, missed);
    if (reachable?.every((moment) => !isOther(last, moment)) !== true) reader.touch();
  }

  #touch(steps: readonly Step[], inTransition: boolean | undefined): void {
    const branches = this.#branches(steps);
    this.#pending = [...this.#pending, ...steps.map((step) => ({ step, inTransition, isAhead: false }))];
    const changed = this.#changed;
    this.#changed = new Set();
    // Who reads what in which branch is known by reading it.
    if (branches?.length !== 0)
      for (const reader of this.#all)
        if (branches === undefined || isAmong(branches, reader.last!)) changed.add(reader);
    for (const reader of changed) if (this.#all.has(reader)) reader.touch();
  }

  /** From where to where steps may lead out of their order; undefined when there are too many ways. */
  #branches(steps: readonly Step[]): readonly Branch[] | undefined {
    const { from } = steps[0]!;
    const before = this.#reachable(this.#pending[0]?.step.from ?? from, this.#pending);
    const starts = before && new Set(this.#shown === undefined ? before : [...before, this.#shown]);
    starts?.delete(from);
    return (
      starts &&
      Array.from(starts, (start): Branch => [
        start,
        steps.reduce((moment, step) => this.#moments.after(moment, step), start),
      ])
    );
  }

  /** The moments that React may show: it may have taken each of the steps, or not yet, but for those that are ahead. */
  #reachable(from: Moment, pending: readonly Pending[]): readonly Moment[] | undefined {
    let moments: readonly Moment[] = [from];
    for (const { step, isAhead } of pending) {
      const taken = moments.map((moment) => this.#moments.after(moment, step));
      moments = isAhead ? taken : [...new Set([...moments, ...taken])];
      if (moments.length > MOST_MOMENTS) return undefined;
    }
    return moments;
  }

  /** Where React is when it has taken all urgent steps, and none of a transition. */
  #urgent(): Moment {
    const urgent = this.#pending.filter(({ inTransition }) => inTransition === false);
    return urgent.reduce((moment, { step }) => this.#moments.after(moment, step), this.#pending[0]!.step.from);
  }
}

/** Whether a moment gives something else than what is on the screen. */
const isOther = ({ read, isEqual, value }: Committed, moment: Moment): boolean =>
  !isEqual(value as never, outcomeOf(() => read(moment)) as never);

/** The moments before and after. */
type Branch = readonly [before: Moment, after: Moment];

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
