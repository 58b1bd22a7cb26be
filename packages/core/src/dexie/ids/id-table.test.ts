import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../../property.fixture.ts';
import { IdTable } from './id-table.ts';

/** Ids that differ in few bytes, like those made in one millisecond. */
const id = fc.tuple(fc.nat(3), fc.nat(255), fc.nat(3)).map(([a, b, c]) => {
  const bytes = new Uint8Array(16).fill(7);
  bytes.set([a, b], 6);
  bytes[15] = c;
  return bytes;
});

test('[LOG-7] a table of ids finds the places of each id, and no others', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 3_000, size: 'max' }), fc.array(id), (ids, others) => {
      const table = new IdTable();
      const places = new Map<string, Set<number>>();
      for (const [i, bytes] of ids.entries()) {
        const place = (i % 2 === 0 ? 1 : -1) * (1 + (i % 500));
        // Twice, since the last segment is read again when it grows.
        for (let times = 0; times < 2; times++) table.add(bytes, place);
        const found = places.get(String(bytes)) ?? new Set();
        places.set(String(bytes), found.add(place));
      }
      for (const bytes of [...ids, ...others])
        expect(table.find(bytes)).toEqual(places.get(String(bytes)) ?? new Set());
    }),
    budget(30),
  );
});

test('[LOG-4] two ids that share the bits of the table are both found', () => {
  const [one, two] = [new Uint8Array(16), new Uint8Array(16)];
  // The first and third word of these two ids cancel each other out.
  two.set([0x85, 0xeb, 0xca, 0x6b, 0, 0, 0, 0, 0, 0, 0, 1]);
  const table = new IdTable();
  table.add(one, 7);
  table.add(two, -3);
  for (const bytes of [one, two]) expect(table.find(bytes)).toEqual(new Set([7, -3]));
});
