import type { RefoldError } from '../errors/refold-error.ts';

/** A line that was left out, and why. */
export interface QuarantinedLine {
  /** Counted from 1. Absent when it came to light only when the import was published. */
  readonly line?: number;
  readonly error: RefoldError;
}

/** Lines that were left out: all counted, the first of them kept. */
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

  /** Those that were kept, in order of their lines. */
  get lines(): readonly QuarantinedLine[] {
    return [...this.#lines].sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity));
  }
}
