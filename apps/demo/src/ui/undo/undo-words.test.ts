import type { Receipt } from '@refold/core';
import { expect, it } from 'vitest';
import { buttonWords, undoWords } from './undo-words.ts';

const done = { ok: true, groups: ['g'], receipt: {} as Receipt, superseded: [] } as const;

it('says what was taken back, and what came back', () => {
  expect(undoWords('undo', { ...done, label: 'Void order 1042' })).toBe('Undone: Void order 1042');
  expect(undoWords('redo', { ...done, label: 'Void order 1042' })).toBe('Redone: Void order 1042');
  expect(undoWords('undo', done)).toBe('Undone');
});

it('says why nothing was', () => {
  const refused = (
    reason: 'nothing' | 'superseded' | 'not-undoable' | 'out-of-horizon' | 'rejected',
    labels: string[] = [],
  ) => undoWords('undo', { ok: false, reason, superseded: labels.map((label) => ({ group: label, label })) });
  expect(refused('nothing')).toBe('There is nothing to undo');
  expect(refused('superseded', ['List Tea', 'List Tea again'])).toBe(
    'Later changes have taken the place of “List Tea”, “List Tea again”: nothing is left to undo',
  );
  expect(refused('superseded')).toMatch(/the place of what was done/);
  expect([refused('not-undoable'), refused('out-of-horizon'), refused('rejected')]).toEqual([
    'That cannot be undone: it has to stay on the books',
    'That is too long ago to undo',
    'That can no longer be undone',
  ]);
});

it('names what a button would do', () => {
  expect([buttonWords('undo', 'Sell 2 items'), buttonWords('redo', undefined)]).toEqual(['Undo: Sell 2 items', 'Redo']);
});
