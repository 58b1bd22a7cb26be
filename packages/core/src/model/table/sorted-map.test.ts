import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../../property.fixture.ts';
import { SortedMap } from './sorted-map.ts';

// Enough keys for trees of three levels, so that nodes are split, merged and shared.
const key = fc.integer({ min: 0, max: 3_000 });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('set' as const), from: key, count: fc.integer({ min: 1, max: 120 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('delete' as const), from: key, count: fc.integer({ min: 1, max: 120 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clone' as const), from: key, count: fc.constant(0) }) },
);
const numbers = (a: number, b: number): number => a - b;
const sorted = (model: ReadonlyMap<number, number>) => [...model].sort(([a], [b]) => a - b);
const ascending = (map: SortedMap<number, number>, low?: number) => [...map.ascend(low)].map((pair) => pair.join(':'));
const entries = (map: SortedMap<number, number>) => Array.from(map.ascend(), ([k, v]) => [k, v]);

test("[VIEW-1] a clone and its original never see each other's writes", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 2_000 }), (steps, filled) => {
      const versions = [{ map: new SortedMap<number, number>(numbers), model: new Map<number, number>() }];
      for (let i = 0; i < filled; i++) {
        versions[0]!.map.set(i, i);
        versions[0]!.model.set(i, i);
      }
      let same = true;
      steps.forEach(({ do: what, from, count }, at) => {
        const { map, model } = versions[from % versions.length]!;
        if (what === 'clone') versions.push({ map: map.clone(), model: new Map(model) });
        for (let k = from; k < from + count; k++) {
          if (what === 'set') {
            map.set(k, at);
            model.set(k, at);
          } else same &&= map.delete(k) === model.delete(k);
        }
      });
      expect(same).toBe(true);
      for (const { map, model } of versions) {
        expect(map.size).toBe(model.size);
        expect(entries(map)).toEqual(sorted(model));
      }
    }),
    budget(40),
  );
});

test('iterates from any bound, a key or not, in both directions', () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 200 }), key, (keys, bound) => {
      const map = new SortedMap<number, number>(numbers);
      for (const k of keys) map.set(k, k);
      const order = [...keys].sort(numbers);
      // If the bound is not a key, the first entry may lie outside, and the table cuts it off. After it there is no
      // gap.
      const up = Array.from(map.ascend(bound), ([k]) => k);
      expect(up.filter((k) => k >= bound)).toEqual(order.filter((k) => k >= bound));
      const down = Array.from(map.descend(bound), ([k]) => k);
      expect(down.filter((k) => k <= bound)).toEqual(order.filter((k) => k <= bound).reverse());
      expect(ascending(map).length).toBe(keys.length);
    }),
    budget(60),
  );
});
