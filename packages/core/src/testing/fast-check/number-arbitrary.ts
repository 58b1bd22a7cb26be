import fc, { type Arbitrary } from 'fast-check';
import type { JsonSchema } from './json-schema.ts';

/** Numbers within the bounds of a schema. Most are small, as in real data. */
export function numberArbitrary(schema: JsonSchema): Arbitrary<number> {
  const { multipleOf } = schema;
  if (multipleOf !== undefined) {
    const [min, max] = bounds(schema, multipleOf);
    return wholeNumbers(min, max).map((n) => n * multipleOf);
  }
  if (schema.type === 'integer') return wholeNumbers(...bounds(schema, 1));
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const min = exclusiveMinimum ?? minimum;
  const max = exclusiveMaximum ?? maximum;
  return fc.double({
    noNaN: true,
    noDefaultInfinity: true,
    ...(min !== undefined && { min, minExcluded: exclusiveMinimum !== undefined }),
    ...(max !== undefined && { max, maxExcluded: exclusiveMaximum !== undefined }),
  });
}

const SMALL = 100;

function wholeNumbers(min: number, max: number): Arbitrary<number> {
  const all = fc.integer({ min, max });
  if (min > SMALL || max < -SMALL) return all;
  const few = fc.integer({ min: Math.max(min, -SMALL), max: Math.min(max, SMALL) });
  return fc.oneof({ weight: 3, arbitrary: few }, { weight: 1, arbitrary: all });
}

/** The minimum and maximum whole number of steps within the bounds. */
function bounds(schema: JsonSchema, step: number): [min: number, max: number] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const most = Math.floor(Number.MAX_SAFE_INTEGER / Math.max(1, step));
  const above = exclusiveMinimum === undefined ? -most : Math.floor(exclusiveMinimum / step) + 1;
  const below = exclusiveMaximum === undefined ? most : Math.ceil(exclusiveMaximum / step) - 1;
  return [
    Math.max(-most, above, minimum === undefined ? -most : Math.ceil(minimum / step)),
    Math.min(most, below, maximum === undefined ? most : Math.floor(maximum / step)),
  ];
}
