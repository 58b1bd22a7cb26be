/** Runs asynchronous work one after the other. */
export class Sequence {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all earlier work has ended. A failure goes to its caller and does not stop later work. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = Promise.allSettled([result]);
    return result;
  }

  /** Resolves when the work that was given so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
