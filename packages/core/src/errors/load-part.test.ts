import { expect, test } from 'vitest';
import { loadPart } from './load-part.ts';

test('[LOAD-1] a part that cannot be loaded rejects with its name and the cause, and the next use tries again', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  const load = [() => Promise.reject(cause), () => Promise.resolve(1)];
  const use = () => loadPart('undo fold', () => load.shift()!());
  await expect(use()).rejects.toMatchObject({ code: 'part.not_loaded', details: { part: 'undo fold' }, cause });
  await expect(use()).resolves.toBe(1);
});
