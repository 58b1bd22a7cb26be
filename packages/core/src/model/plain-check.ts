import { RefoldError } from '../errors/refold-error.ts';
import { classOf } from './json.ts';
import { type PlainCheck, type Plainness, settle } from './plain.ts';

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * The check that stops a read model whose state is not plain data. In development alone: bundlers insert the mode, and
 * drop the check from production.
 */
export function developmentCheck(isDevelopment: boolean): Plainness['check'] {
  try {
    if (process.env.NODE_ENV !== 'production' && isDevelopment) return plainCheck;
  } catch {
    // A page without a bundler has no `process`, and has not asked for checks.
  }
  return undefined;
}

/** Throws `state.not_plain` for the first part that is not plain data. Paths begin with `root`. */
export const plainCheck = (model: string, root: () => string): PlainCheck => new Check(model, root);

/** Throws `state.not_plain` unless a state is plain data. */
export function checkPlain(value: unknown, model: string, root: () => string): void {
  settle(value, undefined, { check: plainCheck, isFrozen: false }, model, root);
}

class Check implements PlainCheck {
  readonly #model: string;
  readonly #root: () => string;
  readonly #path: (string | number)[] = [];

  constructor(model: string, root: () => string) {
    this.#model = model;
    this.#root = root;
  }

  enter(into: object, key: string | number): void {
    this.#path.push(key);
    if ('get' in Object.getOwnPropertyDescriptor(into, key)!) this.#refuse('an accessor');
  }

  leave(): void {
    this.#path.pop();
  }

  leaf(value: unknown): void {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
      this.#refuse(`a ${typeof value}`);
  }

  refuse(value: object, isCircular: boolean): void {
    this.#refuse(isCircular ? 'an object that contains itself' : classOf(value));
  }

  /** Refuses the keys that `structuredClone` leaves out. */
  keys(value: object): void {
    if (Object.getOwnPropertySymbols(value).length > 0) this.#refuse('a symbol key');
    if (!Array.isArray(value) && Object.getOwnPropertyNames(value).length > Object.keys(value).length)
      this.#refuse('a property that is not enumerable');
  }

  #refuse(found: string): never {
    const path = this.#path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
    throw new RefoldError('state.not_plain', { model: this.#model, path: this.#root() + path, found });
  }
}
