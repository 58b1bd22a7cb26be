import { NIL, v5, v7 } from 'uuid';

/** Makes ids. Ids of one source are unique and ascend in the order they were made. */
export interface IdSource {
  /** `evt_` and a UUIDv7. */
  eventId(): string;
  /** A UUIDv7 behind a prefix, such as `ord_…`; without one, the bare UUID. */
  newId(prefix?: string): string;
}

/** Where randomness comes from: fills the bytes and returns them. */
export type Random = (bytes: Uint8Array) => Uint8Array;

const EVENT_ID = /^evt_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NAMESPACE = '6f1c7d0e-3a44-5d0b-9a4e-1f6a52e0c7b1';
const POOL_BYTES = 4_096;
const DIGITS = '0123456789abcdef';

/** Whether a text has the form of an event id. */
export const isEventId = (id: unknown): id is string => typeof id === 'string' && EVENT_ID.test(id);

/**
 * The event id that these names always give (a UUIDv5 over them), for events that come from outside with an identity of
 * their own: importing the same fact twice then adds nothing.
 *
 * @example
 * eventIdFrom('retail', '536365') // evt_ and always the same UUID
 */
export function eventIdFrom(...names: readonly string[]): string {
  return `evt_${v5(JSON.stringify(names), NAMESPACE)}`;
}

/** An id source over a clock (milliseconds) and a source of randomness. A clock that steps back does not break the order. */
export function createIdSource(now: () => number, random: Random): IdSource {
  const pool = new Uint8Array(POOL_BYTES);
  const drawn = new Uint8Array(16);
  const made = new Uint8Array(16);
  const eventId = idWriter('evt_');
  const bareId = idWriter('');
  let used = POOL_BYTES;
  let lastMs = -1;
  let sequence = 0;
  /** The bytes of the next id; they are good until the one after. */
  const next = (): Uint8Array => {
    if (used + 16 > POOL_BYTES) {
      random(pool);
      used = 0;
    }
    for (let i = 0; i < 16; i++) drawn[i] = pool[used++]!;
    // A clock may give fractions, which an id has no room for.
    const ms = Math.floor(now());
    if (ms > lastMs) {
      lastMs = ms;
      // The top bit stays free, so that counting up within a millisecond has room.
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
  };
}

/** Writes the bytes of UUIDs as text, in one piece: put together from pieces, it would be twenty texts to collect again. */
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
