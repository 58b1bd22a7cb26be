import Papa, { type ParseResult } from 'papaparse';

/** A record of the file, and the line that it begins on. */
export interface CsvRecord {
  readonly line: number;
  /** Absent when the line could not be read as a record, because its quotes do not pair up. */
  readonly fields: readonly string[] | undefined;
  /** It ran to the end of the file without a line end, so it may be half of one. */
  readonly isCutOff?: true;
}

export interface CsvReader {
  /** Takes a piece of text with `\n` line ends, and gives the records that are complete. */
  read(piece: string): CsvRecord[];
  /** The file has ended: gives what is left. */
  end(): CsvRecord[];
}

/**
 * Splits CSV into records as its text arrives. Fields may be quoted, and then hold commas, doubled quotes and line ends.
 * Blank lines are passed over.
 *
 * A stray quote does not swallow what follows: when a record of several lines turns out broken (a quote that does not
 * close, text behind a closing quote, another number of fields than the first record has), only its first line is given
 * up, and reading goes on with the next.
 */
export function createCsvReader(): CsvReader {
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n' });
  let rest = '';
  let line = 1;
  let width: number | undefined;

  function take(isEnd: boolean): CsvRecord[] {
    const taken: CsvRecord[] = [];
    while (rest !== '') {
      const isBroken = takeComplete(taken);
      if (isBroken || rest.length > MAX_RECORD_CHARS) giveUpLine(taken);
      else if (isEnd && rest !== '') takeLast(taken);
      else break;
    }
    return taken;
  }

  /** Takes records up to the first broken one, or to the last, which may not be complete. True if one was broken. */
  function takeComplete(taken: CsvRecord[]): boolean {
    const result: ParseResult<string[]> = parser.parse(rest, 0, true);
    const broken = new Set(result.errors.map(({ row }) => row));
    const start = line;
    for (const [i, fields] of result.data.entries()) {
      const lines = linesOf(fields);
      if (broken.has(i) || isMisfit(fields, lines)) {
        rest = rest.slice(startOfLine(rest, line - start));
        return true;
      }
      const isBlank = fields.length === 1 && fields[0] === '';
      if (!isBlank) {
        width ??= fields.length;
        taken.push({ line, fields });
      }
      line += lines;
    }
    rest = rest.slice(result.meta.cursor);
    return false;
  }

  function takeLast(taken: CsvRecord[]): void {
    const result: ParseResult<string[]> = parser.parse(rest, 0, false);
    const fields = result.data[0];
    if (fields === undefined || result.errors.length > 0 || isMisfit(fields, linesOf(fields))) return giveUpLine(taken);
    taken.push({ line, fields, isCutOff: true });
    rest = '';
  }

  function giveUpLine(taken: CsvRecord[]): void {
    const isLast = !rest.includes('\n');
    taken.push({ line, fields: undefined, ...(isLast && { isCutOff: true as const }) });
    rest = rest.slice(startOfLine(rest, 1));
    line += 1;
  }

  const isMisfit = (fields: readonly string[], lines: number): boolean =>
    lines > 1 && width !== undefined && fields.length !== width;

  return {
    read(piece) {
      const taken: CsvRecord[] = [];
      // In short steps, because a broken record makes the rest of its step be read again.
      for (let at = 0; at < piece.length; at += STEP_CHARS) {
        rest += piece.slice(at, at + STEP_CHARS);
        taken.push(...take(false));
      }
      return taken;
    },
    end: () => take(true),
  };
}

/** A quote that has not closed after so much text was never meant to open. */
const MAX_RECORD_CHARS = 65_536;
const STEP_CHARS = 16_384;

function linesOf(fields: readonly string[]): number {
  let lines = 1;
  for (const field of fields) {
    for (let at = field.indexOf('\n'); at !== -1; at = field.indexOf('\n', at + 1)) lines += 1;
  }
  return lines;
}

/** Where line `n` of the text begins, counted from 0; the text's length when there is none. */
function startOfLine(text: string, n: number): number {
  let at = 0;
  for (let i = 0; i < n; i += 1) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return text.length;
  }
  return at;
}
