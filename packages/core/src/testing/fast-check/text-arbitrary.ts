import fc, { type Arbitrary } from 'fast-check';
import type { JsonSchema } from './json-schema.ts';
import { passing } from './passing.ts';

/**
 * Texts that a schema allows. If any text is allowed, it often repeats a few, so that random events sometimes name the
 * same things. The others are of all kinds.
 */
export function textArbitrary(
  { format, pattern, minLength = 0, maxLength }: JsonSchema,
  unsupported: (found: string, cause?: unknown) => Error,
): Arbitrary<string> {
  const fits = (text: string): boolean => text.length >= minLength && text.length <= (maxLength ?? Infinity);
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined || pattern !== undefined) {
    const wanted = `texts of ${minLength} to ${maxLength ?? 'any number of'} characters that match`;
    return passing(
      known?.() ?? matching(pattern!, unsupported),
      (text): text is string => fits(text),
      () => unsupported(`${wanted} ${pattern ?? format}, which random texts almost never do`),
    );
  }
  if (format !== undefined) throw unsupported(`the format "${format}" in its JSON Schema`);
  const length = { minLength, ...(maxLength !== undefined && { maxLength }) };
  const few = ['a', 'b', 'c'].map((text) => text.padEnd(minLength, text)).filter(fits);
  return fc.oneof(
    ...(few.length > 0 ? [{ weight: 4, arbitrary: fc.constantFrom(...few) }] : []),
    { weight: 2, arbitrary: fc.string(length) },
    // A character of this kind may count as several.
    {
      weight: 1,
      arbitrary: fc
        .string({ ...length, unit: 'grapheme' })
        .map((text) => (fits(text) ? text : text.slice(0, maxLength))),
    },
  );
}

function matching(pattern: string, unsupported: (found: string, cause?: unknown) => Error): Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'));
  } catch (cause) {
    throw unsupported(`the pattern ${pattern}`, cause);
  }
}

const moments = (): Arbitrary<string> =>
  fc
    .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString());

const formats: Readonly<Record<string, () => Arbitrary<string>>> = {
  uuid: () => fc.uuid(),
  'date-time': moments,
  date: () => moments().map((text) => text.slice(0, 10)),
  time: () => moments().map((text) => text.slice(11, 19)),
  email: () => fc.stringMatching(/^[a-z][a-z0-9]{0,8}@[a-z]{2,8}\.(com|org)$/),
  uri: () => fc.webUrl(),
  ipv4: () => fc.ipV4(),
  ipv6: () => fc.ipV6(),
};
