import fc, { type Arbitrary } from 'fast-check';
import { isRefoldError, type RefoldError } from '../../errors/refold-error.ts';
import { createCatalog } from '../../model/catalog.ts';
import type { Draft } from '../../model/envelope.ts';
import type { EventDefinition } from '../../model/event.ts';
import { defaultLimits } from '../../model/limits.ts';
import type { Schema } from '../../model/schema.ts';
import { ArbitraryError } from './arbitrary-error.ts';
import type { JsonSchema } from './json-schema.ts';
import { jsonSchemaArbitrary } from './json-schema-arbitrary.ts';
import { passing } from './passing.ts';

export interface EventArbitraryOptions {
  /**
   * Arbitraries for parts of the payload, by path: `orderId`, `lines[]` for each item, `lines[].sku`, `pair[0]` in a
   * tuple, `prices.<key>` and `prices.*` for each key and each value of a record.
   */
  readonly at?: Readonly<Record<string, Arbitrary<unknown>>>;
  /**
   * Returns the JSON Schema of a schema that has none of its own, such as one of `zod/mini`:
   * `(schema) => z.toJSONSchema(schema, { io: 'input' })`.
   */
  // oxlint-disable-next-line typescript/no-explicit-any -- each library takes schemas of its own kind
  readonly jsonSchema?: (schema: any) => object;
}

/**
 * Generates random events of a kind from its payload's schema: events that the store accepts, as it would store them.
 * The schema must provide its JSON Schema (Standard JSON Schema, which Zod implements). Throws `ArbitraryError` with
 * the path of a part that cannot be generated, or of a check that generated values never pass.
 *
 * @example
 * const placed = eventArbitrary(OrderPlaced, { at: { 'lines[].sku': fc.constantFrom('tea', 'cup') } });
 */
export function eventArbitrary<T extends string, D>(
  event: { readonly type: T; readonly '~data': D },
  options: EventArbitraryOptions = {},
): Arbitrary<Draft<T, D>> {
  const definition = event as unknown as EventDefinition & ((data?: unknown) => Draft<T, D>);
  const { schema } = definition['~versions'].at(-1)!;
  if (schema === undefined) return fc.constant(null).map(() => definition());
  const payloads = jsonSchemaArbitrary(
    toJsonSchema(event.type, schema, options.jsonSchema),
    event.type,
    options.at ?? {},
  );
  const catalog = createCatalog([definition], defaultLimits, true);
  const encode = (payload: unknown): Encoded => {
    try {
      return { ok: true, data: catalog.encode(event.type, payload).data };
    } catch (error) {
      // A fault of the schema itself is for its author to see.
      if (!isRefoldError(error) || error.code === 'event.unstable' || error.code === 'schema.async') throw error;
      return { ok: false, error };
    }
  };
  return passing(
    payloads.map(encode),
    (made) => made.ok,
    (made) => unsatisfied(event.type, (made as Extract<Encoded, { ok: false }>).error),
  ).map(({ data }) => definition(data));
}

type Encoded = { readonly ok: true; readonly data: unknown } | { readonly ok: false; readonly error: RefoldError };

function unsatisfied(event: string, error: RefoldError): ArbitraryError {
  const [issue] = isRefoldError(error, 'event.invalid') ? error.details.issues : [];
  const path = (issue?.path ?? '').replaceAll(/(^|\.)\d+/g, '[]');
  return new ArbitraryError('arbitrary.unsatisfied', event, path, issue?.message ?? error.message, error);
}

interface Converter {
  readonly input: (options: { readonly target: string; readonly libraryOptions?: object }) => object;
}

function toJsonSchema(event: string, schema: Schema, convert: EventArbitraryOptions['jsonSchema']): JsonSchema {
  const { jsonSchema, vendor } = schema['~standard'] as Schema['~standard'] & { readonly jsonSchema?: Converter };
  try {
    if (convert !== undefined) return convert(schema);
    // A part without a JSON Schema is then reported by its path, unless `at` generates it.
    const libraryOptions = vendor === 'zod' ? { libraryOptions: { unrepresentable: 'any' } } : {};
    if (jsonSchema !== undefined) return jsonSchema.input({ target: 'draft-2020-12', ...libraryOptions });
  } catch (cause) {
    throw new ArbitraryError('arbitrary.unsupported', event, '', `no JSON Schema (${String(cause)})`, cause);
  }
  throw new ArbitraryError(
    'arbitrary.unsupported',
    event,
    '',
    `a schema of ${vendor} without a JSON Schema, so pass the option jsonSchema`,
  );
}
