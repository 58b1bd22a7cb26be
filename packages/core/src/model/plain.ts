import { current, isDraft } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import { classOf, isPlainObject } from './json.ts';

/** How to treat the result of a reducer. */
export interface Plainness {
  /** Whether to refuse values that are not plain data. If not, they stay as they are. */
  readonly isStrict: boolean;
  /** Whether to freeze it deeply. */
  readonly isFrozen: boolean;
}

/**
 * Turns the result of a reducer into a state: plain data without drafts, frozen. Plain data is object literals, arrays,
 * strings, numbers, booleans, null and undefined. It visits only the parts that differ from `before`, which is a state
 * already. It changes `value` in place where that is not frozen. Paths in errors begin with `root`. Throws
 * `state.not_plain`.
 */
export function settle(
  value: unknown,
  before: unknown,
  how: Plainness,
  model: string,
  root: () => string,
  sharing?: Sharing,
): unknown {
  return new Settling(how, model, root, sharing).settle(value, before);
}

/**
 * Tracks the new objects of a batch, and whether one is in two places. Then a later event that changed one place
 * changed both. `isAnyDraft`: a remaining draft counts as such. `isFrozen`: visited objects are frozen, so an unfrozen
 * object is new; otherwise objects are skipped.
 */
export class Sharing {
  readonly #isAnyDraft: boolean;
  readonly #isFrozen: boolean;
  readonly #seen = new Set<object>();
  isFound = false;

  constructor(isAnyDraft: boolean, isFrozen: boolean) {
    this.#isAnyDraft = isAnyDraft;
    this.#isFrozen = isFrozen;
  }

  note(value: object, isDraft: boolean): void {
    this.isFound ||= this.#seen.has(value) || (isDraft && this.#isAnyDraft);
    if (isDraft || (this.#isFrozen && !Object.isFrozen(value))) this.#seen.add(value);
  }
}

/** Throws `state.not_plain` unless a state is plain data. */
export function checkPlain(value: unknown, model: string, root: () => string): void {
  settle(value, undefined, { isStrict: true, isFrozen: false }, model, root);
}

/** The path of a row, for errors. */
export const rowPath = (key: string | number) => (): string => `rows[${JSON.stringify(key)}]`;

class Settling {
  readonly #how: Plainness;
  readonly #model: string;
  readonly #root: () => string;
  readonly #sharing: Sharing | undefined;
  readonly #above: object[] = [];
  readonly #path: (string | number)[] = [];

  constructor(how: Plainness, model: string, root: () => string, sharing: Sharing | undefined) {
    this.#how = how;
    this.#model = model;
    this.#root = root;
    this.#sharing = sharing;
  }

  settle(value: unknown, before: unknown): unknown {
    if (Object.is(value, before)) return value;
    if (typeof value !== 'object') {
      if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
        this.#refuse(`a ${typeof value}`);
      return value;
    }
    if (value === null) return value;
    if (isDraft(value)) {
      this.#sharing?.note(value, true);
      return this.settle(current(value), before);
    }
    if (this.#above.includes(value)) return (this.#refuse('an object that contains itself'), value);
    const isList = Array.isArray(value);
    if (isList ? !isPlainArray(value) : !isPlainObject(value)) return (this.#refuse(classOf(value)), value);
    this.#sharing?.note(value, false);
    this.#above.push(value);
    const was = typeof before === 'object' && before !== null && Array.isArray(before) === isList ? before : undefined;
    const settled = isList ? this.#list(value, (was ?? []) as readonly unknown[]) : this.#object(value, was ?? {});
    this.#above.pop();
    return this.#how.isFrozen ? Object.freeze(settled) : settled;
  }

  #list(value: readonly unknown[], before: readonly unknown[]): readonly unknown[] {
    this.#checkKeys(value);
    // An insertion or removal moves all later items, which are already settled.
    const most = Math.min(value.length, before.length);
    let from = 0;
    while (from < most && Object.is(value[from], before[from])) from += 1;
    let to = value.length;
    const shift = before.length - to;
    while (to > from && to + shift > from && Object.is(value[to - 1], before[to - 1 + shift])) to -= 1;
    let out = value;
    for (let i = from; i < to; i++) out = this.#put(out, i, before[i]) as readonly unknown[];
    return out;
  }

  #object(value: object, before: object): object {
    this.#checkKeys(value);
    let out = value;
    for (const key of Object.keys(value)) {
      const was = Object.hasOwn(before, key) ? (before as Record<string, unknown>)[key] : undefined;
      out = this.#put(out, key, was);
    }
    return out;
  }

  /** Settles a part of an object or a list. Returns a copy if the object is frozen and the part changes. */
  #put(into: object, key: string | number, before: unknown): object {
    const part = (into as Record<string | number, unknown>)[key];
    if (Object.is(part, before) && part !== undefined) return into;
    this.#path.push(key);
    if (this.#how.isStrict && 'get' in Object.getOwnPropertyDescriptor(into, key)!) this.#refuse('an accessor');
    const settled = this.settle(part, before);
    this.#path.pop();
    if (settled === part) return into;
    const out = Object.isFrozen(into) ? copyOf(into) : into;
    (out as Record<string | number, unknown>)[key] = settled;
    return out;
  }

  /** Refuses the keys that `structuredClone` leaves out. */
  #checkKeys(value: object): void {
    if (!this.#how.isStrict) return;
    if (Object.getOwnPropertySymbols(value).length > 0) this.#refuse('a symbol key');
    if (!Array.isArray(value) && Object.getOwnPropertyNames(value).length > Object.keys(value).length)
      this.#refuse('a property that is not enumerable');
  }

  #refuse(found: string): void {
    if (!this.#how.isStrict) return;
    const path = this.#path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
    throw new RefoldError('state.not_plain', { model: this.#model, path: this.#root() + path, found });
  }
}

const copyOf = (value: object): object => (Array.isArray(value) ? [...(value as unknown[])] : { ...value });

/** Whether a list is a plain array, of this realm or another, and not of a subclass. */
function isPlainArray(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype !== null && isPlainObject(prototype);
}
