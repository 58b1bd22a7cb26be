import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';

test('the example of @refold/core counts to one', async () => {
  const { store, counter } = await import('./core-readme.ts');
  expect(store.get(counter)).toEqual({ total: 1 });
});
