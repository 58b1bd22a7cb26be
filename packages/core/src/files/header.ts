import { RefoldError } from '../errors/refold-error.ts';

/** The first line of an exported log. Its history is in docs/storage-format.md. */
export interface FileHeader {
  readonly format: 'refold-log';
  /** Number of the format. */
  readonly number: number;
  /** Identity of the log it was exported from. */
  readonly log?: string;
  /** Position of that log's last stored event. */
  readonly position?: number;
  /** Position of the log's last compacted event; the file lacks the events up to it. Absent if there is none. */
  readonly floor?: number;
  /** How many events the file has: stored ones, perhaps followed by pending ones; or pending ones alone. */
  readonly events?: number;
  /** Time of the export, as ISO-8601 UTC with milliseconds. */
  readonly at?: string;
}

const FORMAT = 'refold-log';
/** The format that this version writes, and the newest that it reads. */
const NUMBER = 1;
/** How much of a wrong first line the error shows. */
const SHOWN_CHARS = 60;

export const toHeader = (header: Omit<FileHeader, 'format' | 'number'>): FileHeader => ({
  format: FORMAT,
  number: NUMBER,
  ...header,
});

/** Reads the first line of a file. Throws `file.not_a_log` and `file.format_newer`. */
export function parseHeader(text: string | undefined): FileHeader {
  const header = text === undefined ? undefined : (parse(text) as Partial<FileHeader> | undefined | null);
  const { format, number, events = 0 } = header ?? {};
  if (format !== FORMAT || !Number.isInteger(number) || !Number.isInteger(events))
    throw new RefoldError('file.not_a_log', { found: describe(text) });
  if (number! > NUMBER) throw new RefoldError('file.format_newer', { format: number!, known: NUMBER });
  return header as FileHeader;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller reports the text that is not JSON.
    return undefined;
  }
}

function describe(text: string | undefined): string {
  if (text === undefined) return 'what is not text';
  if (text === '') return 'nothing';
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
