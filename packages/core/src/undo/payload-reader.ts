import { releasedFor } from '../fold/undo-fold.ts';
import type { StoreInternals } from '../store/internals.ts';
import { readReleased } from '../store/loading/read-released.ts';

/** Reads the payloads that an undo or redo needs from the log again, if they are no longer in memory. */
export class PayloadReader {
  readonly #internals: StoreInternals;
  #isReading = false;
  /** The head at which reading failed. */
  #failedAt: number | undefined;

  constructor(internals: StoreInternals) {
    this.#internals = internals;
  }

  /**
   * Whether memory has all that taking the events at some positions, ascending, out of the fold or putting them back
   * needs. Otherwise it begins to read, and the store notifies its subscribers at the end. `isWhole`: whether their own
   * payloads are needed in any case.
   */
  isHeld(positions: readonly number[], isWhole: boolean): boolean {
    const released = releasedFor(this.#internals.kernel.models, positions, isWhole);
    if (released.length > 0) this.#read(released);
    return released.length === 0;
  }

  /** Lets the next look read again after a failure, which is reported once for each head. */
  retry(): void {
    this.#failedAt = undefined;
  }

  #read(released: ReturnType<typeof releasedFor>): void {
    const { env, kernel } = this.#internals;
    if (this.#isReading || this.#failedAt === kernel.position) return;
    this.#isReading = true;
    readReleased(this.#internals, released).then(
      (entries) => {
        // First: a listener may look at once whether more has to be read.
        this.#isReading = false;
        kernel.apply({ type: 'hold', entries });
      },
      (error: unknown) => {
        this.#isReading = false;
        this.#failedAt = kernel.position;
        env.report(error);
      },
    );
  }
}
