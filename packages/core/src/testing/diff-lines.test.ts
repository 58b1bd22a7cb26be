import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { diffLines } from './diff-lines.ts';
import { printValue } from './print-value.ts';
import { isSameValue } from './same-value.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

test('[TEST-2] a difference contains both texts, and is minimal', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const lines = diffLines(['x', ...a].join('\n'), ['y', ...b].join('\n')).split('\n');
      // In so short a text, all lines are near enough to a difference to be shown.
      fc.pre(!lines.includes('  …'));
      const side = (mark: string) => lines.filter((l) => l[0] === mark || l[0] === ' ').map((l) => l.slice(2));
      expect(side('-')).toEqual(['x', ...a]);
      expect(side('+')).toEqual(['y', ...b]);
      expect(lines.length).toBeLessThanOrEqual(a.length + b.length + 2);
    }),
    budget(200),
  );
});

test('[TEST-2] cuts a long difference, and shows texts that are too long to compare one after the other', () => {
  const numbers = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => `line ${from + i}`).join('\n');
  const lines = diffLines(numbers(0, 3_000), numbers(5_000, 3_000)).split('\n');
  expect(lines[0]).toBe('- line 0');
  expect(lines.at(-1)).toBe('  … and 5880 more lines');
});

test('[TEST-2] JSON values that print alike are equal', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(isSameValue(a, structuredClone(a))).toBe(true);
      expect(isSameValue(a, b)).toBe(printValue(a, b) === printValue(b));
    }),
    budget(300),
  );
});

test('[TEST-2] prints values that are not JSON', () => {
  class Money {
    readonly cents = 5;
  }
  const self: Record<string, unknown> = {
    money: new Money(),
    at: new Date(0),
    never: new Date(NaN),
    big: 1n,
    zero: -0,
  };
  Object.assign(self, { self, set: new Set([1]), 'odd key': undefined, call: printValue, 'a-b': expect.any(Number) });
  expect(printValue(self)).toMatchInlineSnapshot(`
    "{
      money: Money { cents: 5 },
      at: Date(1970-01-01T00:00:00.000Z),
      never: Date(invalid),
      big: 1n,
      zero: -0,
      self: [circular],
      set: Set { 1 },
      call: [function printValue],
      "a-b": Any<Number>,
    }"
  `);
  expect(isSameValue(new Money(), { cents: 5 })).toBe(false);
  expect(isSameValue(new Set([1]), new Set([1]))).toBe(true);
  expect(isSameValue([1], new Set([1]))).toBe(false);
});
