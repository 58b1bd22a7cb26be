import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeJson } from './freeze-json.ts';

const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));

test('[READ-3] what an event carries is frozen in depth, and comes back as the same object', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const before = JSON.stringify(data);
      expect(freezeJson(data)).toBe(data);
      expect(isFrozen(data)).toBe(true);
      expect(JSON.stringify(data)).toBe(before);
    }),
  );
});
