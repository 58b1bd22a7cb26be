/**
 * The tile that a key moves to from another: its index, `leave` for the up key in the first row, or undefined for a key
 * that does not move.
 */
export function movedBy(
  key: string,
  { active, columns, count }: { active: number; columns: number; count: number },
): number | 'out' | undefined {
  const last = count - 1;
  switch (key) {
    case 'ArrowRight':
      return Math.min(active + 1, last);
    case 'ArrowLeft':
      return Math.max(active - 1, 0);
    case 'ArrowDown':
      return active + columns > last && Math.floor(active / columns) === Math.floor(last / columns)
        ? active
        : Math.min(active + columns, last);
    case 'ArrowUp':
      return active < columns ? 'out' : active - columns;
    case 'PageDown':
      return Math.min(active + columns * 4, last);
    case 'PageUp':
      return Math.max(active - columns * 4, active % columns);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
