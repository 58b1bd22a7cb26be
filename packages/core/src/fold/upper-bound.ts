/** How many of some things, in ascending order of position, are at or before a position. */
export function upperBound(things: readonly { readonly position: number }[], position: number): number {
  let low = 0;
  let high = things.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (things[middle]!.position <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
