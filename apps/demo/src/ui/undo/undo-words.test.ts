import type { Receipt } from '@refold/core';
import { expect, it } from 'vitest';
import { buttonWords, undoWords } from './undo-words.ts';

const done = { ok: true, groups: ['g'], receipt: {} as Receipt, superseded: [] } as const;

it('names what was undone or redone', () => {
  expect(undoWords('undo', { ...done, label: 'Void order 1042' })).toBe('Undone: Void order 1042');
  expect(undoWords('redo', { ...done, label: 'Void order 1042' })).toBe('Redone: Void order 1042');
  expect(undoWords('undo', done)).toBe('Undone');
});

it('says why nothing was undone', () => {
  const refused = (
    reason: 'nothing' | 'superseded' | 'not-undoable' | 'out-of-horizon' | 'rejected',
    labels: string[] = [],
  ) => undoWords('undo', { ok: false, reason, superseded: labels.map((label) => ({ group: label, label })) });
  expect(refused('nothing')).toBe('There is nothing to undo');
  expect(refused('superseded', ['List Tea', 'List Tea again'])).toBe(
    'Later changes replaced “List Tea”, “List Tea again”, so there is nothing to undo',
  );
  expect(refused('superseded')).toMatch(/replaced the change/);
  expect([refused('not-undoable'), refused('out-of-horizon'), refused('rejected')]).toEqual([
    'This cannot be undone: it must stay on the books',
    'This is too long ago to undo',
    'This can no longer be undone',
  ]);
});

it('names the action of a button', () => {
  expect([buttonWords('undo', 'Sell 2 items'), buttonWords('redo', undefined)]).toEqual(['Undo: Sell 2 items', 'Redo']);
});
