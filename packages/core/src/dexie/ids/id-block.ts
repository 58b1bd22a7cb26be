import { ID_BYTES } from './pack-ids.ts';

/** The ids of a block, in its order. */
export const idsIn = (block: Uint8Array): readonly string[] =>
  Array.from({ length: idCount(block) }, (_, index) => {
    const hex = Array.from(at(block, index), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return `evt_${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
  });

/** Merges blocks into one, ids ascending. */
export function mergeIds(blocks: readonly Uint8Array[]): Uint8Array {
  const ids = blocks.flatMap((block) => Array.from({ length: idCount(block) }, (_, i) => at(block, i)));
  const merged = new Uint8Array(ids.length * ID_BYTES);
  for (const [index, id] of ids.sort(compare).entries()) merged.set(id, index * ID_BYTES);
  return merged;
}

const idCount = (block: Uint8Array): number => block.length / ID_BYTES;

const at = (block: Uint8Array, index: number): Uint8Array => block.subarray(index * ID_BYTES, (index + 1) * ID_BYTES);

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < ID_BYTES; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
