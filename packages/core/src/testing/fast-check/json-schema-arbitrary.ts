import fc, { type Arbitrary } from 'fast-check';
import { ArbitraryError } from './arbitrary-error.ts';
import type { JsonSchema } from './json-schema.ts';
import { isRecursive, refsIn, resolveRef } from './json-schema-refs.ts';
import { numberArbitrary } from './number-arbitrary.ts';
import { textArbitrary } from './text-arbitrary.ts';

/** Keywords that restrict values, and that are not supported here. */
const UNKNOWN = [
  'not',
  'if',
  'contains',
  'patternProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedItems',
  'unevaluatedProperties',
  '$dynamicRef',
];
/** Schemas may be recursive. Below this depth, recursive values are as small as possible. */
const deep = { depthIdentifier: 'payload', maxDepth: 4 } as const;
/** Items of a recursive list. Its size multiplies at each level. */
const RECURSIVE_ITEMS = 3;
const ABSENT: unique symbol = Symbol('absent');

/**
 * Generates the values that a JSON Schema allows, approximately. Loose or overlapping keywords yield some invalid
 * values, so check the result. `at` replaces the arbitrary at a path. Throws `ArbitraryError` for unsupported keywords.
 */
export function jsonSchemaArbitrary(
  root: JsonSchema,
  event: string,
  at: Readonly<Record<string, Arbitrary<unknown>>>,
): Arbitrary<unknown> {
  const unused = new Set(Object.keys(at));
  const refs = refsIn(root);
  const target = (ref: string): JsonSchema => {
    const found = resolveRef(root, ref);
    if (found !== undefined) return found;
    throw new ArbitraryError('arbitrary.unsupported', event, '', `a reference to a missing part: ${ref}`);
  };
  const { '': payload } = fc.letrec<Record<string, unknown>>((tie) => {
    const builder = new Builder(event, tie, (path) => {
      unused.delete(path);
      return at[path];
    });
    const parts = refs.map((ref) => [ref, builder.build(target(ref), ref === '#' ? '' : ref)] as const);
    return { ...Object.fromEntries(parts), '': builder.build(root, '') };
  });
  const [stray] = unused;
  if (stray !== undefined)
    throw new Error(
      `The payload of "${event}" has no path ${JSON.stringify(stray)}. Correct it in the option "at", or remove it.`,
    );
  return payload!;
}

class Builder {
  readonly #event: string;
  readonly #tie: (ref: string) => Arbitrary<unknown>;
  readonly #given: (path: string) => Arbitrary<unknown> | undefined;

  constructor(
    event: string,
    tie: (ref: string) => Arbitrary<unknown>,
    given: (path: string) => Arbitrary<unknown> | undefined,
  ) {
    this.#event = event;
    this.#tie = tie;
    this.#given = given;
  }

  build(schema: JsonSchema, path: string): Arbitrary<unknown> {
    const given = this.#given(path);
    if (given !== undefined) return given;
    const unknown = UNKNOWN.find((keyword) => keyword in schema);
    if (unknown !== undefined) throw this.#unsupported(path, `"${unknown}" in its JSON Schema`);
    if (schema.$ref !== undefined) return this.#tie(schema.$ref);
    if ('const' in schema) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const { allOf, anyOf, oneOf, ...rest } = schema;
    const patterns = new Set(
      [schema, ...(allOf ?? [])].flatMap(({ pattern }) => (pattern === undefined ? [] : [pattern])),
    );
    if (patterns.size > 1) throw this.#unsupported(path, 'several patterns at once');
    if (allOf !== undefined) return this.build(allOf.reduce<JsonSchema>(both, { ...schema, allOf: undefined! }), path);
    const choices =
      anyOf ?? oneOf ?? (Array.isArray(rest.type) ? rest.type.map((type: string) => ({ type })) : undefined);
    if (choices !== undefined)
      return this.#oneOf(
        choices.map((choice) => both(rest, choice)),
        path,
      );
    return this.#typed(rest, path);
  }

  #typed(schema: JsonSchema, path: string): Arbitrary<unknown> {
    switch (schema.type) {
      case 'string':
        return textArbitrary(schema, (found, cause) => this.#unsupported(path, found, cause));
      case 'integer':
      case 'number':
        return numberArbitrary(schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return this.#array(schema, path);
      case 'object':
        return this.#object(schema, path);
      case undefined:
        return fc.jsonValue({ maxDepth: 2 });
      default:
        throw this.#unsupported(path, `the type ${JSON.stringify(schema.type)} in its JSON Schema`);
    }
  }

  /** Recursive choices come last: at the maximum depth, fast-check takes the first. */
  #oneOf(choices: readonly JsonSchema[], path: string): Arbitrary<unknown> {
    const flatFirst = [...choices].sort((a, b) => refsIn(a).length - refsIn(b).length);
    const arbitraries = flatFirst.map((choice) => this.build(choice, path));
    return isRecursive(choices) ? fc.oneof(deep, ...arbitraries) : fc.oneof(...arbitraries);
  }

  #array(
    { prefixItems = [], items, minItems = 0, maxItems, uniqueItems }: JsonSchema,
    path: string,
  ): Arbitrary<unknown> {
    const first = prefixItems.map((item, i) => this.build(item, `${path}[${i}]`));
    if (items === undefined || typeof items === 'boolean')
      return first.length > 0 ? fc.tuple(...first) : fc.array(fc.jsonValue({ maxDepth: 1 }), { minLength: minItems });
    const minLength = Math.max(0, minItems - first.length);
    const most = maxItems === undefined ? {} : { maxLength: maxItems - first.length };
    const item = this.build(items, `${path}[]`);
    const listOf = (length: { readonly minLength: number; readonly maxLength?: number }): Arbitrary<unknown[]> =>
      uniqueItems === true ? fc.uniqueArray(item, { ...length, selector: JSON.stringify }) : fc.array(item, length);
    const others = isRecursive(items)
      ? fc.oneof(
          deep,
          listOf({ minLength, maxLength: minLength }),
          listOf({ minLength, maxLength: Math.min(most.maxLength ?? Infinity, minLength + RECURSIVE_ITEMS) }),
        )
      : listOf({ minLength, ...most });
    return fc.tuple(fc.tuple(...first), others).map(([head, tail]) => [...head, ...tail]);
  }

  #object(schema: JsonSchema, path: string): Arbitrary<unknown> {
    const { properties = {}, required = [], additionalProperties, propertyNames = { type: 'string' } } = schema;
    const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
    const more = typeof additionalProperties === 'object' && Object.keys(additionalProperties).length > 0;
    const named = Object.entries(properties);
    if (more) for (const name of required) if (!(name in properties)) named.push([name, additionalProperties]);
    const fields = named.map(([name, value]) => {
      const field = this.build(value, below(name));
      return [
        name,
        required.includes(name) ? field : fc.option(field, { ...(isRecursive(value) ? deep : {}), nil: ABSENT }),
      ] as const;
    });
    const record = fc.record(Object.fromEntries(fields)).map(withoutAbsent);
    if (!more) return record;
    const { minProperties = 0, maxProperties } = schema;
    const others = fc.dictionary(
      this.build(propertyNames, below('<key>')) as Arbitrary<string>,
      this.build(additionalProperties, below('*')),
      {
        minKeys: Math.max(0, minProperties - required.length),
        ...(maxProperties !== undefined && { maxKeys: Math.max(0, maxProperties - named.length) }),
        noNullPrototype: true,
      },
    );
    return fc.tuple(others, record).map(([dictionary, fixed]) => ({ ...dictionary, ...fixed }));
  }

  #unsupported(path: string, found: string, cause?: unknown): ArbitraryError {
    return new ArbitraryError('arbitrary.unsupported', this.#event, path, found, cause);
  }
}

const withoutAbsent = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ABSENT));

/** Merges two schemas. If both have a keyword, the second wins; properties are merged. */
function both(a: JsonSchema, b: JsonSchema): JsonSchema {
  const merged = { ...a, ...b };
  if (a.properties === undefined && b.properties === undefined) return merged;
  return {
    ...merged,
    properties: { ...a.properties, ...b.properties },
    required: [...(a.required ?? []), ...(b.required ?? [])],
  };
}
