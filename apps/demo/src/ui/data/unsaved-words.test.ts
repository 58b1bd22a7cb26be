import { expect, it } from 'vitest';
import { unsavedCount, unsavedWords } from './unsaved-words.ts';

it('[UI-7] gives the reason for each fault, and offers a retry only where it can help', () => {
  const words = (['lost', 'full', 'blocked', 'degraded'] as const).map(unsavedWords);
  expect(new Set(words).size).toBe(4);
  for (const each of words) expect(each).toMatch(/eep this page open\.$/);
  expect(words[0]).not.toMatch(/try again/);
  expect(words.slice(1).every((each) => each.includes('try again'))).toBe(true);
});

it('[UI-7] counts unsaved sales, or else unsaved changes', () => {
  const sale = { type: 'order.placed' };
  const other = { type: 'stock.received' };
  expect([[sale], [sale, sale, other], [other], [other, other]].map(unsavedCount)).toEqual([
    '1 sale is',
    '2 sales are',
    '1 change is',
    '2 changes are',
  ]);
});
