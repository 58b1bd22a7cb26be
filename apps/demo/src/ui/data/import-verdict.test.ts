import { expect, it } from 'vitest';
import type { ImportReport } from '../../import/import-sales.ts';
import { SalesFileError } from '../../import/sales-file-error.ts';
import { importVerdict } from './import-verdict.ts';

const NONE = { added: 0, duplicates: 0 };
const report = (change: Partial<ImportReport>): ImportReport => ({
  outcome: 'complete',
  lines: 10,
  invoices: NONE,
  listings: NONE,
  badLines: { total: 0, byReason: {}, first: [] },
  elapsedMs: 5,
  ...change,
});
const bad = (byReason: ImportReport['badLines']['byReason']): ImportReport['badLines'] => ({
  total: Object.values(byReason).reduce((sum, n) => sum + n, 0),
  byReason,
  first: [],
});
const added = { added: 3, duplicates: 0 };
const known = { added: 0, duplicates: 3 };

it('[SALES-4] reports success only when the whole file was read and is in Till', () => {
  expect(importVerdict(report({ invoices: added }))).toMatchObject({ mood: 'good', title: 'The file is imported' });
  expect(importVerdict(report({ invoices: known }))).toMatchObject({ mood: 'good', title: 'Nothing new in this file' });
  expect(importVerdict(report({ invoices: known, listings: added })).title).toBe('No new invoices in this file');
  expect(importVerdict(report({ invoices: added, badLines: bad({ 'bad-date': 2 }) }))).toMatchObject({
    mood: 'warn',
    title: 'The file is imported, except for 2 lines',
  });
});

it('[SALES-4] says what is wrong with a file that added nothing, and what to do', () => {
  expect(importVerdict(report({ badLines: bad({ 'bad-date': 10 }) }))).toEqual({
    mood: 'bad',
    title: 'No invoice was imported',
    advice: 'The dates do not look like 2011-03-01 09:30:00. Change their format, and import the file again.',
    hasNumbers: true,
    hasNews: false,
  });
  const conflicts = importVerdict(report({ invoices: known, badLines: bad({ conflict: 7, 'bad-price': 1 }) }));
  expect(conflicts).toMatchObject({ mood: 'bad', hasNews: false });
  expect(conflicts.advice).toMatch(/^Most often: These invoices are already in Till with other lines/);
  expect(conflicts.advice).toMatch(/ 3 invoices are already in Till\.$/);
  expect(importVerdict(report({ lines: 0 }))).toMatchObject({ mood: 'bad', title: 'There are no sales in this file' });
});

it('[SALES-4] shows no numbers for a file that could not be read', () => {
  const error = new SalesFileError('empty-file', {});
  expect(importVerdict(report({ outcome: 'failed', error, lines: 0 }))).toEqual({
    mood: 'bad',
    title: 'The file could not be read',
    advice: error.message,
    hasNumbers: false,
    hasNews: false,
  });
  expect(importVerdict(report({ outcome: 'failed', error, invoices: added }))).toMatchObject({
    mood: 'bad',
    hasNumbers: true,
    hasNews: true,
  });
  expect(importVerdict(report({ outcome: 'cancelled', invoices: added }))).toMatchObject({
    mood: 'warn',
    hasNews: true,
  });
});
