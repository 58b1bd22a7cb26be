import { Controls } from '../controls.ts';
import type { LogEntry, ModelChange } from '../fold.ts';
import type { ReadModels, Rewound } from '../read-models.ts';
import { reconcileLater } from './reconcile-later.ts';
import {
  foldedTail,
  type FoldedTail,
  replacedTail,
  type ReplacedTail,
  replaceTail,
  type TailOutcome,
  tailReplacement,
} from './replace-tail.ts';
import { union } from './settle-rows.ts';
import { firstDifference, flippedBelow, type NewTail, reachesBelowHeld } from './tail-difference.ts';
import { upperBound } from '../upper-bound.ts';
import type { Changed, Checkpoint } from '../window/undo-checkpoints.ts';
import { inOneStep, StepBudget, type Steps } from '../work-steps.ts';

/** `stale`: what was folded no longer fits the live read models. Begin again, or use `replaceTail`. */
export type TailFoldingOutcome = TailOutcome | { readonly kind: 'stale' };

/**
 * `replaceTail` in steps, beside live read models that go on. `step` folds a new tail, and compares it with the present
 * one. `finish` takes the tail as it is then, and folds and compares only what has changed meanwhile.
 */
export class TailFolding {
  readonly #live: ReadModels;
  readonly #next: NewTail;
  readonly #start: FoldedTail;
  readonly #epoch: number;
  readonly #budget = new StepBudget();
  readonly #steps: Steps<TailOutcome>;
  #outcome: TailOutcome | undefined;

  /** `next`: the tail as it is now, with the own pending events at its end. */
  constructor(live: ReadModels, next: NewTail) {
    this.#live = live;
    this.#next = next;
    this.#start = foldedTail(live);
    this.#epoch = live.world.epoch;
    this.#steps = tailReplacement(this.#start, next, this.#budget);
  }

  /** Whether read models have been added or replaced meanwhile. */
  get isStale(): boolean {
    return this.#live.models !== this.#start.models;
  }

  /** Processes so many events, or rows. Returns whether it is ready to finish. */
  step(events: number): boolean {
    if (this.#outcome !== undefined || this.isStale) return true;
    this.#budget.renew(events);
    const { done, value } = this.#live.reducing(() => this.#steps.next());
    if (done === true) this.#outcome = value;
    return done === true;
  }

  /** The outcome for the tail as it is now. Call it once, when `step` has returned true. */
  finish(next: NewTail): TailFoldingOutcome {
    const outcome = this.#outcome;
    if (outcome === undefined || this.isStale) return STALE;
    return this.#live.reducing(() =>
      outcome.kind === 'replaced' ? this.#finish(outcome, next) : replaceTail(this.#live, next),
    );
  }

  #finish(replaced: ReplacedTail, next: NewTail): TailFoldingOutcome {
    const present = foldedTail(this.#live);
    if (next.after < present.tail.start || next.after > present.position) return STALE;
    const held = present.tail.since(next.after);
    const first = firstDifference(held, present.skipped, present.position, next);
    if (first === undefined) return { kind: 'unchanged' };
    const folded = withTail(this.#start, replaced, this.#next, present);
    const more = inOneStep((budget) => tailReplacement(folded, next, budget));
    if (more.kind === 'rebuild') return STALE;
    const over = more.kind === 'replaced' ? withTail(folded, more, next, present) : folded;
    const { position, tail, undoFold, controls } = over;
    const gone = held.slice(upperBound(held, first - 1));
    const entries = next.entries.slice(upperBound(next.entries, first - 1));
    if (reachesBelowHeld(present.tail, gone, present.controls) || reachesBelowHeld(tail, entries, controls))
      return STALE;
    const flipped = flippedBelow(first, gone, entries, present.controls?.out() ?? new Set(), controls);
    const models: Rewound[] = [];
    for (const model of present.models) {
      const { name } = model;
      const isFolded = ({ event }: LogEntry): boolean => model['~handlers'].has(event.type);
      const checkpoints = this.#checkpointsOver(name, present, over);
      const lowest = flipped.find(isFolded)?.position ?? first;
      const base = checkpoints?.[0]?.position ?? Infinity;
      if (checkpoints === undefined || base >= lowest || base > tail.settled) return STALE;
      const changed = union(
        this.#changedSince(name),
        more.kind === 'replaced' ? keysOf(more.changes.get(name)) : undefined,
      );
      const known = { state: folded.state(name), change: replaced.changes.get(name) };
      const isKnown = present.state(name) === this.#start.state(name) && over.state(name) === known.state;
      const { reused, ...one } = isKnown
        ? { folded: known, reused: undefined }
        : reconcileLater(model, present.state(name), over.state(name), known.change, changed);
      const top = checkpoints.pop()!;
      checkpoints.push({ ...top, since: union(top.since, reused) });
      models.push({ model: name, checkpoints, dropped: present.checkpoints(name).length, ...one });
    }
    return replacedTail({ position, tail, undoFold, controls, models }, first);
  }

  /**
   * The checkpoints of a read model over the new tail, from the lowest present one on: a state below that may have been
   * saved already. Undefined if the lowest one has been folded again meanwhile.
   */
  #checkpointsOver(model: string, present: FoldedTail, over: FoldedTail): Checkpoint[] | undefined {
    const base = present.checkpoints(model)[0]!;
    const was = this.#start.checkpoints(model).find(({ position }) => position === base.position);
    if (was?.state !== base.state) return undefined;
    const all = over.checkpoints(model);
    const above = all.findIndex(({ position }) => position > base.position);
    const at = (above < 0 ? all.length : above) - 1;
    return [{ position: base.position, state: base.state, since: all[at]!.since }, ...all.slice(at + 1)];
  }

  /** The changes of a live read model since the start. */
  #changedSince(model: string): Changed {
    const batches = this.#live.world.since(this.#epoch);
    if (batches === undefined) return 'whole';
    let changed: Changed;
    for (const batch of batches) changed = union(changed, keysOf(batch.get(model)));
    return changed;
  }
}

const STALE: TailFoldingOutcome = { kind: 'stale' };

const keysOf = (change: ModelChange | undefined): Changed =>
  change === undefined || change === 'whole' ? change : new Set(change.keys());

/** Folded read models with their new tail in place. `live`: has loaded undo meanwhile, if it has been needed. */
function withTail(before: FoldedTail, replaced: ReplacedTail, next: NewTail, live: FoldedTail): FoldedTail {
  const { position, tail } = replaced;
  const undoFold = replaced.undoFold ?? live.undoFold;
  const rewound = new Map(replaced.models.map((one) => [one.model, one]));
  return {
    ...{ models: before.models, tools: before.tools, position, tail, undoFold },
    skipped: next.skipped ?? [],
    controls: replaced.controls ?? (undoFold && new Controls(tail)),
    state: (model) => rewound.get(model)!.folded.state,
    checkpoints: (model) => {
      const { checkpoints, dropped } = rewound.get(model)!;
      const all = before.checkpoints(model);
      return [...all.slice(0, all.length - dropped!), ...checkpoints];
    },
  };
}
