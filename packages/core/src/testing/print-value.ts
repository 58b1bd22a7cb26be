import { itemsOf, keysOf } from './items.ts';
import { isMatcher } from './matcher.ts';

/** Width up to which a value stays on one line. */
const LINE = 80;

/**
 * Prints a value for people; long ones get a line for each property or item. Properties come in the order of `like`, so
 * that two printed values differ only where their content does.
 */
export function printValue(value: unknown, like: unknown = value): string {
  return print(value, like, []);
}

function print(value: unknown, like: unknown, above: readonly unknown[]): string {
  // Print a value that a matcher accepts like the matcher.
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
