import { commitAt, dropFirst, firstAfter } from './commit-list.ts';
import type { LogState, Step } from './log-state.ts';

/** Drops the commits that end at or before a position. Returns how many events they had. */
export function dropOldest(state: LogState, through: number): Step<number> {
  const { confirmed, floor: before } = state;
  const count = firstAfter(confirmed, through);
  const last = commitAt(confirmed, count - 1);
  if (last === undefined) return [state, 0];
  const floor = last.position + last.ids.length - 1;
  const floorChain = last.chain ?? state.floorChain;
  return [{ ...state, floor, floorChain, confirmed: dropFirst(confirmed, count) }, floor - before];
}
