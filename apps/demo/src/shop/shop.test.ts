import { createStore } from '@refold/core';
import { describe, expect, it } from 'vitest';
import { listProduct, receiveStock } from './catalogue-commands.ts';
import { customers } from './customers.ts';
import { DebtAdjusted, OrderPlaced, SaleCancelled, shopEvents } from './events.ts';
import { placeOrder, voidOrder } from './order-commands.ts';
import { orders } from './orders.ts';
import { totals } from './periods.ts';
import { products } from './products.ts';
import {
  allMonths,
  categories,
  dayFigures,
  daysBetween,
  ordersOfCustomer,
  ordersOfDay,
  searchProducts,
  topCustomers,
  topProducts,
} from './queries.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { shopCommands, shopViews } from './shop.ts';

const at = '2026-05-01T09:30:00';

async function openShop() {
  const shop = createStore({ events: shopEvents, views: shopViews, commands: shopCommands });
  await shop.ready;
  shop.run(listProduct, { sku: 'tea', name: 'Tea', mills: 1_255, category: 'Drinks', at: '2011-03-01T09:00:00' });
  shop.run(listProduct, { sku: 'cup', name: 'Cup, blue', mills: 4_000, at: '2011-03-01T09:00:00' });
  return shop;
}

/** The values of all read models of the shop. */
const figuresOf = (shop: Awaited<ReturnType<typeof openShop>>) => ({
  products: [...shop.get(products)].map(({ sku, stock, sold, netPence }) => ({ sku, stock, sold, netPence })),
  customers: [...shop.get(customers)].map(({ id, orders: count, netPence, country }) => ({
    id,
    count,
    netPence,
    country,
  })),
  totals: shop.get(totals()),
  months: shop.get(allMonths()),
});

describe('selling', () => {
  it('makes an order at the prices of the catalogue, and counts it in every read model', async () => {
    const shop = await openShop();
    const outcome = shop.run(placeOrder, {
      at,
      lines: [
        { sku: 'tea', qty: 3 },
        { sku: 'cup', qty: 1 },
      ],
      customerId: '7',
      country: 'France',
    });
    expect(outcome.ok).toBe(true);
    // 3 × £1.255 is £3.765, which rounds half to even to £3.76.
    expect(shop.get(ordersOfDay('2026-05-01'))).toMatchObject([
      {
        kind: 'sale',
        status: 'open',
        at,
        pence: 776,
        items: 4,
        lines: [
          ['tea', 3, 1_255],
          ['cup', 1, 4_000],
        ],
        customerId: '7',
      },
    ]);
    expect(shop.get(products).get('tea')).toMatchObject({ sold: 3, netPence: 376 });
    expect(shop.get(customers).get('7')).toMatchObject({
      id: '7',
      orders: 1,
      netPence: 776,
      last: at,
      country: 'France',
    });
    expect(shop.get(dayFigures('2026-05-01'))).toMatchObject({ orders: 1, netPence: 776, lines: 2, items: 4 });
    expect(shop.get(dayFigures('2026-05-02'))).toMatchObject({ day: '2026-05-02', orders: 0, netPence: 0 });
  });

  it('is refused for an empty basket, an unknown product, and more than is in stock', async () => {
    const shop = await openShop();
    shop.run(receiveStock, { sku: 'tea', qty: 3 });
    expect(shop.run(placeOrder, { at, lines: [] })).toMatchObject({
      ok: false,
      rejection: { code: 'invalid-input', details: { issues: [{ path: 'lines' }] } },
    });
    expect(shop.run(placeOrder, { at: 'noon', lines: [{ sku: 'tea', qty: 1 }] })).toMatchObject({
      ok: false,
      rejection: { code: 'invalid-input', details: { issues: [{ path: 'at' }] } },
    });
    expect(shop.run(placeOrder, { at, lines: [{ sku: 'gin', qty: 1 }] })).toMatchObject({
      ok: false,
      rejection: { code: 'unknown-product', details: { sku: 'gin' } },
    });
    expect(
      shop.run(placeOrder, {
        at,
        lines: [
          { sku: 'tea', qty: 2 },
          { sku: 'tea', qty: 2 },
        ],
      }),
    ).toMatchObject({
      ok: false,
      rejection: { code: 'out-of-stock', details: { sku: 'tea', left: 3, wanted: 4 } },
    });
    expect(shop.get(orders).size).toBe(0);
  });

  it('changes stock only where it is tracked', async () => {
    const shop = await openShop();
    shop.run(receiveStock, { sku: 'tea', qty: 5 });
    shop.run(placeOrder, {
      at,
      lines: [
        { sku: 'tea', qty: 2 },
        { sku: 'cup', qty: 2 },
      ],
    });
    expect(shop.get(products).get('tea')?.stock).toBe(3);
    expect(shop.get(products).get('cup')).not.toHaveProperty('stock');
  });
});

describe('voiding', () => {
  it('reverses everything that the order did', async () => {
    const shop = await openShop();
    shop.run(receiveStock, { sku: 'tea', qty: 5 });
    shop.run(placeOrder, { at, lines: [{ sku: 'cup', qty: 1 }], customerId: '7' });
    const before = figuresOf(shop);
    const outcome = shop.run(placeOrder, {
      at,
      lines: [
        { sku: 'tea', qty: 3 },
        { sku: 'cup', qty: 1 },
      ],
      customerId: '7',
    });
    if (!outcome.ok) throw new Error(outcome.rejection.code);
    const orderId = outcome.events[0]?.data.orderId ?? '';
    expect(shop.run(voidOrder, { orderId, at: '2026-06-02T10:00:00' }).ok).toBe(true);
    const after = figuresOf(shop);
    expect(after.products).toEqual(before.products);
    expect(after.customers).toEqual(before.customers);
    expect(after.totals).toEqual({ ...before.totals, voided: 1 });
    expect(after.months).toEqual(before.months.map((month) => ({ ...month, voided: 1 })));
    expect(shop.get(orders).get(orderId)).toMatchObject({
      status: 'void',
      voidedAt: '2026-06-02T10:00:00',
      pence: 776,
    });
    expect(shop.run(voidOrder, { orderId, at })).toMatchObject({
      ok: false,
      rejection: { code: 'already-void', details: { voidedAt: '2026-06-02T10:00:00' } },
    });
  });

  it('is refused for an unknown order, and for a bill that is not a sale', async () => {
    const shop = await openShop();
    shop.append(SaleCancelled({ orderId: 'C1', at, lines: [['tea', -1, 1_255]] }));
    expect(shop.run(voidOrder, { orderId: 'x', at })).toMatchObject({ ok: false, rejection: { code: 'not-found' } });
    expect(shop.run(voidOrder, { orderId: 'C1', at })).toMatchObject({
      ok: false,
      rejection: { code: 'not-a-sale', details: { kind: 'cancellation' } },
    });
  });
});

describe('the books', () => {
  it('count cancellations and adjustments beside sales, by day and month', async () => {
    const shop = await openShop();
    shop.append(
      OrderPlaced({
        orderId: '1',
        at: '2026-04-30T23:59:59',
        lines: [['tea', 2, 1_000]],
        customerId: '7',
        country: 'France',
      }),
      SaleCancelled({ orderId: 'C2', at: '2026-05-01T00:00:00', lines: [['tea', -1, 1_000]], customerId: '7' }),
      DebtAdjusted({ orderId: 'A3', at, lines: [['B', 1, -5_000]] }),
    );
    expect(shop.get(allMonths())).toMatchObject([
      { month: '2026-04', orders: 1, netPence: 200 },
      { month: '2026-05', orders: 0, cancellations: 1, adjustments: 1, netPence: -600 },
    ]);
    expect(shop.get(daysBetween('2026-04-30', '2026-04-30')).map(({ day }) => day)).toEqual(['2026-04-30']);
    expect(shop.get(customers).get('7')).toMatchObject({
      id: '7',
      orders: 1,
      netPence: 100,
      last: '2026-05-01T00:00:00',
      country: 'France',
    });
    expect(shop.get(ordersOfCustomer('7')).map(({ id }) => id)).toEqual(['C2', '1']);
    expect(shop.get(ordersOfDay('2026-05-01')).map(({ id }) => id)).toEqual(['A3', 'C2']);
  });

  it('rank products and customers by revenue', async () => {
    const shop = await openShop();
    shop.append(OrderPlaced({ orderId: '1', at, lines: [['tea', 1, 1_000]], customerId: '7' }));
    shop.append(OrderPlaced({ orderId: '2', at, lines: [['cup', 1, 2_000]], customerId: '8' }));
    expect(shop.get(topProducts(1)).map(({ sku }) => sku)).toEqual(['cup']);
    expect(shop.get(topCustomers(5)).map(({ id }) => id)).toEqual(['8', '7']);
  });
});

describe('the catalogue', () => {
  it('keeps the figures of a product when its name and price change', async () => {
    const shop = await openShop();
    shop.run(placeOrder, { at, lines: [{ sku: 'tea', qty: 2 }] });
    shop.run(listProduct, { sku: 'tea', name: 'Fine tea', mills: 2_000, at: '2011-03-02T09:00:00' });
    expect(shop.get(products).get('tea')).toMatchObject({
      sku: 'tea',
      name: 'Fine tea',
      sortName: 'fine tea',
      mills: 2_000,
      category: 'Drinks',
      sold: 2,
      netPence: 251,
    });
  });

  it('finds products by words of name and code, sorted by name, with unnamed ones last', async () => {
    const shop = await openShop();
    shop.run(listProduct, { sku: 'CUP-2', name: 'CUSHION, cup', mills: 1, at: '2011-03-02T09:00:00' });
    const found = (text: string, limit = 9, category?: string) =>
      shop.get(searchProducts(text, limit, category)).map(({ sku }) => sku);
    expect(found('cup')).toEqual(['cup', 'CUP-2']);
    expect(found('BLUE cup')).toEqual(['cup']);
    expect(found('cup-2')).toEqual(['CUP-2']);
    expect(found('', 1)).toEqual(['cup']);
    expect(found('', 9, 'Drinks')).toEqual(['tea']);
    expect(shop.get(categories())).toEqual(['Drinks']);
  });

  it('refuses stock for an unknown product, and a quantity of 0', async () => {
    const shop = await openShop();
    expect(shop.run(receiveStock, { sku: 'gin', qty: 1 })).toMatchObject({
      ok: false,
      rejection: { code: 'unknown-product' },
    });
    expect(shop.run(receiveStock, { sku: 'tea', qty: 0 })).toMatchObject({
      ok: false,
      rejection: { code: 'invalid-input' },
    });
  });

  it('of a new shop is filled once, even by several tabs', async () => {
    const shop = createStore({ events: shopEvents, views: shopViews });
    await shop.ready;
    await shop.import(seedCatalogue());
    const stocked = [...shop.get(products)];
    expect(stocked.length).toBeGreaterThan(20);
    for (const { stock, category, mills } of stocked)
      expect([(stock ?? 0) > 0, category !== undefined, mills > 0]).toEqual([true, true, true]);
    expect(await shop.import(seedCatalogue())).toMatchObject({ added: 0, refused: [] });
    expect([...shop.get(products)]).toEqual(stocked);
  });
});
