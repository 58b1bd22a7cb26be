import type { Line } from '../protocol/wire.ts';

/** A stored line and what it says about itself. */
export interface StoredLine extends Line {
  /** The client that pushed it, if it is confirmed. */
  readonly by: string | undefined;
  /** Whether it holds a `$rejected`. */
  readonly isRefusal?: true;
}

/** The lines of a text, with the ids of their events. */
export const linesIn = (text: string): readonly StoredLine[] =>
  (text === '' ? [] : text.split('\n')).map((line) => {
    const { by, events } = JSON.parse(line) as Parsed;
    const stored = { text: line, ids: events.map(({ id }) => id), by };
    return events.some(({ type }) => type === '$rejected') ? { ...stored, isRefusal: true } : stored;
  });

interface Parsed {
  readonly by?: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** A text without commits that have no events. */
export const withoutEmpty = (text: string): string =>
  text.includes(EMPTY)
    ? text
        .split('\n')
        .filter((line) => !line.startsWith(EMPTY))
        .join('\n')
    : text;

const EMPTY = '{"events":[]';

export const eventCount = (lines: readonly Line[]): number => lines.reduce((sum, { ids }) => sum + ids.length, 0);
