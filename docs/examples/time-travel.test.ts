import type { Envelope } from '@refold/core';
import { at, branch, createTimeline, diff, lastChange, whatIf } from '@refold/core/history';
import { createTestStore } from '@refold/core/testing';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { left, ProductListed, sales, sell, shop, stock } from './testing-shop.ts';

const open = () => createTestStore({ ...shop });
type Shop = Awaited<ReturnType<typeof open>>;

async function leftAt(store: Shop, time: Date | string): Promise<number> {
  const past = await at(store, { time });
  return past.get(left('tea'));
}

const areSales = (event: Envelope): boolean => event.type === 'product.sold';

async function leftAfterSales(store: Shop, time: string): Promise<number> {
  return (await at(store, { time, among: areSales })).get(left('tea'));
}

async function lookBack(store: Shop): Promise<readonly [before: number, now: number]> {
  const timeline = createTimeline(store);
  await timeline.seek(1);
  const before = store.get(left('tea'));
  timeline.live();
  return [before, store.get(left('tea'))];
}

async function soldBefore(store: Shop, position: number): Promise<number> {
  const tried = await branch(store, position);
  tried.run(sell, { sku: 'tea', qty: 4 });
  const would = tried.get(left('tea'));
  await tried.close();
  return would;
}

async function changesSince(store: Shop, position: number): Promise<readonly string[]> {
  const changes = await diff(store, position, store.get(sales).count + 1);
  return Array.from(
    changes.of(stock),
    ({ path, before, after }) => `${path.join('.')}: ${String(before)} → ${String(after)}`,
  );
}

async function whoSoldLast(store: Shop, sku: string): Promise<string | undefined> {
  const change = await lastChange(store, stock, [sku, 'left']);
  return change?.event.metadata.actorId;
}

async function withoutLastSale(store: Shop, id: string): Promise<number> {
  const fork = await whatIf(store, { skip: [id] });
  const would = fork.get(left('tea'));
  if (would > 3) fork.commit();
  return would;
}

test('[TIME-1] [TIME-3] [TIME-4] a shop looks back, compares two positions and tries a change', async () => {
  const store = await open();
  const ids: string[] = [];
  store.events$.subscribe((event) => ids.push(event.id));
  store.append(ProductListed({ sku: 'tea', left: 5 }));
  store.clock.advance(60_000);
  store.run(sell, { sku: 'tea', qty: 2 });
  store.clock.advance(60_000);
  store.run(sell, { sku: 'tea', qty: 1 });
  expect([
    await leftAt(store, '2026-01-01T00:01:59.999Z'),
    await leftAt(store, new Date('2025-01-01')),
    await leftAfterSales(store, '2025-01-01T00:00:00.000Z'),
    await lookBack(store),
    await soldBefore(store, 1),
    store.get(left('tea')),
    await changesSince(store, 1),
    await whoSoldLast(store, 'tea'),
    await withoutLastSale(store, ids[2]!),
    store.get(left('tea')),
    await withoutLastSale(store, ids[1]!),
    store.get(left('tea')),
  ]).toEqual([3, 0, 5, [5, 2], 1, 2, ['tea.left: 5 → 2'], 'tester', 3, 2, 4, 4]);
});

test('the time travel guide shows only code of this example', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const example = read('./time-travel.test.ts');
  const blocks = [...read('../guides/time-travel.md').matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code!);
  expect(blocks.length).toBe(6);
  expect(blocks.filter((block) => !example.includes(block))).toEqual([]);
});
