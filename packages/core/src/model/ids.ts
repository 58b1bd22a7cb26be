import { NIL, v5, v7 } from 'uuid';

/** Creates ids. The ids of one source are unique and ascend. */
export interface IdSource {
  /** `evt_` and a UUIDv7. */
  eventId(): string;
  /** A prefix and a UUIDv7, such as `ord_…`; without a prefix, the bare UUID. */
  newId(prefix?: string): string;
  /** Returns a function that takes back the ids made since: the next ones are the same. */
  mark(): () => void;
}

/** A source of randomness: fills the bytes and returns them. */
export type Random = (bytes: Uint8Array) => Uint8Array;

const EVENT_ID = /^evt_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NAMESPACE = '6f1c7d0e-3a44-5d0b-9a4e-1f6a52e0c7b1';
const POOL_BYTES = 4_096;
const DIGITS = '0123456789abcdef';

/** Whether a text has the form of an event id. */
export const isEventId = (id: unknown): id is string => typeof id === 'string' && EVENT_ID.test(id);

/**
 * Derives an event id from names (a UUIDv5, RFC 9562): the same names always yield the same id. For events from outside
 * with an identity of their own, so that importing a fact twice adds it once.
 *
 * @example
 * eventIdFrom('retail', '536365') // evt_ and always the same UUID
 */
export function eventIdFrom(...names: readonly string[]): string {
  return `evt_${v5(JSON.stringify(names), NAMESPACE)}`;
}

/**
 * Creates an id source from a clock (milliseconds) and a source of randomness. The order survives a clock that is set
 * back.
 */
export function createIdSource(now: () => number, random: Random): IdSource {
  const pool = new Uint8Array(POOL_BYTES);
  const drawn = new Uint8Array(16);
  const made = new Uint8Array(16);
  const eventId = idWriter('evt_');
  const bareId = idWriter('');
  let used = POOL_BYTES;
  let lastMs = -1;
  let sequence = 0;
  /** The bytes of the next id; valid until the call after. */
  const next = (): Uint8Array => {
    if (used + 16 > POOL_BYTES) {
      random(pool);
      used = 0;
    }
    for (let i = 0; i < 16; i++) drawn[i] = pool[used++]!;
    // A clock may return fractions, which an id has no room for.
    const ms = Math.floor(now());
    if (ms > lastMs) {
      lastMs = ms;
      // The top bit stays free, as room to count up within a millisecond.
      sequence = ((drawn[6]! & 0x7f) << 24) | (drawn[7]! << 16) | (drawn[8]! << 8) | drawn[9]!;
    } else {
      sequence = (sequence + 1) >>> 0;
      if (sequence === 0) lastMs += 1;
    }
    return v7({ msecs: lastMs, seq: sequence, random: drawn }, made);
  };
  return {
    eventId: () => eventId(next()),
    newId: (prefix) => (prefix === undefined ? bareId(next()) : `${prefix}_${bareId(next())}`),
    mark() {
      const before = { used, lastMs, sequence };
      const left = pool.slice(used);
      return () => {
        ({ used, lastMs, sequence } = before);
        pool.set(left, used);
      };
    },
  };
}

/**
 * Writes the bytes of a UUID as text, in one piece: joining parts would leave twenty texts for the garbage collector.
 */
function idWriter(prefix: string): (bytes: Uint8Array) => string {
  const codes = Array.from(`${prefix}${NIL}`, (letter) => letter.charCodeAt(0));
  const places = [...NIL.matchAll(/00/g)].map(({ index }) => prefix.length + index);
  return (bytes) => {
    for (let i = 0; i < 16; i++) {
      const byte = bytes[i]!;
      codes[places[i]!] = DIGITS.charCodeAt(byte >> 4);
      codes[places[i]! + 1] = DIGITS.charCodeAt(byte & 15);
    }
    return String.fromCharCode.apply(null, codes);
  };
}
