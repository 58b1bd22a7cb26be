import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { reuse, reuseInParts } from './structural-sharing.ts';
import { StepBudget } from './work-steps.ts';

const values = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('__proto__'));

test('[UNDO-1] equal values keep their identity, as a whole and in their parts', () => {
  fc.assert(
    fc.property(values, values, fc.constantFrom('a', 'rest', 'other'), (value, other, key) => {
      const before = { [key]: value, rest: [value, { deep: value }] };
      expect(reuse(before, structuredClone(before))).toBe(before);
      const next = Object.freeze({ ...structuredClone(before), other });
      const kept = reuse(before, next) as Record<string, unknown>;
      expect(JSON.stringify(kept)).toBe(JSON.stringify(next));
      expect(kept['rest']).toBe(before['rest']);
      expect(Object.isFrozen(kept) || kept === before).toBe(true);
    }),
    budget(300),
  );
});

test('[UNDO-1] the result equals the new value exactly', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [before, next] = [structuredClone(a), structuredClone(b)];
      const kept = reuse(before, next);
      expect(JSON.stringify(kept)).toBe(JSON.stringify(b));
      expect([JSON.stringify(before), JSON.stringify(next)]).toEqual([JSON.stringify(a), JSON.stringify(b)]);
      expect(kept === before || JSON.stringify(a) !== JSON.stringify(b)).toBe(true);
    }),
    budget(300),
  );
  // Only lists and plain objects are compared deeply.
  const [one, two] = [new Date(0), new Date(0)];
  expect(reuse(one, two)).toBe(two);
  expect(reuse({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual({ b: 2, a: 1 });
});

test('[KERNEL-3] in steps, the same parts keep their identity', () => {
  fc.assert(
    fc.property(values, values, fc.boolean(), fc.integer({ min: 1, max: 5 }), (a, b, isMixed, parts) => {
      const before = { a: structuredClone(a), rest: [structuredClone(a), { b: structuredClone(b) }] };
      const next = Object.freeze({ a: isMixed ? b : structuredClone(a), rest: [structuredClone(a), { b: a }] });
      const steps = new StepBudget();
      const sharing = reuseInParts(before, next, steps);
      for (;;) {
        steps.renew(parts);
        const { done, value } = sharing.next();
        if (done !== true) continue;
        const whole = reuse(before, next);
        expect(JSON.stringify(value)).toBe(JSON.stringify(whole));
        expect([value.a === before.a, value.rest === before.rest, value.rest[1] === before.rest[1]]).toEqual([
          whole.a === before.a,
          whole.rest === before.rest,
          whole.rest[1] === before.rest[1],
        ]);
        expect([value === (before as unknown), Object.isFrozen(value)]).toEqual([
          whole === (before as unknown),
          Object.isFrozen(whole),
        ]);
        return;
      }
    }),
    budget(200),
  );
});
