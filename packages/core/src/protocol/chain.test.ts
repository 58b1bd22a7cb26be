import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { eventIdFrom } from '../model/ids.ts';
import { budget } from '../property.fixture.ts';
import { chainOf, EMPTY_CHAIN } from './chain.ts';

const id = fc.nat(999).map((n) => eventIdFrom('chain', `${n}`));
const ids = fc.uniqueArray(id, { maxLength: 8 });

/** FNV-1a as its authors define it, over bytes. */
function fnv1a(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

describe('[SYNC-2] the chain of a log', () => {
  test.each([
    // Published with FNV: the hash of "chongo was here!" and a line feed.
    [['chongo was here!'], '46810940eff5f915'],
    [[], 'cbf29ce484222325'],
    [[1], 'e28f71fa1786bcb6'],
    [[1, 2], '50ed8a22ab2cd9c3'],
    [[2, 1], '48e7fd459dde1283'],
    [Array.from({ length: 100 }, (_, n) => n + 1), 'ab91a8e4986cd79b'],
  ] as const)('of %j is %s', (names, chain) => {
    const given = names.map((name) => (typeof name === 'string' ? name : eventIdFrom('vector', `${name}`)));
    expect(chainOf(EMPTY_CHAIN, given)).toBe(chain);
  });

  test('equals the vectors of docs/protocol.md', () => {
    const page = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8');
    const vectors = [...page.matchAll(/^\| `(evt_[^`]+)` \| `([0-9a-f]{16})` \|$/gm)];
    let chain = EMPTY_CHAIN;
    for (const [, next, expected] of vectors) {
      chain = chainOf(chain, [next!]);
      expect(chain).toBe(expected);
    }
    expect(vectors.length).toBeGreaterThan(2);
  });

  test('is the FNV-1a hash of the ids, each with a line feed after it', () => {
    fc.assert(
      fc.property(ids, (all) => {
        expect(chainOf(EMPTY_CHAIN, all)).toBe(fnv1a(all.map((one) => `${one}\n`).join('')));
      }),
      budget(200),
    );
  });

  test('is the same however the events are divided into pages', () => {
    fc.assert(
      fc.property(ids, fc.nat(8), (all, cut) => {
        const halves = chainOf(chainOf(EMPTY_CHAIN, all.slice(0, cut)), all.slice(cut));
        expect(halves).toBe(chainOf(EMPTY_CHAIN, all));
      }),
      budget(200),
    );
  });

  test('depends on the order of the events, and on where ids begin and end', () => {
    expect(chainOf(EMPTY_CHAIN, ['a', 'bc'])).not.toBe(chainOf(EMPTY_CHAIN, ['ab', 'c']));
    expect(chainOf(EMPTY_CHAIN, ['a', 'b'])).not.toBe(chainOf(EMPTY_CHAIN, ['b', 'a']));
    expect(chainOf(EMPTY_CHAIN, ['a', ''])).not.toBe(chainOf(EMPTY_CHAIN, ['a']));
    fc.assert(
      fc.property(ids, ids, (some, others) => {
        const isSame = JSON.stringify(some) === JSON.stringify(others);
        expect(chainOf(EMPTY_CHAIN, some) === chainOf(EMPTY_CHAIN, others)).toBe(isSame);
      }),
      budget(200),
    );
  });

  test('of two prefixes that differ stays different when the same events follow', () => {
    const chain = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => bits.toString(16).padStart(16, '0'));
    fc.assert(
      fc.property(chain, chain, ids, (one, other, all) => {
        expect(chainOf(one, all) === chainOf(other, all)).toBe(one === other);
        expect(chainOf(one, all)).toMatch(/^[0-9a-f]{16}$/);
      }),
      budget(200),
    );
  });
});
