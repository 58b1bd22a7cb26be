import { expect, test } from 'vitest';
import { dropWords } from './drop-words.ts';

test('[LOG-8] says what is gone, what stays, and why more was kept', () => {
  expect(dropWords({ floor: 1_500, dropped: 1_500 })).toBe(
    'Dropped 1,500 old entries. The past can be viewed, and be undone, from there on only; orders, stock and figures are as they were.',
  );
  expect(dropWords({ floor: 0, dropped: 0 })).toBe('Nothing was dropped. There is too little that is so old.');
  for (const by of ['horizon', 'snapshot', 'unsaved', 'skipped', 'revision'] as const)
    expect(dropWords({ floor: 1, dropped: 1, limit: { by, position: 1, model: 'orders' } })).toMatch(/ kept[,:]/);
});
