import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdTable } from './id-table.ts';

/** Ids that differ in few bytes, as those of one millisecond do. */
const id = fc.tuple(fc.nat(3), fc.nat(255), fc.nat(3)).map(([a, b, c]) => {
  const bytes = new Uint8Array(16).fill(7);
  bytes.set([a, b], 6);
  bytes[15] = c;
  return bytes;
});

test('[LOG-7] a table of ids finds each where it was noted first, or for good, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 3_000, size: 'max' }), fc.array(id), (ids, others) => {
      const table = new IdTable();
      const places = new Map<string, number>();
      for (const [i, bytes] of ids.entries()) {
        table.add(bytes, i % 2 === 0 ? i + 1 : -i - 1);
        const before = places.get(String(bytes));
        if (before === undefined || (before < 0 && i % 2 === 0))
          places.set(String(bytes), i % 2 === 0 ? i + 1 : -i - 1);
      }
      for (const bytes of [...ids, ...others]) expect(table.find(bytes, 0)).toBe(places.get(String(bytes)) ?? 0);
    }),
    { numRuns: 30 },
  );
});
