import { memoryLog } from '@refold/core';
import { exportLog, importLog } from '@refold/core/files';
import { createTestStore } from '@refold/core/testing';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { left, ProductListed, sell, shop } from './testing-shop.ts';

const open = () => createTestStore({ ...shop, log: memoryLog('shop') });
type Shop = Awaited<ReturnType<typeof open>>;

async function save(store: Shop): Promise<Blob> {
  const gzip = new CompressionStream('gzip');
  return new Response(exportLog(store).pipeThrough(gzip)).blob();
}

async function load(store: Shop, file: Blob, signal: AbortSignal, show: (share: number) => void): Promise<string> {
  const text = file.stream().pipeThrough(new DecompressionStream('gzip'));
  const { added, duplicates, quarantined, missing } = await importLog(store, text, {
    signal,
    onProgress: ({ events, of = events }) => show(events / of),
  });
  const bad = quarantined.lines.map(({ line, error }) => `line ${line}: ${error.message}`);
  return [`${added} added, ${duplicates} known, ${quarantined.total} left out, ${missing} missing`, ...bad].join('\n');
}

test('[LOG-7] a shop is exported to a file and imported from it', async () => {
  const from = await open();
  from.append(ProductListed({ sku: 'tea', left: 5 }));
  from.run(sell, { sku: 'tea', qty: 2 });
  const file = await save(from);
  const to = await open();
  const shown: number[] = [];
  const { signal } = new AbortController();
  expect(await load(to, file, signal, (share) => shown.push(share))).toBe('2 added, 0 known, 0 left out, 0 missing');
  expect(await load(to, file, signal, () => undefined)).toBe('0 added, 2 known, 0 left out, 0 missing');
  expect([to.get(left('tea')), shown.at(-1)]).toEqual([3, 1]);
});

test('the files guide shows only code of this example', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const example = read('./files.test.ts');
  const blocks = [...read('../guides/files.md').matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code!);
  expect(blocks.length).toBe(2);
  expect(blocks.filter((block) => !example.includes(block))).toEqual([]);
});
