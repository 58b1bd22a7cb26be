import Papa, { type ParseResult } from 'papaparse';

/** A record of the file, and the line that it begins on. */
export interface CsvRecord {
  readonly line: number;
  /** Absent when the line could not be read as a record: its quotes do not pair up, or it is too long. */
  readonly fields: readonly string[] | undefined;
  /** It holds more than {@link MAX_LINE_CHARS}. */
  readonly isTooLong?: true;
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
 * up, and reading goes on with the next. A line that is too long is given up alone, and is never held whole.
 */
export function createCsvReader(): CsvReader {
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n' });
  let rest = '';
  let line = 1;
  let width: number | undefined;
  /** The rest of a line that has been given up is on its way. */
  let isSkipping = false;

  function take(isEnd: boolean): CsvRecord[] {
    const taken: CsvRecord[] = [];
    while (rest !== '') {
      const isBroken = takeComplete(taken);
      if (isBroken || rest.length > MAX_HELD_CHARS) giveUpLine(taken);
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
      const isTooLong = charsOf(fields) > MAX_LINE_CHARS;
      if (broken.has(i) || isMisfit(fields, lines) || (isTooLong && lines > 1)) {
        rest = rest.slice(startOfLine(rest, line - start));
        return true;
      }
      const isBlank = fields.length === 1 && fields[0] === '';
      if (isTooLong) {
        taken.push(tooLong(line));
      } else if (!isBlank) {
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
    taken.push(charsOf(fields) > MAX_LINE_CHARS ? tooLong(line) : { line, fields, isCutOff: true });
    rest = '';
  }

  function giveUpLine(taken: CsvRecord[]): void {
    const end = rest.indexOf('\n');
    if ((end === -1 ? rest.length : end) > MAX_LINE_CHARS) {
      taken.push(tooLong(line));
      isSkipping = end === -1;
    } else {
      taken.push({ line, fields: undefined, ...(end === -1 && { isCutOff: true as const }) });
    }
    rest = rest.slice(startOfLine(rest, 1));
    line += 1;
  }

  /** What comes after the line that is being skipped. */
  function afterSkipped(text: string): string {
    if (!isSkipping) return text;
    const end = text.indexOf('\n');
    isSkipping = end === -1;
    return isSkipping ? '' : text.slice(end + 1);
  }

  const isMisfit = (fields: readonly string[], lines: number): boolean =>
    lines > 1 && width !== undefined && fields.length !== width;

  return {
    read(piece) {
      const taken: CsvRecord[] = [];
      // In short steps, because a broken record makes the rest of its step be read again.
      for (let at = 0; at < piece.length; at += STEP_CHARS) {
        rest += afterSkipped(piece.slice(at, at + STEP_CHARS));
        for (const record of take(false)) taken.push(record);
      }
      return taken;
    },
    end: () => take(true),
  };
}

/** The most characters that the fields of a line may hold together. */
const MAX_LINE_CHARS = 32_000;
/** A quote that has not closed after so much text was never meant to open. It fits a line whose every character is a doubled quote. */
const MAX_HELD_CHARS = 65_536;
const STEP_CHARS = 16_384;

const tooLong = (line: number): CsvRecord => ({ line, fields: undefined, isTooLong: true });

const charsOf = (fields: readonly string[]): number => fields.reduce((sum, { length }) => sum + length, 0);

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
