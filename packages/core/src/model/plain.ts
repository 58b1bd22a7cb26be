import { current, isDraft } from 'immer';
import { RefoldError } from '../errors/refold-error.ts';
import { classOf, isPlainObject } from './json.ts';

/** What becomes of what a reducer made. */
export interface Plainness {
  /** Whether what is not plain data is refused. If not, it is left as it is. */
  readonly isStrict: boolean;
  /** Whether it is frozen, in depth. */
  readonly isFrozen: boolean;
}

/**
 * Brings what a reducer made into the form of a state: plain data without drafts, frozen. Plain data is objects of braces,
 * arrays, strings, numbers, booleans, null and undefined. It walks only what differs from `before`, which is settled already.
 * It writes into `value` where that is not frozen. `root` begins the paths of errors. Throws `state.not_plain`.
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
 * Notes what is new in a batch, and whether any of it stands in two places: what a later event has done to one of them, it
 * has done to both. `isAnyDraft`: whether a draft that is left stands for that. `isFrozen`: what has been looked at is frozen, so
 * that an object which is not is new; else objects are passed over.
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

/** Throws `state.not_plain` unless a settled value is plain data. */
export function checkPlain(value: unknown, model: string, root: () => string): void {
  settle(value, undefined, { isStrict: true, isFrozen: false }, model, root);
}

/** Where a row stands, for paths of errors. */
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
    // What was put in or taken out moves all that follows, which is as settled there as it was before.
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

  /** Settles a part of an object or a list; gives a copy where that changes what is frozen. */
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

  /** What `structuredClone` leaves out. */
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

/** Whether a list is an array itself, of this realm or another, and not of a class made from it. */
function isPlainArray(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype !== null && isPlainObject(prototype);
}
