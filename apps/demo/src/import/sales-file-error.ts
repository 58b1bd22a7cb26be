/** The faults of a sales file as a whole, with their details. */
export interface SalesFileFaults {
  'empty-file': Record<never, never>;
  'not-csv': { readonly looksLike: string };
  'missing-columns': { readonly missing: readonly string[]; readonly found: readonly string[] };
  'repeated-columns': { readonly repeated: readonly string[] };
  'not-utf-8': Record<never, never>;
  'damaged-gzip': Record<never, never>;
  'cut-short': { readonly line: number };
  'unreadable-file': Record<never, never>;
  'reader-failed': Record<never, never>;
}
export type SalesFileFault = keyof SalesFileFaults;

/** A sales file cannot be read, or not to its end. Lines before the fault were imported. */
export class SalesFileError<C extends SalesFileFault = SalesFileFault> extends Error {
  override readonly name = 'SalesFileError';
  readonly code: C;
  readonly details: SalesFileFaults[C];

  constructor(code: C, details: SalesFileFaults[C], cause?: unknown) {
    super(messages[code](details), cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

const messages: { readonly [C in SalesFileFault]: (details: SalesFileFaults[C]) => string } = {
  'empty-file': () => 'The file is empty. Choose the file that your sales were exported to.',
  'not-csv': ({ looksLike }) =>
    `The file is ${looksLike}, not CSV. Export the sales as CSV (UTF-8), plain or gzipped, and choose that file.`,
  'missing-columns': ({ missing, found }) =>
    `The file has no ${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}. The first line must contain the column names, separated by commas. Found: ${found.join(', ').slice(0, 200)}.`,
  'repeated-columns': ({ repeated }) =>
    `The first line names ${repeated.join(', ')} more than once. Remove or rename the extra ${repeated.length === 1 ? 'column' : 'columns'}, and import the file again.`,
  'not-utf-8': () => 'The file is not UTF-8 text, so nothing was imported. Save it as "CSV UTF-8" and choose it again.',
  'damaged-gzip': () => 'The file is damaged or cut short, so nothing was imported. Download or copy it again.',
  'cut-short': ({ line }) =>
    `The file ends in the middle of line ${line}. Copy it again and import the whole file; sales that are already imported are not added twice.`,
  'unreadable-file': () => 'The file cannot be read. It may have been moved or changed: choose it again.',
  'reader-failed': () => 'Till stopped reading the file. Reload this page, and choose the file again.',
};
