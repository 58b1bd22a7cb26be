import { RefoldError } from '../errors/refold-error.ts';

/** How far a log has been read: a place in the order of one authority, and the events up to it. */
export interface Cursor {
  /**
   * Names one life of the authority's log. An authority that lost events, as after a restore, begins another. Letters,
   * digits and hyphens, 64 at most.
   */
  readonly incarnation: string;
  /** Position of the last event; 0 before the first. */
  readonly seq: number;
  /** The chain of all events up to it. */
  readonly chain: string;
}

const INCARNATION = '[A-Za-z0-9-]{1,64}';
const CURSOR = new RegExp(`^(${INCARNATION})_(0|[1-9][0-9]{0,15})_([0-9a-f]{16})$`);
/** Enough of a text to recognise it. */
const SHOWN = 100;

/**
 * Writes a cursor as text, `{incarnation}_{seq}_{chain}`. It is the same for equal cursors, and fits into a URL and a
 * header as it is.
 */
export const cursorText = ({ incarnation, seq, chain }: Cursor): string => `${incarnation}_${seq}_${chain}`;

/** Reads a cursor. Throws `cursor.invalid` for any other text. */
export function readCursor(text: string): Cursor {
  const [, incarnation, digits, chain] = CURSOR.exec(text) ?? [];
  const seq = Number(digits);
  if (!Number.isSafeInteger(seq)) throw new RefoldError('cursor.invalid', { found: text.slice(0, SHOWN) });
  return { incarnation: incarnation!, seq, chain: chain! };
}
