import { RefoldError } from '@refold/core';
import { describe, expect, it } from 'vitest';
import { faultWords } from './fault-words.ts';

describe('faultWords', () => {
  it('says what a person can do, whatever the error itself says', () => {
    expect(faultWords(new RefoldError('log.full', { log: 'till-shop', events: 3 }))).toMatch(/no space left/);
    expect(faultWords(new RefoldError('log.open_failed', { log: 'till-shop' }))).toMatch(/Close other tabs/);
    expect(faultWords(new RefoldError('store.travelling', { action: 'import', position: 3 }))).toMatch(/back to now/);
    expect(faultWords(new RefoldError('log.format_newer', { log: 'till-shop', known: 1 }))).toMatch(/newer version/);
  });

  it('passes on what it has no words for', () => {
    expect(faultWords(new Error('The wire is cut.'))).toBe('The wire is cut.');
    expect(faultWords('cut')).toBe('Something failed that did not say what.');
  });
});
