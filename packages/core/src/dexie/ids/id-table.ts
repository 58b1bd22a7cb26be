import { ID_BYTES } from './pack-ids.ts';

/** Words of a slot: 64 bits of an id, and its place. */
const WORDS = 3;

/** Bits that choose a part. Growing one part takes a millisecond at a million ids, instead of a hundred. */
const PART_BITS = 6;

/**
 * Maps ids to places, by 64 bits of each id. It takes some 20 bytes an id, so a million ids fit into memory. Two ids
 * may share their bits, so the caller must check each place it finds. An id is in no other place.
 */
export class IdTable {
  readonly #parts = Array.from({ length: 2 ** PART_BITS }, () => new Part());

  /** Records the place of the ids of a block: any whole number but 0. */
  add(block: Uint8Array, place: number): void {
    for (let at = 0; at < block.length; at += ID_BYTES) {
      const [high, low] = bitsOf(block, at);
      this.#parts[mix(high, low) >>> (32 - PART_BITS)]!.add(high, low, place);
    }
  }

  /** The places, each once, that may hold ids of a block. */
  find(block: Uint8Array): ReadonlySet<number> {
    const places = new Set<number>();
    for (let at = 0; at < block.length; at += ID_BYTES) {
      const [high, low] = bitsOf(block, at);
      this.#parts[mix(high, low) >>> (32 - PART_BITS)]!.find(high, low, places);
    }
    return places;
  }
}

/** A hash table with open addressing. */
class Part {
  #slots = new Int32Array(WORDS * 16);
  #size = 0;

  add(high: number, low: number, place: number): void {
    if (this.#size * WORDS * 1.5 > this.#slots.length) this.#grow();
    const slots = this.#slots;
    let slot = this.#slotOf(high, low);
    for (; slots[slot + 2] !== 0; slot = (slot + WORDS) % slots.length)
      if (slots[slot] === high && slots[slot + 1] === low && slots[slot + 2] === place) return;
    slots[slot] = high;
    slots[slot + 1] = low;
    slots[slot + 2] = place;
    this.#size += 1;
  }

  /** Adds the places of all ids with these bits to `places`. */
  find(high: number, low: number, places: Set<number>): void {
    const slots = this.#slots;
    for (let slot = this.#slotOf(high, low); slots[slot + 2] !== 0; slot = (slot + WORDS) % slots.length)
      if (slots[slot] === high && slots[slot + 1] === low) places.add(slots[slot + 2]!);
  }

  /** The slot where a search for these bits begins. It ends at the first free one. */
  #slotOf(high: number, low: number): number {
    return (mix(high, low) % (this.#slots.length / WORDS)) * WORDS;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2);
    this.#size = 0;
    for (let slot = 0; slot < old.length; slot += WORDS) {
      if (old[slot + 2] !== 0) this.add(old[slot]!, old[slot + 1]!, old[slot + 2]!);
    }
  }
}

/** The upper bits choose the part, the lower ones the slot in it. */
const mix = (high: number, low: number): number => Math.imul(high ^ low, 0x9e3779b1) >>> 0;

/** Mixes all 128 bits: ids made at the same moment share a prefix, and others may share a suffix. */
function bitsOf(block: Uint8Array, at: number): readonly [high: number, low: number] {
  const word = (i: number): number =>
    (block[at + i]! << 24) | (block[at + i + 1]! << 16) | (block[at + i + 2]! << 8) | block[at + i + 3]!;
  return [word(0) ^ Math.imul(word(8), 0x85ebca6b), word(4) ^ Math.imul(word(12), 0xc2b2ae35)];
}
