import { expect, test } from 'vitest';
import { judge } from './budgets.mjs';
import { bytes, number, percent, rate, time, times } from './figures.mjs';
import { rotate } from './rotation.mjs';
import { table } from './table.mjs';

test('a table is Markdown whose columns line up, figures to the right', () => {
  expect(
    table(
      ['', 'rate'],
      [
        ['ours', '9/s'],
        ['µ', '1,200/s'],
      ],
    ),
  ).toBe(['|      |    rate |', '| ---- | ------: |', '| ours |     9/s |', '| µ    | 1,200/s |'].join('\n'));
});

test('figures have three digits that mean something, and a unit', () => {
  expect([0, 0.0123, 1.234, 12.34, 123.4, 1234, 123_456].map(number)).toEqual([
    '0',
    '0.012',
    '1.23',
    '12.3',
    '123',
    '1,230',
    '123,000',
  ]);
  expect([0.0005, 0.05, 0.5, 5, 5000].map(time)).toEqual(['0.500 µs', '50.0 µs', '0.500 ms', '5.00 ms', '5.00 s']);
  expect([rate(1_234_567), bytes(15_000), bytes(2_500_000), times(2), times(undefined), percent(0.051)]).toEqual([
    '1,230,000/s',
    '15.0 kB',
    '2.50 MB',
    '2.00×',
    '',
    '5 %',
  ]);
});

test('everybody is first once, and runs behind different ones', () => {
  const rounds = [0, 1, 2, 3].map((round) => rotate(['a', 'b', 'c', 'd'], round));
  expect(new Set(rounds.map(([first]) => first)).size).toBeGreaterThan(1);
  for (const round of rounds) expect([...round].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect(rotate([], 3)).toEqual([]);
});

test('a budget is met, missed, or not measured', () => {
  const result = { name: 'fold', title: '', about: '', tables: [] };
  const cost = (collection: number) => ({ '1000': { collection, view: 3, produce: 1 } });
  expect(judge([{ ...result, figures: cost(0.001) }]).missed).toEqual([]);
  expect(judge([{ ...result, figures: cost(0.01) }]).missed).toEqual([
    'fold 100k events over 1k entities into a collection',
  ]);
  expect(judge([{ ...result, figures: {} }]).text).toContain('not measured');
  expect(judge([]).missed).toEqual([]);
});
