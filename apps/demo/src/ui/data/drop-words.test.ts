import { expect, test } from 'vitest';
import { dropWords } from './drop-words.ts';

test('[LOG-8] reports what was deleted, what stays, and why more was kept', () => {
  expect(dropWords({ floor: 1_500, dropped: 1_500 })).toBe(
    'Deleted 1,500 old entries. History and undo now start there. Orders, stock and figures are unchanged.',
  );
  expect(dropWords({ floor: 0, dropped: 0 })).toBe('Nothing was deleted. Nothing is old enough to delete.');
  for (const by of ['horizon', 'snapshot', 'unsaved', 'skipped', 'revision'] as const)
    expect(dropWords({ floor: 1, dropped: 1, limit: { by, position: 1, model: 'orders' } })).toContain('Till kept ');
});
