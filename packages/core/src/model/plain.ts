import { current, isDraft } from 'immer';
import { isPlainObject } from './json.ts';

/** How to treat the result of a reducer. */
export interface Plainness {
  /** Creates what refuses values that are not plain data. If absent, they stay as they are. */
  readonly check: ((model: string, root: () => string) => PlainCheck) | undefined;
  /** Whether to freeze it deeply. */
  readonly isFrozen: boolean;
}

/** Is shown the parts of a result one by one. Each method throws if it finds something that is not plain data. */
export interface PlainCheck {
  /** The path goes one step into a part, and out again. */
  enter(into: object, key: string | number): void;
  leave(): void;
  /** Anything but an object. */
  leaf(value: unknown): void;
  keys(value: object): void;
  /** An object that is not plain, or that contains itself. */
  refuse(value: object, isCircular: boolean): void;
}

/**
 * Turns the result of a reducer into a state: plain data without drafts, frozen. Plain data is object literals, arrays,
 * strings, numbers, booleans, null and undefined. It visits only the parts that differ from `before`, which is a state
 * already. It changes `value` in place where that is not frozen. Paths in errors begin with `root`. Throws what the
 * check throws.
 */
export function settle(
  value: unknown,
  before: unknown,
  how: Plainness,
  model: string,
  root: () => string,
  sharing?: Sharing,
): unknown {
  return new Settling(how.isFrozen, how.check?.(model, root), sharing).settle(value, before);
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

/** The path of a row, for errors. */
export const rowPath = (key: string | number) => (): string => `rows[${JSON.stringify(key)}]`;

class Settling {
  readonly #isFrozen: boolean;
  readonly #check: PlainCheck | undefined;
  readonly #sharing: Sharing | undefined;
  readonly #above: object[] = [];

  constructor(isFrozen: boolean, check: PlainCheck | undefined, sharing: Sharing | undefined) {
    this.#isFrozen = isFrozen;
    this.#check = check;
    this.#sharing = sharing;
  }

  settle(value: unknown, before: unknown): unknown {
    if (Object.is(value, before)) return value;
    if (typeof value !== 'object' || value === null) {
      this.#check?.leaf(value);
      return value;
    }
    if (isDraft(value)) {
      this.#sharing?.note(value, true);
      return this.settle(current(value), before);
    }
    const isList = Array.isArray(value);
    const isCircular = this.#above.includes(value);
    if (isCircular || !(isList ? isPlainArray(value) : isPlainObject(value))) {
      this.#check?.refuse(value, isCircular);
      return value;
    }
    this.#check?.keys(value);
    this.#sharing?.note(value, false);
    this.#above.push(value);
    const was = typeof before === 'object' && before !== null && Array.isArray(before) === isList ? before : undefined;
    const settled = isList ? this.#list(value, (was ?? []) as readonly unknown[]) : this.#object(value, was ?? {});
    this.#above.pop();
    return this.#isFrozen ? Object.freeze(settled) : settled;
  }

  #list(value: readonly unknown[], before: readonly unknown[]): readonly unknown[] {
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
    this.#check?.enter(into, key);
    const settled = this.settle(part, before);
    this.#check?.leave();
    if (settled === part) return into;
    const out = Object.isFrozen(into) ? copyOf(into) : into;
    (out as Record<string | number, unknown>)[key] = settled;
    return out;
  }
}

const copyOf = (value: object): object => (Array.isArray(value) ? [...(value as unknown[])] : { ...value });

/** Whether a list is a plain array, of this realm or another, and not of a subclass. */
function isPlainArray(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype !== null && isPlainObject(prototype);
}
