/** Bytes of one id in a block. */
const ID_BYTES = 16;
const PREFIX = 'evt_'.length;

/** Event ids as bytes, 16 each, in the order given. */
export function packIds(ids: readonly string[]): Uint8Array {
  const block = new Uint8Array(ids.length * ID_BYTES);
  for (const [index, id] of ids.entries()) {
    const hex = id.slice(PREFIX).replaceAll('-', '');
    for (let i = 0; i < ID_BYTES; i++) block[index * ID_BYTES + i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  }
  return block;
}

/** Several blocks as one, in ascending order of ids. */
export function mergeIds(blocks: readonly Uint8Array[]): Uint8Array {
  const ids = blocks.flatMap((block) => Array.from({ length: idCount(block) }, (_, i) => at(block, i)));
  const merged = new Uint8Array(ids.length * ID_BYTES);
  for (const [index, id] of ids.sort(compare).entries()) merged.set(id, index * ID_BYTES);
  return merged;
}

const idCount = (block: Uint8Array): number => block.length / ID_BYTES;

/** Whether an ascending block holds an id. */
export function holdsId(block: Uint8Array, id: Uint8Array): boolean {
  let low = 0;
  let high = idCount(block);
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(at(block, middle), id);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

const at = (block: Uint8Array, index: number): Uint8Array => block.subarray(index * ID_BYTES, (index + 1) * ID_BYTES);

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < ID_BYTES; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
