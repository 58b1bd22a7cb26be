import type { RefoldError } from '../errors/refold-error.ts';

/** A line that was skipped, with its error. */
export interface QuarantinedLine {
  /** Counted from 1. Absent if the problem was found only at publishing. */
  readonly line?: number;
  readonly error: RefoldError;
}

/** The skipped lines: counts all, keeps the first ones. */
export class Quarantine {
  readonly #keep: number;
  readonly #lines: QuarantinedLine[] = [];
  total = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  add(line: QuarantinedLine): void {
    this.total += 1;
    if (this.#lines.length < this.#keep) this.#lines.push(line);
  }

  /** The kept lines, in order. */
  get lines(): readonly QuarantinedLine[] {
    return [...this.#lines].sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));
  }
}
