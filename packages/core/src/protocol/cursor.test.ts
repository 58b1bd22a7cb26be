import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefoldError } from '../errors/refold-error.ts';
import { budget } from '../property.fixture.ts';
import { EMPTY_CHAIN } from './chain.ts';
import { cursorText, readCursor } from './cursor.ts';

const text = (characters: string, length: fc.StringConstraints): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters.split('')), ...length });
const cursor = fc.record({
  incarnation: text('abcxyzABCXYZ0189-', { minLength: 1, maxLength: 64 }),
  seq: fc.maxSafeNat(),
  chain: text('0123456789abcdef', { minLength: 16, maxLength: 16 }),
});

/** The cursor of a text, or the code of the error. */
function outcome(given: string): unknown {
  try {
    return readCursor(given);
  } catch (error) {
    return isRefoldError(error) ? error.code : error;
  }
}

describe('[SYNC-2] a cursor', () => {
  test('names incarnation, position and chain', () => {
    expect(cursorText({ incarnation: 'k7', seq: 0, chain: EMPTY_CHAIN })).toBe('k7_0_cbf29ce484222325');
  });

  test('is read back as it was written, and needs no escapes in a URL', () => {
    fc.assert(
      fc.property(cursor, (one) => {
        expect(readCursor(cursorText(one))).toEqual(one);
        expect(encodeURIComponent(cursorText(one))).toBe(cursorText(one));
      }),
      budget(200),
    );
  });

  test('has one text only', () => {
    const near = fc
      .tuple(cursor.map(cursorText), fc.nat(90), fc.nat(3), text('_0a9fF \n', { maxLength: 3 }))
      .map(([whole, at, cut, put]) => whole.slice(0, at) + put + whole.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(near, fc.string()), (given) => {
        const found = outcome(given);
        expect(found === 'cursor.invalid' ? given : cursorText(found as never)).toBe(given);
      }),
      budget(500),
    );
  });

  test.each([
    '',
    'k7_1',
    'k7_1_cbf29ce48422232',
    'k7_1_CBF29CE484222325',
    'k7_01_cbf29ce484222325',
    'k7_-1_cbf29ce484222325',
    'k7_1.0_cbf29ce484222325',
    'k7_9007199254740992_cbf29ce484222325',
    '_1_cbf29ce484222325',
    'k_7_1_cbf29ce484222325',
    `${'k'.repeat(65)}_1_cbf29ce484222325`,
    ' k7_1_cbf29ce484222325',
    'k7_1_cbf29ce484222325\n',
  ])('is not the text %j: it throws `cursor.invalid`', (given) => {
    expect(outcome(given)).toBe('cursor.invalid');
  });

  test('that is invalid is shown in part only', () => {
    expect(() => readCursor('x'.repeat(10_000))).toThrow(
      expect.objectContaining({ details: { found: 'x'.repeat(100) } }),
    );
  });
});
