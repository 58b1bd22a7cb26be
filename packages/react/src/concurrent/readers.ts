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

/**
 * The components that read, and which of them a step is for. One that has rendered the newest moment there was is told of
 * each step that changes what it reads: in the order of the store, and, where a transition is under way, from what is on the
 * screen, since React takes an urgent step first. One that has rendered an older moment follows the provider's.
 */
export class Readers {
  readonly #moments: Moments;
  readonly #all = new Set<Reader>();
  /** Those to whom the newest moment gives something else than the one before. */
  #changed = new Set<Reader>();
  /** On the screen. */
  #shown: Moment | undefined;
  /** Rendered last, and perhaps not on the screen yet. */
  #rendered: Moment | undefined;
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

  /** The provider renders a moment. */
  rendering(moment: Moment): void {
    this.#rendered = moment;
  }

  /** The provider has a moment on the screen. */
  shown(moment: Moment): void {
    const isUrgentOnly = this.#pending.length > 0 && moment === this.#urgent(this.#shown!);
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
    const from = missed[0]?.step.from ?? this.#moments.now;
    const reachable = [...missed.map(({ step }) => step.to), ...this.#urgently(from, missed), this.#moments.now];
    if (reachable.some((moment) => isOther(last, moment))) reader.touch();
  }

  #touch(steps: readonly Step[], inTransition: boolean | undefined): void {
    const branches = inTransition === true ? [] : this.#branches(steps);
    this.#pending = [...this.#pending, ...steps.map((step) => ({ step, inTransition, isAhead: false }))];
    const changed = this.#changed;
    this.#changed = new Set();
    // Who reads what in which branch is known by reading it.
    if (branches.length > 0) for (const reader of this.#all) if (isAmong(branches, reader.last!)) changed.add(reader);
    for (const reader of changed) if (this.#all.has(reader)) reader.touch();
  }

  /**
   * From where to where urgent steps may lead out of their order: from what is on the screen, or from what is being rendered,
   * which React finishes first where the steps come from outside of an event of the page.
   */
  #branches(steps: readonly Step[]): readonly Branch[] {
    const starts = new Set([this.#shown, this.#rendered].map((moment) => moment && this.#urgent(moment)));
    return [...starts].flatMap((before): readonly Branch[] => {
      if (before === undefined || before === steps[0]!.from) return [];
      return [[before, steps.reduce((moment, step) => this.#moments.after(moment, step), before)]];
    });
  }

  /** Where React is when it has taken the urgent steps behind a moment, and none of a transition. */
  #urgent(moment: Moment): Moment {
    const index = this.#pending.findIndex(({ step }) => step.to === moment);
    return this.#urgently(moment, this.#pending.slice(index + 1)).at(-1) ?? moment;
  }

  #urgently(from: Moment, pending: readonly Pending[]): readonly Moment[] {
    let moment = from;
    return pending
      .filter(({ inTransition, isAhead }) => inTransition === false && !isAhead)
      .map(({ step }) => (moment = this.#moments.after(moment, step)));
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
