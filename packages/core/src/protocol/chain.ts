/** The chain of a log without events: the offset basis of FNV-1a. */
export const EMPTY_CHAIN = 'cbf29ce484222325';

/** Ends each id, and is in none. */
const LINE_FEED = 0x0a;
/** The 64-bit prime of FNV is 2^40 and this. */
const PRIME_LOW = 0x1b3;

/**
 * Extends the chain of a log by the ids of its next events, in order. The chain names a prefix of a log: 64 bits in
 * hexadecimal, always 16 digits. It is the FNV-1a hash of the ids as text, each with a line feed after it. Two prefixes
 * that differ keep different chains when the same events follow both. It is no protection against forgery.
 *
 * Synchronous, so that a database transaction stays open. The product is computed in two halves of 32 bits, since
 * BigInt takes sixty times as long.
 *
 * @example
 * const chain = chainOf(EMPTY_CHAIN, ['evt_0197f3c0-0000-7000-8000-000000000001']);
 */
export function chainOf(before: string, ids: Iterable<string>): string {
  let high = Number.parseInt(before.slice(0, 8), 16) | 0;
  let low = Number.parseInt(before.slice(8), 16) | 0;
  for (const id of ids) {
    for (let i = 0; i <= id.length; i++) {
      low ^= i === id.length ? LINE_FEED : id.charCodeAt(i);
      const carry = ((low >>> 16) * PRIME_LOW + (((low & 0xffff) * PRIME_LOW) >>> 16)) >>> 16;
      high = (Math.imul(high, PRIME_LOW) + (low << 8) + carry) | 0;
      low = Math.imul(low, PRIME_LOW);
    }
  }
  return toHex(high) + toHex(low);
}

const toHex = (half: number): string => (half >>> 0).toString(16).padStart(8, '0');
