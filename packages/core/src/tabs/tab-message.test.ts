import { describe, expect, test } from 'vitest';
import { tabMessageOf } from './tab-message.ts';
import { Troubles } from './troubles.ts';

describe('[TAB-5] a message of another release', () => {
  test.each([
    [
      { type: 'stored', row: 7 },
      { type: 'stored', row: 7 },
    ],
    [{ type: 'stored', row: '7', more: 1 }, { type: 'stored' }],
    [{ type: 'here', from: 'a' }, { type: 'here' }],
    [
      { type: 'storage', from: 'a', storage: 'full', unsaved: 2, why: 'x' },
      { type: 'storage', from: 'a', storage: 'full', unsaved: 2 },
    ],
  ])('is read as far as it is understood: %j', (given, message) => {
    expect(tabMessageOf(given)).toEqual(message);
  });

  test.each([
    undefined,
    null,
    'stored',
    7,
    {},
    { type: 'burnt' },
    { type: 'storage', from: 'a', storage: 'burnt', unsaved: 1 },
    { type: 'storage', storage: 'full', unsaved: 1 },
    { type: 'storage', from: 'a', storage: 'full' },
  ])('is ignored if it is not understood: %j', (given) => {
    expect(tabMessageOf(given)).toBeUndefined();
  });
});

describe('[TAB-1] trouble of other tabs', () => {
  test('is the worst of them, and all their events', () => {
    const troubles = new Troubles();
    expect(troubles.at(0)).toBeUndefined();
    troubles.note('a', { storage: 'degraded', unsaved: 2 }, 0);
    troubles.note('b', { storage: 'full', unsaved: 3 }, 0);
    expect(troubles.at(0)).toEqual({ storage: 'full', unsaved: 5 });
    troubles.note('b', { storage: 'ok', unsaved: 0 }, 0);
    expect(troubles.at(0)).toEqual({ storage: 'degraded', unsaved: 2 });
  });

  test('is forgotten when the tab does not repeat it', () => {
    const troubles = new Troubles();
    troubles.note('a', { storage: 'full', unsaved: 2 }, 0);
    troubles.note('b', { storage: 'degraded', unsaved: 1 }, 80_000);
    expect(troubles.at(100_000)?.unsaved).toBe(3);
    expect(troubles.at(100_001)).toEqual({ storage: 'degraded', unsaved: 1 });
  });
});
