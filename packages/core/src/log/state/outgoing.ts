import type { Line } from '../../protocol/wire.ts';
import type { Outgoing } from '../synced-log.ts';
import { cursorOf, type LogState, syncOf } from './log-state.ts';

/** The first pending commits: about this many events, and at least one commit. Undefined if nothing is pending. */
export function outgoing(state: LogState, limit: number): Outgoing | undefined {
  const { client, settled } = syncOf(state);
  const lines: Line[] = [];
  let events = 0;
  for (const line of state.pending) {
    if (lines.length > 0 && events + line.ids.length > limit) break;
    lines.push(line);
    events += line.ids.length;
  }
  return lines.length === 0 ? undefined : { client, first: settled + 1, cursor: cursorOf(state), lines };
}
