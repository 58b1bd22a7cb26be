import { describe, expect, it } from 'vitest';
import { readReceived } from './received.ts';

const faultOf = (text: string, stock?: number): string | undefined => {
  const read = readReceived(text, stock);
  return read.qty === undefined ? read.fault : undefined;
};

describe('[UI-5] a received quantity', () => {
  it.each([
    ['24', 24, 42],
    [' +3 ', 3, 21],
    ['1,000', 1_000, 1_018],
    ['-18', -18, 0],
    ['−2', -2, 16],
    ['007', 7, 25],
  ])('reads %j', (text, qty, after) => {
    expect(readReceived(text, 18)).toEqual({ qty, after });
  });

  it.each(['', ' ', '1e3', '0x10', '1.5', '12,5', '1 000', 'six', '--2', '+-2', 'Infinity', '٣', '1000000000000'])(
    'refuses %j, which is not a whole number',
    (text) => {
      expect(faultOf(text, 18)).toBe('Enter a whole number, such as 24 or -2.');
    },
  );

  it('refuses 0, and quantities past the limits', () => {
    expect([faultOf('0', 18), faultOf('-0', 18)]).toEqual(Array(2).fill('Enter a number other than 0.'));
    expect([faultOf('-19', 18), faultOf('-5000', 18), faultOf('-2', 1)]).toEqual([
      'Only 18 pieces in stock.',
      'Only 18 pieces in stock.',
      'Only 1 piece in stock.',
    ]);
    expect([faultOf('-1', 0), faultOf('-1', -3), faultOf('-1')]).toEqual(
      Array(3).fill('None are in stock, so the count cannot go down.'),
    );
    expect([faultOf('1000001', 0), faultOf('999,999', 2)]).toEqual(Array(2).fill('A count can be 1,000,000 at most.'));
    expect([readReceived('1,000,000'), readReceived('2', -3)]).toEqual([
      { qty: 1_000_000, after: 1_000_000 },
      { qty: 2, after: -1 },
    ]);
  });
});
