import type { BadLineReason } from '../../import/bad-lines.ts';
import type { ImportReport } from '../../import/import-sales.ts';
import { counted } from '../parts/words.ts';

/** The result of an import, for the person who chose the file. */
export interface ImportVerdict {
  /** `good` only when the whole file was read and is in Till now. */
  readonly mood: 'good' | 'warn' | 'bad';
  readonly title: string;
  /** Names the problem, and what to do about it. */
  readonly advice?: string;
  /** Whether the numbers add anything to the words. */
  readonly hasNumbers: boolean;
  /** Whether the import added something to look at. */
  readonly hasNews: boolean;
}

export function importVerdict(report: ImportReport): ImportVerdict {
  const { outcome, error, lines, invoices, listings, badLines } = report;
  const hasNews = invoices.added + listings.added > 0;
  const rest = { hasNews, hasNumbers: hasNews || lines > 0 };
  if (outcome === 'cancelled') {
    const advice = hasNews
      ? 'The imported sales are kept. Import the same file again to add the rest.'
      : 'Nothing was imported.';
    return { ...rest, mood: 'warn', title: 'The import was cancelled', advice };
  }
  if (error !== undefined) {
    return { ...rest, mood: 'bad', title: 'The file could not be read', advice: error.message };
  }
  if (invoices.added > 0) {
    if (badLines.total === 0) return { ...rest, mood: 'good', title: 'The file is imported' };
    const title = `The file is imported, except for ${counted(badLines.total, 'line')}`;
    return { ...rest, mood: 'warn', title, advice: 'Correct the lines below in a new file, and import that file.' };
  }
  if (badLines.total === 0) {
    // Only names and prices of products were new, or nothing was.
    const what = listings.added > 0 ? 'No new invoices in this file' : 'Nothing new in this file';
    if (lines > 0) return { ...rest, mood: 'good', title: what };
    const advice = 'It has column names, but no lines. Export the sales again, and choose that file.';
    return { ...rest, mood: 'bad', title: 'There are no sales in this file', advice };
  }
  return { ...rest, mood: 'bad', title: 'No invoice was imported', advice: adviceOn(report) };
}

/** What to do about the fault that most lines have. */
function adviceOn({ invoices, badLines: { byReason, total } }: ImportReport): string {
  const counts = Object.entries(byReason) as [BadLineReason, number][];
  const [worst, count] = counts.reduce((most, one) => (one[1] > most[1] ? one : most));
  const known =
    invoices.duplicates === 0 ? '' : ` ${counted(invoices.duplicates, 'invoice is', 'invoices are')} already in Till.`;
  return `${count === total ? whatIsWrong[worst] : `Most often: ${whatIsWrong[worst]}`}${known}`;
}

const CORRECT = 'Correct the lines below, and import the file again.';

const whatIsWrong: Readonly<Record<BadLineReason, string>> = {
  'unpaired-quote': `Some quotes are never closed. ${CORRECT}`,
  'line-too-long': `The lines are too long for a sales file. ${CORRECT}`,
  'cut-off': 'The file ends in the middle of a line. Copy it again, and import the whole file.',
  'wrong-columns': 'The lines have more or fewer columns than the first line. Export the sales again as CSV.',
  'no-invoice-number': `The lines have no invoice number. ${CORRECT}`,
  'no-stock-code': `The lines have no stock code. ${CORRECT}`,
  'bad-quantity': `The quantities are not whole numbers. ${CORRECT}`,
  'bad-date': 'The dates do not look like 2011-03-01 09:30:00. Change their format, and import the file again.',
  'bad-price': 'The prices are not numbers of pounds, such as 4.50. Change their format, and import the file again.',
  'too-long': `A number, code, customer or country has more than 64 characters. ${CORRECT}`,
  'too-late': 'The lines of one invoice are far apart. Sort the file by invoice number, and import it again.',
  conflict:
    'These invoices are already in Till with other lines, and were not changed. Check that this is the right file. To correct an order, void it under Orders and sell it again.',
  'too-large': 'The invoices are too large for Till. Split them, and import the file again.',
  refused: `Till could not use these lines. ${CORRECT}`,
};
