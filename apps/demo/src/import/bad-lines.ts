/** The reason why a line was skipped. */
export type BadLineReason =
  | 'unpaired-quote'
  | 'line-too-long'
  | 'cut-off'
  | 'wrong-columns'
  | 'no-invoice-number'
  | 'no-stock-code'
  | 'bad-quantity'
  | 'bad-date'
  | 'bad-price'
  | 'too-long'
  | 'too-late'
  | 'conflict'
  | 'too-large'
  | 'refused';

/** A skipped line. Other lines of its invoice are imported, unless the whole invoice was skipped. */
export interface BadLine {
  /** Counts as editors do: the header is line 1. */
  readonly line: number;
  readonly reason: BadLineReason;
  /** The text found there, shortened. */
  readonly found: string;
}

/** The reason in words. */
export const describeBadLine = ({ line, reason, found }: BadLine): string => `Line ${line}: ${words[reason](found)}`;

/** Shortens a text to show it. */
export const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

const words: Readonly<Record<BadLineReason, (found: string) => string>> = {
  'unpaired-quote': () => 'its quotes do not pair up.',
  'line-too-long': () => 'more than 32,000 characters.',
  'cut-off': (found) => `the file ends inside “${found}”, so this line and its invoice were skipped.`,
  'wrong-columns': (found) => `it has ${found}.`,
  'no-invoice-number': () => 'it has no invoice number.',
  'no-stock-code': () => 'it has no stock code.',
  'bad-quantity': (found) => `the quantity “${found}” is not a whole number within ±1,000,000.`,
  'bad-date': (found) => `the date “${found}” is not a date and time like 2011-03-01 09:30:00.`,
  'bad-price': (found) => `the price “${found}” is not a number of pounds with at most three decimals.`,
  'too-long': (found) => `“${found}” is too long for an invoice number, stock code, customer or country.`,
  'too-late': (found) => `invoice ${found} ended long before this line.`,
  conflict: (found) =>
    `invoice ${found}, which begins here, is already in the shop with other content, and was not changed.`,
  'too-large': (found) => `invoice ${found}, which begins here, is too large for Till and was skipped.`,
  refused: (found) => `Till could not use ${found}, so it was skipped.`,
};
