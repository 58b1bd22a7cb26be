import { RefoldError } from '@refold/core';
import { describe, expect, it } from 'vitest';
import { describeBadLine } from '../../import/bad-lines.ts';
import { SalesFileError } from '../../import/sales-file-error.ts';
import { faultWords, modelWord, worded } from './fault-words.ts';

/** Words that belong to programs: codes, names of types, braces, terms of libraries. */
const MACHINE =
  /[a-z]\.[a-z]|[{}[\]<>_]|undefined|null|JSON|zlib|compression method|expected|exception|event|model|payload|schema|Error/;

describe('faultWords', () => {
  it.each(worded)('[WORDS-1] has plain words for %s', (code) => {
    const details = {
      log: 'till-shop',
      model: 'orders',
      type: 'order.placed',
      where: 'commits[3]',
      events: 3,
      id: 'evt_1',
    };
    const words = faultWords(new RefoldError(code, details as never));
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words).not.toMatch(MACHINE);
  });

  it('tells a person what to do, whatever the message of the error', () => {
    expect(faultWords(new RefoldError('log.full', { log: 'till-shop', events: 3 }))).toMatch(/no space left/);
    expect(faultWords(new RefoldError('log.open_failed', { log: 'till-shop' }))).toMatch(/Close other tabs/);
    expect(faultWords(new RefoldError('store.travelling', { action: 'import', position: 3 }))).toMatch(/back to now/);
    expect(faultWords(new RefoldError('log.format_newer', { log: 'till-shop', known: 1 }))).toMatch(/newer version/);
  });

  it('[WORDS-1] never shows the message of an error', () => {
    for (const error of [
      new Error('The compressed data was not valid: unknown compression method.'),
      new RefoldError('log.gap', { writer: 'w', expected: 1, found: 3 }),
      new DOMException('aborted', 'AbortError'),
      'cut',
      undefined,
    ]) {
      expect(faultWords(error)).toBe('Something went wrong. Reload this page, and try again. Saved data is safe.');
    }
    expect(faultWords(new DOMException('no', 'NotReadableError'))).toMatch(/^The file cannot be read\./);
  });

  it('[WORDS-1] shows the faults of a file, which are written for people', () => {
    const faults = [
      new SalesFileError('empty-file', {}),
      new SalesFileError('not-csv', { looksLike: 'an old Excel workbook' }),
      new SalesFileError('missing-columns', { missing: ['Country'], found: ['Name'] }),
      new SalesFileError('repeated-columns', { repeated: ['Country'] }),
      new SalesFileError('not-utf-8', {}),
      new SalesFileError('damaged-gzip', {}, 'unknown compression method'),
      new SalesFileError('cut-short', { line: 3 }),
      new SalesFileError('unreadable-file', {}, new Error('NotReadableError')),
      new SalesFileError('reader-failed', {}, 'SyntaxError'),
    ];
    for (const fault of faults) expect(faultWords(fault)).toBe(fault.message);
    for (const { message } of faults) expect(message).not.toMatch(MACHINE);
  });

  it('[WORDS-1] names a read model in words of the shop', () => {
    expect([modelWord('products'), modelWord('days'), modelWord('other')]).toEqual([
      'Stock',
      'Figures',
      'A part of Till',
    ]);
  });
});

it('[WORDS-1] says in plain words what is wrong with a skipped line', () => {
  for (const reason of ['conflict', 'too-large', 'refused'] as const) {
    expect(describeBadLine({ line: 3, reason, found: '536365' })).toMatch(/^Line 3: .*536365/);
    expect(describeBadLine({ line: 3, reason, found: '536365' })).not.toMatch(MACHINE);
  }
});
