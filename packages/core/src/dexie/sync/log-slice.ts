import { EMPTY_CHAIN } from '../../protocol/chain.ts';
import { emptyLog, type LogState } from '../../log/state/log-state.ts';
import type { Database, HeadRow } from '../database.ts';

/**
 * A log as plain data, without the confirmed commits: a transaction runs the operations of `log/state` on the few rows
 * that it needs.
 */
export function sliceOf(db: Database, head: HeadRow, parts: Partial<LogState> = {}): LogState {
  const { position, batch, undoHorizon, generation, term, sync } = head;
  const empty = emptyLog(db.name, undoHorizon, position);
  return { ...empty, floorChain: sync?.chain ?? EMPTY_CHAIN, generation, term, row: batch, sync, ...parts };
}
