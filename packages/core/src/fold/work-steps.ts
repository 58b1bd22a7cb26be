/** Long work that pauses after each step, and then returns a result. */
export type Steps<T> = Generator<void, T, void>;

/** How many events, or rows, the present step of long work may still process. Without a limit, the work is one step. */
export class StepBudget {
  #left = Infinity;

  /** Whether the work is done in more than one step. */
  get isLimited(): boolean {
    return this.#left !== Infinity;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Begins a step. */
  renew(events: number): void {
    this.#left = events;
  }

  /** Takes from the budget what is wanted, or what is left of it. */
  take(wanted: number): number {
    const taken = Math.min(wanted, this.#left);
    this.#left -= taken;
    return taken;
  }
}

/** Processes a list in parts that fit into the steps. */
export function* inParts<T>(
  list: readonly T[],
  budget: StepBudget,
  process: (part: readonly T[]) => void,
): Steps<void> {
  for (let done = 0; done < list.length;) {
    if (budget.isSpent) yield;
    const count = budget.take(list.length - done);
    process(count === list.length ? list : list.slice(done, done + count));
    done += count;
  }
}

/** Does the work of a budget without a limit. */
export function inOneStep<T>(steps: (budget: StepBudget) => Steps<T>): T {
  const { done, value } = steps(new StepBudget()).next();
  if (done !== true) throw new Error('Work without a limit has paused.');
  return value;
}
