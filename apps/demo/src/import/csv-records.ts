import Papa, { type ParseResult } from 'papaparse';

/** A record of the file, and the line where it begins. */
export interface CsvRecord {
  readonly line: number;
  /** Absent when the line is not a readable record: a quote has no partner, or the line is too long. */
  readonly fields: readonly string[] | undefined;
  /** The line is longer than {@link MAX_LINE_CHARS}. */
  readonly isTooLong?: true;
  /** The file ended without a line end, so this may be half a record. */
  readonly isCutOff?: true;
}

export interface CsvReader {
  /** Reads a piece of text with `\n` line ends. Returns the records that are complete. */
  read(piece: string): CsvRecord[];
  /** Call it at the end of the file. Returns the rest. */
  end(): CsvRecord[];
}

/**
 * Splits CSV into records while its text arrives. Quoted fields may contain commas, doubled quotes and line ends. Blank
 * lines are ignored. A stray quote does not swallow the lines after it: when a record of several lines is broken, only
 * its first line is skipped, and reading continues with the next. A record is broken when a quote never closes, when
 * text follows a closing quote, or when it has another number of fields than the first. Only the line itself is skipped
 * when it is too long, and it is never held whole.
 */
export function createCsvReader(): CsvReader {
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n' });
  let rest = '';
  let line = 1;
  let width: number | undefined;
  /** The rest of a skipped line is still to come. */
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

  /**
   * Takes records up to the first broken one, or up to the last, which may be incomplete. Returns whether one was
   * broken.
   */
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

  /** The text after the line that is being skipped. */
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
      // Short steps, because after a broken record the rest of its step is read again.
      for (let at = 0; at < piece.length; at += STEP_CHARS) {
        rest += afterSkipped(piece.slice(at, at + STEP_CHARS));
        for (const record of take(false)) taken.push(record);
      }
      return taken;
    },
    end: () => take(true),
  };
}

/** The most characters of all fields of a line. */
const MAX_LINE_CHARS = 32_000;
/** A quote that has not closed after this much text was a mistake. A line of only doubled quotes still fits. */
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

/** The offset where line `n` of the text begins, counted from 0; the text's length when there is none. */
function startOfLine(text: string, n: number): number {
  let at = 0;
  for (let i = 0; i < n; i += 1) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return text.length;
  }
  return at;
}
