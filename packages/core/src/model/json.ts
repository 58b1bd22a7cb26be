import { isRefoldError, RefoldError } from '../errors/refold-error.ts';
import type { Limits } from './limits.ts';

/** Keys that can change prototypes. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Copies `value` as it would come back from JSON, so that folding now equals folding after a reload. As in JSON,
 * undefined properties are left out; -0 becomes 0. Throws `event.not_json`, `event.key_forbidden` or `event.limit` with
 * the path. The error has a cause if a getter or a proxy throws. `type` is only for the message.
 */
export function toJson(value: unknown, type: string, limits: Limits, root: 'data' | 'metadata' = 'data'): unknown {
  return new Copier(type, limits, root).begin(value);
}

class Copier {
  readonly #type: string;
  readonly #limits: Limits;
  readonly #root: string;
  readonly #path: (string | number)[] = [];

  constructor(type: string, limits: Limits, root: string) {
    this.#root = root;
    this.#type = type;
    this.#limits = limits;
  }

  begin(value: unknown): unknown {
    try {
      return this.copy(value, 1);
    } catch (error) {
      if (isRefoldError(error)) throw error;
      throw this.#notJson('a value that throws when it is read', error);
    }
  }

  copy(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        if (!Number.isFinite(value)) throw this.#notJson(String(value));
        return value === 0 ? 0 : value;
      case 'object':
        if (value === null) return null;
        if (depth > this.#limits.depth) throw this.#over('depth', depth);
        return Array.isArray(value) ? this.#array(value, depth + 1) : this.#object(value, depth + 1);
      default:
        throw this.#notJson(typeof value);
    }
  }

  #array(value: readonly unknown[], depth: number): unknown[] {
    const out: unknown[] = [];
    for (let i = 0; i < value.length; i++) {
      this.#path.push(i);
      out.push(this.copy(value[i], depth));
      this.#path.pop();
    }
    return out;
  }

  #object(value: object, depth: number): object {
    if (!isPlainObject(value)) throw this.#notJson(classOf(value));
    if ('toJSON' in value && typeof value.toJSON === 'function') throw this.#notJson('an object with toJSON');
    const keys = Object.keys(value);
    if (keys.length > this.#limits.keys) throw this.#over('keys', keys.length);
    const out: Record<string, unknown> = {};
    for (const key of keys) {
      this.#path.push(key);
      if (FORBIDDEN_KEYS.has(key))
        throw new RefoldError('event.key_forbidden', { type: this.#type, path: this.#where(), key });
      const item = (value as Record<string, unknown>)[key];
      if (item !== undefined) out[key] = this.copy(item, depth);
      this.#path.pop();
    }
    return out;
  }

  #where(): string {
    return this.#path.reduce<string>(
      (path, step) => path + (typeof step === 'number' ? `[${step}]` : `.${step}`),
      this.#root,
    );
  }

  #notJson(found: string, cause?: unknown): RefoldError {
    return new RefoldError('event.not_json', { type: this.#type, path: this.#where(), found }, cause);
  }

  #over(limit: 'depth' | 'keys', actual: number): RefoldError {
    return new RefoldError('event.limit', {
      type: this.#type,
      limit,
      max: this.#limits[limit],
      actual,
      path: this.#where(),
    });
  }
}

/** Whether an object is an object literal, in this realm or another. */
export function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

/** A name for an object that is not plain. */
export const classOf = (value: object): string =>
  typeof value.constructor === 'function' ? `a ${value.constructor.name}` : 'an object with a prototype';

/** Length in UTF-8 bytes of the JSON text of `value`. */
export function jsonBytes(value: unknown): number {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? 0 : utf8Bytes(text);
}

/** Length of a text in UTF-8 bytes. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // A surrogate pair is two units and four bytes: each half adds one.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** Whether two JSON values are equal, whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(
      (k) => Object.hasOwn(b, k) && sameJson((a as Record<string, unknown>)[k], (b as Record<string, unknown>)[k]),
    )
  );
}
