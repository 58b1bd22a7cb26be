import type { JsonSchema } from './json-schema.ts';

/** Whether a part of a schema contains a reference, and so may be recursive. */
export const isRecursive = (schema: unknown): boolean => refsIn(schema).length > 0;

/** The references in a part of a schema. */
export function refsIn(value: unknown): readonly string[] {
  const refs = new Set<string>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, item] of Object.entries(part)) {
      if (key === '$ref' && typeof item === 'string') refs.add(item);
      visit(item);
    }
  };
  visit(value);
  return [...refs];
}

/** The part of a schema that a reference within it points at. */
export function resolveRef(root: JsonSchema, ref: string): JsonSchema | undefined {
  if (!ref.startsWith('#')) return undefined;
  let part: unknown = root;
  for (const step of ref.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    part = (part as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  }
  return typeof part === 'object' && part !== null ? part : undefined;
}
