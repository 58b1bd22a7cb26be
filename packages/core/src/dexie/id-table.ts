/** Words of a slot: 64 bits of an id, and where it is. */
const WORDS = 3;
const ID_BYTES = 16;

/** A part is chosen by so many bits, so that making one larger takes a millisecond at a million ids, and not a hundred. */
const PART_BITS = 6;

/**
 * Where ids are, by 64 bits of each: some 20 bytes an id, so that a million fit into memory where their text would not. Two
 * ids may share their bits, so what it finds is a hint to be looked at; what it does not find is not there.
 */
export class IdTable {
  readonly #parts = Array.from({ length: 2 ** PART_BITS }, () => new Part());

  /**
   * Notes where the ids of a block are: any whole number but 0. An id stays where it was noted first, but a place above 0,
   * which is for good, takes the place of one below.
   */
  add(block: Uint8Array, place: number): void {
    for (let at = 0; at < block.length; at += ID_BYTES) {
      const [high, low] = bitsOf(block, at);
      this.#partOf(high, low).add(high, low, place);
    }
  }

  /** Where the id at a byte of a block is; 0 when it is not here. */
  find(block: Uint8Array, at: number): number {
    const [high, low] = bitsOf(block, at);
    return this.#partOf(high, low).find(high, low);
  }

  /** The places, each once, of those ids of a block that are here. */
  placesOf(block: Uint8Array): ReadonlySet<number> {
    const places = new Set<number>();
    for (let at = 0; at < block.length; at += ID_BYTES) places.add(this.find(block, at));
    places.delete(0);
    return places;
  }

  #partOf(high: number, low: number): Part {
    return this.#parts[mix(high, low) >>> (32 - PART_BITS)]!;
  }
}

/** A hash table of its own. */
class Part {
  #slots = new Int32Array(WORDS * 16);
  #size = 0;

  add(high: number, low: number, place: number): void {
    if (this.#size * WORDS * 1.5 > this.#slots.length) this.#grow();
    const slot = this.#slotOf(high, low);
    const before = this.#slots[slot + 2]!;
    if (before > 0 || (before < 0 && place < 0)) return;
    if (before === 0) this.#size += 1;
    this.#slots[slot] = high;
    this.#slots[slot + 1] = low;
    this.#slots[slot + 2] = place;
  }

  find(high: number, low: number): number {
    return this.#slots[this.#slotOf(high, low) + 2]!;
  }

  /** The slot that holds these bits, or the free one where they belong. */
  #slotOf(high: number, low: number): number {
    const slots = this.#slots;
    let slot = (mix(high, low) % (slots.length / WORDS)) * WORDS;
    while (slots[slot + 2] !== 0 && (slots[slot] !== high || slots[slot + 1] !== low))
      slot = (slot + WORDS) % slots.length;
    return slot;
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

/** The upper bits choose the part, the lower ones the place in it. */
const mix = (high: number, low: number): number => Math.imul(high ^ low, 0x9e3779b1) >>> 0;

/** All bits of the id have their say: some ids begin alike, being of one moment, and others might end alike. */
function bitsOf(block: Uint8Array, at: number): readonly [high: number, low: number] {
  const word = (i: number): number =>
    (block[at + i]! << 24) | (block[at + i + 1]! << 16) | (block[at + i + 2]! << 8) | block[at + i + 3]!;
  return [word(0) ^ Math.imul(word(8), 0x85ebca6b), word(4) ^ Math.imul(word(12), 0xc2b2ae35)];
}
