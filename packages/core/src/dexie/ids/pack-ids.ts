/** Bytes of one id in a block. */
export const ID_BYTES = 16;
const PREFIX = 'evt_'.length;
const DASH = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const A = 0x61;

/** Packs event ids into bytes, 16 each, in the given order. Hand-written for speed: it runs for each stored event. */
export function packIds(ids: readonly string[]): Uint8Array {
  const block = new Uint8Array(ids.length * ID_BYTES);
  let at = 0;
  for (const id of ids) {
    let high = -1;
    for (let i = PREFIX; i < id.length; i++) {
      const code = id.charCodeAt(i);
      if (code === DASH) continue;
      const digit = code <= NINE ? code - ZERO : code - A + 10;
      if (high < 0) high = digit;
      else {
        block[at++] = high * 16 + digit;
        high = -1;
      }
    }
  }
  return block;
}
