import { chainOf } from '../../protocol/chain.ts';
import type { Cursor } from '../../protocol/cursor.ts';
import type { Line, Page } from '../../protocol/wire.ts';
import { confirmLine, toLine } from '../../protocol/wire-line.ts';
import { sampleEvent } from './log-fixture.ts';

/** When the authority received each commit. */
export const RECEIVED_AT = '2026-01-31T12:00:00.000Z';

/** A line and the client that pushed it. */
export type Pushed = readonly [line: Line, by: string];

/** A commit with one event without meaning. */
export const lineOf = (name: string): Line => toLine({ events: [sampleEvent(name)] });

/** The page of an authority after a cursor. */
export function pageOf(after: Cursor, ...pushed: readonly Pushed[]): Page {
  let { seq, chain } = after;
  const lines = pushed.map(([line, by]) => {
    const confirmed = confirmLine(line, { seq: seq + 1, at: RECEIVED_AT, by });
    seq += line.ids.length;
    chain = chainOf(chain, line.ids);
    return confirmed;
  });
  return { after, lines, cursor: { ...after, seq, chain } };
}
