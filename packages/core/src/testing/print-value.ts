import { itemsOf, keysOf } from './items.ts';
import { isMatcher } from './matcher.ts';

/** What fits on one line stays on one. */
const LINE = 80;

/**
 * A value as text for people, a property or item a line where it is long. Properties come in the order that they have in
 * `like`, so that two values printed alike differ only where they say something else.
 */
export function printValue(value: unknown, like: unknown = value): string {
  return print(value, like, []);
}

function print(value: unknown, like: unknown, above: readonly unknown[]): string {
  // What a matcher accepts looks as the matcher does.
  if (isMatcher(like) && (value === like || like.asymmetricMatch(value)))
    return like.toAsymmetricMatcher?.() ?? 'a matcher';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'function':
      return `[function ${value.name}]`;
    case 'object':
      if (value === null) return 'null';
      return above.includes(value) ? '[circular]' : printObject(value, like, [...above, value]);
    default:
      return String(value);
  }
}

function printObject(value: object, like: unknown, above: readonly unknown[]): string {
  const items = itemsOf(value);
  if (items !== undefined) {
    const likes = itemsOf(like) ?? [];
    return block(
      '[',
      items.map((item, i) => print(item, likes[i], above)),
      ']',
    );
  }
  if (value instanceof Date) return `Date(${Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString()})`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${print(key, key, above)} => ${print(item, item, above)}`);
    return block('Map {', entries, '}');
  }
  if (value instanceof Set)
    return block(
      'Set {',
      [...value].map((item) => print(item, item, above)),
      '}',
    );
  const { constructor } = value;
  const name = typeof constructor === 'function' && constructor.name !== 'Object' ? `${constructor.name} ` : '';
  const likes = (typeof like === 'object' ? like : null) as Readonly<Record<string, unknown>> | null;
  const properties = alike(keysOf(value), likes).map(
    (key) => `${nameOf(key)}: ${print((value as Record<string, unknown>)[key], likes?.[key], above)}`,
  );
  return block(`${name}{`, properties, '}');
}

/** The keys, those of `like` first and in its order. */
function alike(keys: readonly string[], like: object | null): readonly string[] {
  const known = like === null ? [] : keysOf(like).filter((key) => keys.includes(key));
  return [...known, ...keys.filter((key) => !known.includes(key))];
}

const nameOf = (key: string): string => (/^[\w$]+$/.test(key) ? key : JSON.stringify(key));

function block(open: string, parts: readonly string[], close: string): string {
  if (parts.length === 0) return open + close;
  const pad = close === ']' ? '' : ' ';
  const line = `${open}${pad}${parts.join(', ')}${pad}${close}`;
  if (line.length <= LINE && !line.includes('\n')) return line;
  return `${open}\n${parts.map((part) => `${part.replaceAll(/^/gm, '  ')},`).join('\n')}\n${close}`;
}
