import type { Cursor } from '../../protocol/cursor.ts';
import { commitAt } from './commit-list.ts';
import { cursorOf, type LogState, syncOf } from './log-state.ts';

/**
 * Cursors of this log, from its end backwards, at distances that double. An authority that has lost events finds the
 * last one that it has too.
 */
export function cursorsBack(state: LogState): readonly Cursor[] {
  const { incarnation } = syncOf(state);
  const { confirmed, floor, floorChain } = state;
  const cursors = [cursorOf(state)];
  let index = confirmed.count - 2;
  for (let step = 1; index >= 0; step *= 2, index -= step) {
    const { position, ids, chain } = commitAt(confirmed, index)!;
    cursors.push({ incarnation, seq: position + ids.length - 1, chain: chain! });
  }
  if (confirmed.count > 0) cursors.push({ incarnation, seq: floor, chain: floorChain });
  return cursors;
}
