import fc from 'fast-check';
import { validate, version } from 'uuid';
import { describe, expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { createIdSource, eventIdFrom, isEventId } from './ids.ts';

/** Seeded randomness; `fill` makes each byte the same instead. */
function randomness(seed: number, fill?: number): (bytes: Uint8Array) => Uint8Array {
  let state = seed;
  return (bytes) =>
    bytes.map(
      (_, i, all) => (all[i] = fill ?? ((state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 16) & 0xff),
    );
}
const uuidOf = (id: string): string => id.slice(id.indexOf('_') + 1);
const isAscending = (ids: readonly string[]): boolean => ids.every((id, i) => i === 0 || ids[i - 1]! < id);

describe('[EVT-1] event ids are evt_ and a time-ordered UUIDv7', () => {
  test('are valid, unique and ascending, whether the clock stands still, goes back or moves by fractions', () => {
    const steps = fc.array(
      fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(0), fc.double({ min: -1, max: 1, noNaN: true })),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(steps, fc.nat(), fc.option(fc.constantFrom(0, 0xff), { nil: undefined }), (steps, seed, fill) => {
        let ms = 1_780_000_000_000;
        const source = createIdSource(() => ms, randomness(seed, fill));
        const ids = steps.map((step) => {
          ms += step;
          return source.eventId();
        });
        expect(isAscending(ids)).toBe(true);
        for (const id of ids)
          expect([isEventId(id), validate(uuidOf(id)), version(uuidOf(id))]).toEqual([true, true, 7]);
      }),
      budget(100),
    );
  });

  test('many in one millisecond', () => {
    const source = createIdSource(() => 1_780_000_000_000, randomness(1));
    const ids = Array.from({ length: 20_000 }, () => source.eventId());
    expect(isAscending(ids)).toBe(true);
    expect(new Set(ids.map((id) => id.slice(4, 17)))).toEqual(new Set(['019e7044-8800']));
  });

  test('contain the time of their creation', () => {
    const ms = 1_780_000_000_123;
    const id = createIdSource(() => ms + 0.9, randomness(2)).eventId();
    expect(Number.parseInt(uuidOf(id).replace('-', '').slice(0, 12), 16)).toBe(ms);
  });

  test('newId puts a prefix before the UUID, and shares the order', () => {
    const source = createIdSource(() => 5, randomness(3));
    const [a, b, c] = [source.newId('ord'), source.newId(), source.newId('ord')];
    expect(a).toMatch(/^ord_[0-9a-f-]{36}$/);
    expect(validate(b)).toBe(true);
    expect(isAscending([uuidOf(a!), b!, uuidOf(c!)])).toBe(true);
  });
});

describe('[LOG-4] an id derived from names', () => {
  test('is an event id, always the same for the same names, and a UUIDv5', () => {
    expect(eventIdFrom('retail', '536365')).toMatchInlineSnapshot(`"evt_4178b696-b0d4-5ada-8b2c-30395f7b780f"`);
    expect(version(uuidOf(eventIdFrom('retail', '536365')))).toBe(5);
  });

  test('differs for other names, also where they look the same when joined', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.string({ unit: 'binary' })), (a, b) => {
        expect(isEventId(eventIdFrom(...a))).toBe(true);
        expect(eventIdFrom(...a) === eventIdFrom(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      budget(200),
    );
    expect(eventIdFrom('a', 'bc')).not.toBe(eventIdFrom('ab', 'c'));
  });
});

test.each([
  undefined,
  5,
  '',
  'evt_',
  'evt_1',
  '019e8d4a-6400-7000-8000-000000000000',
  `EVT_${crypto.randomUUID()}`,
  `evt_${crypto.randomUUID()}\n`,
])('%j is not an event id', (id) => expect(isEventId(id)).toBe(false));
