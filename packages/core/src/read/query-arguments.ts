import { RefoldError } from '../errors/refold-error.ts';
import { classOf, FORBIDDEN_KEYS, isPlainObject } from '../model/json.ts';

/** The arguments that a query reads, and the text under which its result is cached. */
export interface QueryArguments {
  readonly values: readonly unknown[];
  readonly key: string;
}

/** Nesting of an argument. A deeper one is probably circular. */
const MAX_DEPTH = 32;

/**
 * Copies and freezes the arguments, so that later changes by the caller have no effect. Two calls share a key only if
 * the query cannot distinguish their arguments. So the copy is normal: keys are sorted, undefined properties are left
 * out, holes become undefined, and -0 becomes 0. Throws `query.arguments` with the path of a value that is not JSON.
 */
export function queryArguments(query: string, given: readonly unknown[]): QueryArguments {
  const path: (string | number)[] = [];
  const refuse = (found: string, cause?: unknown): RefoldError =>
    new RefoldError('query.arguments', { query, path: `arguments${path.map(step).join('')}`, found }, cause);
  const texts: string[] = [];
  /** Returns the copy, and adds its text. */
  const copy = (value: unknown): unknown => {
    switch (typeof value) {
      case 'string':
        texts.push(JSON.stringify(value));
        return value;
      case 'undefined':
      case 'boolean':
        texts.push(String(value));
        return value;
      case 'number':
        if (!Number.isFinite(value)) throw refuse(String(value));
        texts.push(String(value));
        // -0 has the text of 0.
        return value === 0 ? 0 : value;
      case 'object':
        if (value === null) texts.push('null');
        if (value === null) return null;
        if (path.length > MAX_DEPTH) throw refuse(`something nested deeper than ${MAX_DEPTH}, perhaps in a circle`);
        return Object.freeze(Array.isArray(value) ? copyArray(value) : copyObject(value));
      default:
        throw refuse(`a ${typeof value}`);
    }
  };
  const copyArray = (list: readonly unknown[]): unknown[] => {
    const items: unknown[] = [];
    texts.push('[');
    for (let i = 0; i < list.length; i++) {
      path.push(i);
      items.push(copy(list[i]));
      texts.push(',');
      path.pop();
    }
    texts.push(']');
    return items;
  };
  const copyObject = (object: object): object => {
    if (!isPlainObject(object)) throw refuse(classOf(object));
    const items: Record<string, unknown> = {};
    texts.push('{');
    for (const name of Object.keys(object).sort()) {
      path.push(name);
      if (FORBIDDEN_KEYS.has(name)) throw refuse(`the key "${name}"`);
      const value = (object as Record<string, unknown>)[name];
      if (value !== undefined) {
        texts.push(JSON.stringify(name), ':');
        items[name] = copy(value);
        texts.push(',');
      }
      path.pop();
    }
    texts.push('}');
    return items;
  };
  try {
    return { values: copyArray(given), key: texts.join('') };
  } catch (cause) {
    if (cause instanceof RefoldError) throw cause;
    // A getter or a proxy that throws.
    throw refuse('something that throws when it is read', cause);
  }
}

const step = (name: string | number): string => (typeof name === 'number' ? `[${name}]` : `.${name}`);
