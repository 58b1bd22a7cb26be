import { type Hints, platformHints } from './options.ts';

/** Remembers, outside the database, which log it holds. It may fail, since it only helps to notice a loss. */
export class Hint {
  readonly #hints: Hints | undefined;
  readonly #key: string;

  constructor(name: string, hints: Hints | false = platformHints() ?? false) {
    this.#hints = hints === false ? undefined : hints;
    this.#key = `refold:${name}`;
  }

  get identity(): string | undefined {
    return this.#attempt((hints) => hints.getItem(this.#key) ?? undefined);
  }

  remember(identity: string): void {
    if (this.identity !== identity) this.#attempt((hints) => hints.setItem(this.#key, identity));
  }

  forget(): void {
    this.#attempt((hints) => hints.removeItem(this.#key));
  }

  #attempt<T>(work: (hints: Hints) => T): T | undefined {
    try {
      return this.#hints && work(this.#hints);
    } catch {
      // The storage is full or forbidden. The log works as well without a hint.
      return undefined;
    }
  }
}
