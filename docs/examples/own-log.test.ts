import { createStore } from '@refold/core';
import { exportLog, importLog } from '@refold/core/files';
import { logContract, stagingContract } from '@refold/core/testing';
import { expect, test } from 'vitest';
import { type Texts, textLog } from './own-log.ts';
import { left, ProductListed, ProductSold, shop } from './testing-shop.ts';

function textsInMemory(): Texts {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
}

for (const { title, run } of [...logContract, ...stagingContract])
  test(title, async () => {
    const texts = textsInMemory();
    await run({ open: () => textLog('own', texts) });
  });

test('[LOG-9] a store over a custom log reopens with its state, and imports its own export', async () => {
  const texts = textsInMemory();
  const first = createStore({ ...shop, log: textLog('shop', texts) });
  await first.ready;
  first.append(ProductListed({ sku: 'tea', left: 7 }));
  await first.append(ProductSold({ id: 'ord_1', sku: 'tea', qty: 4 })).until('stored');
  const file = await new Response(exportLog(first)).text();
  await first.close();
  const again = createStore({ ...shop, log: textLog('shop', texts) });
  await again.ready;
  expect(again.get(left('tea'))).toBe(3);
  const other = createStore({ ...shop, log: textLog('other', texts) });
  await other.ready;
  expect(await importLog(other, new Blob([file]).stream())).toMatchObject({ added: 2, duplicates: 0 });
  expect(other.get(left('tea'))).toBe(3);
});
