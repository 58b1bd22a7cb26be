import { createStore, eventIdFrom } from '@refold/core';
import { createUndo } from '@refold/core/undo';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customers } from './customers.ts';
import { type GivenShopEvent, OrderPlaced, OrderVoided, ProductListed, shopEvents, StockReceived } from './events.ts';
import { linePence } from './money.ts';
import { placeOrder, voidOrder } from './order-commands.ts';
import { orders } from './orders.ts';
import { totals } from './periods.ts';
import { products } from './products.ts';
import { allMonths, dayFigures, ordersOfDay } from './queries.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { shopCommands, shopViews } from './shop.ts';

/** One fact that happened. The events of an order may come several times, each as a different event. */
type Fact =
  | { readonly kind: 'list'; readonly nth: number; readonly sku: string; readonly mills: number; readonly at: string }
  | { readonly kind: 'receive'; readonly nth: number; readonly sku: string; readonly qty: number }
  | { readonly kind: 'place' | 'void'; readonly orderId: string };

interface Order {
  readonly orderId: string;
  readonly at: string;
  readonly lines: [string, number, number][];
  readonly customerId?: string;
}

const sku = fc.constantFrom('a', 'b', 'constructor');
const day = fc.constantFrom('2011-01-31', '2011-02-01', '2011-02-02');
const order = (orderId: string) =>
  fc.record({
    orderId: fc.constant(orderId),
    at: day.map((text) => `${text}T10:00:00`),
    lines: fc.array(fc.tuple(sku, fc.integer({ min: -2, max: 9 }), fc.constantFrom(5, 1_255, 2_000)), {
      minLength: 1,
      maxLength: 3,
    }),
    customerId: fc.constantFrom('7', '8', undefined),
  });
const life = fc.tuple(order('__proto__'), order('2'), order('toString'), order('4')).chain((all) => {
  const known = all.map(({ customerId, ...rest }) => ({ ...rest, ...(customerId !== undefined && { customerId }) }));
  const fact = fc.oneof(
    fc.record({
      kind: fc.constantFrom('place' as const, 'void' as const),
      orderId: fc.constantFrom(...known.map(({ orderId }) => orderId)),
    }),
    fc.record({ kind: fc.constant('list' as const), nth: fc.nat(4), sku, mills: fc.nat(9), at: day }),
    fc.record({ kind: fc.constant('receive' as const), nth: fc.nat(4), sku, qty: fc.integer({ min: -3, max: 9 }) }),
  );
  return fc.record({ known: fc.constant(known), facts: fc.array(fact, { maxLength: 24 }) });
});

/** An event for a fact. Events of orders get a new id each time; a listing or delivery is one event, repeated. */
function eventOf(fact: Fact, known: readonly Order[], nth: number): GivenShopEvent {
  const id = (text: string): string => eventIdFrom('test', text);
  switch (fact.kind) {
    case 'list': {
      const { sku: listed, mills, at } = fact;
      return {
        ...ProductListed({ sku: listed, name: `${listed} at ${mills}`, mills }),
        id: id(`list-${listed}-${fact.nth}-${mills}-${at}`),
        timestamp: `${at}T09:00:00.000Z`,
      };
    }
    case 'receive': {
      const { sku: received, qty } = fact;
      return {
        ...StockReceived({ sku: received, qty }),
        id: id(`receive-${received}-${fact.nth}-${qty}`),
        timestamp: '2011-01-01T09:00:00.000Z',
      };
    }
    default: {
      const bill = known.find(({ orderId }) => orderId === fact.orderId);
      if (bill === undefined) throw new Error(`There is no order ${fact.orderId}.`);
      const draft =
        fact.kind === 'place' ? OrderPlaced(bill) : OrderVoided({ ...bill, voidedAt: `2012-01-01T10:00:${nth % 2}0` });
      return { ...draft, id: id(`order-${nth}`), timestamp: '2012-01-01T10:00:00.000Z' };
    }
  }
}

/** Computes the figures in another way: collects all facts, then sums over them once. */
function expected(facts: readonly Fact[], known: readonly Order[]) {
  const has = (kind: string, orderId: string): boolean =>
    facts.some((fact) => fact.kind === kind && 'orderId' in fact && fact.orderId === orderId);
  const standing = known.filter(({ orderId }) => has('place', orderId) && !has('void', orderId));
  const voided = known.filter(({ orderId }) => has('void', orderId));
  const pence = (lines: Order['lines']): number =>
    lines.reduce((sum, [, qty, mills]) => sum + linePence(qty, mills), 0);
  const figures = (isIn: (bill: Order) => boolean) => ({
    netPence: standing.filter(isIn).reduce((sum, { lines }) => sum + pence(lines), 0),
    orders: standing.filter(isIn).length,
    voided: voided.filter(isIn).length,
    lines: standing.filter(isIn).reduce((sum, { lines }) => sum + lines.length, 0),
  });
  const product = (of: string) => {
    const linesOf = (bills: readonly Order[]) => bills.flatMap(({ lines }) => lines.filter(([name]) => name === of));
    const first = facts.findIndex((fact) => fact.kind === 'receive' && fact.sku === of);
    const tracked = standing.filter(
      ({ orderId }) => facts.findIndex((fact) => fact.kind === 'place' && fact.orderId === orderId) > first,
    );
    const received = new Map(
      facts.flatMap((fact) =>
        fact.kind === 'receive' && fact.sku === of ? [[`${fact.nth}/${fact.qty}`, fact.qty]] : [],
      ),
    );
    const listings = facts
      .filter((fact) => fact.kind === 'list' && fact.sku === of)
      .map(
        (fact) =>
          ({ ...fact, id: eventOf(fact, known, 0).id ?? '' }) as Fact & { mills: number; at: string; id: string },
      )
      .sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1));
    return {
      sold: linesOf(standing).reduce((sum, [, qty]) => sum + qty, 0),
      netPence: pence(linesOf(standing)),
      stock:
        first === -1
          ? undefined
          : [...received.values()].reduce<number>((sum, qty) => sum + Number(qty), 0) -
            linesOf(tracked).reduce((sum, [, qty]) => sum + qty, 0),
      mills: listings.at(-1)?.mills,
    };
  };
  return { standing, voided, figures, product, pence };
}

describe('figures', () => {
  it('[BOOKS-1] every read model counts a fact once, however often and in whatever order it comes', async () => {
    await fc.assert(
      fc.asyncProperty(life, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), async ({ known, facts }, sizes) => {
        const shop = createStore({ events: shopEvents, views: shopViews });
        await shop.ready;
        const events = facts.map((fact, nth) => eventOf(fact, known, nth));
        for (let at = 0; at < events.length;) {
          const size = sizes.next().value;
          // oxlint-disable-next-line no-await-in-loop -- events come one batch after the other
          const { refused } = await shop.import(events.slice(at, at + size));
          expect(refused).toEqual([]);
          at += size;
        }
        const want = expected(facts, known);
        expect(shop.get(totals())).toMatchObject(want.figures(() => true));
        for (const on of ['2011-01-31', '2011-02-01', '2011-02-02']) {
          expect(shop.get(dayFigures(on))).toMatchObject(want.figures(({ at }) => at.startsWith(on)));
          const list = shop.get(ordersOfDay(on)).filter(({ status }) => status === 'open');
          expect(list.map(({ id }) => id).sort()).toEqual(
            want.standing.flatMap(({ orderId, at }) => (at.startsWith(on) ? [orderId] : [])).sort(),
          );
        }
        for (const month of shop.get(allMonths()))
          expect(month).toMatchObject(want.figures(({ at }) => at.startsWith(month.month)));
        expect([...shop.get(orders)].filter(({ status }) => status === 'void').map(({ id }) => id)).toEqual(
          want.voided.map(({ orderId }) => orderId).sort(),
        );
        for (const id of ['7', '8']) {
          const own = want.standing.filter(({ customerId }) => customerId === id);
          const { orders: count = 0, netPence = 0 } = shop.get(customers).get(id) ?? {};
          expect({ count, netPence }).toEqual({
            count: own.length,
            netPence: own.reduce((sum, { lines }) => sum + want.pence(lines), 0),
          });
        }
        for (const of of ['a', 'b', 'constructor']) {
          const { mills, ...sums } = want.product(of);
          const listed = shop.get(products).get(of);
          expect(listed?.mills).toBe(mills);
          const row = listed ?? shop.get(products).get(`\0${of}`) ?? { sold: 0, netPence: 0, stock: undefined };
          expect({ sold: row.sold, netPence: row.netPence, stock: row.stock }).toEqual(sums);
        }
      }),
      budget(),
    );
  });
});

async function newShop() {
  const shop = createStore({ events: shopEvents, views: shopViews, commands: shopCommands });
  await shop.ready;
  await shop.import(seedCatalogue());
  return shop;
}

async function openShop() {
  const shop = await newShop();
  const sold = shop.run(placeOrder, {
    at: '2026-05-01T09:30:00',
    lines: [{ sku: 'CAN-FIG', qty: 1 }],
    customerId: '7',
  });
  if (!sold.ok) throw new Error(sold.rejection.code);
  const [placed] = sold.events;
  if (placed === undefined) throw new Error('Nothing was placed.');
  return { shop, placed };
}

/** A void of the same order by another tab that has not seen this one. */
const voidOf = ({ data }: { data: Parameters<typeof OrderPlaced>[0] }) =>
  OrderVoided({ ...data, voidedAt: '2026-05-01T11:00:00' });

describe('an order', () => {
  it('[BOOKS-1] that two tabs void counts as voided once, since the first time', async () => {
    const { shop, placed } = await openShop();
    expect(shop.run(voidOrder, { orderId: placed.data.orderId, at: '2026-05-01T12:00:00' }).ok).toBe(true);
    shop.append(voidOf(placed));
    expect(shop.get(totals())).toMatchObject({ netPence: 0, orders: 0, voided: 1 });
    expect(shop.get(products).get('CAN-FIG')).toMatchObject({ stock: 16, sold: 0 });
    expect(shop.get(customers).get('7')).toMatchObject({ orders: 0, netPence: 0 });
    expect(shop.get(orders).get(placed.data.orderId)).toMatchObject({
      status: 'void',
      voidedAt: '2026-05-01T11:00:00',
    });
  });

  it('[UI-6] cannot be undone, but its void can', async () => {
    const { shop, placed } = await openShop();
    const undo = createUndo(shop);
    expect([undo.state.canUndo, undo.undo()]).toEqual([false, expect.objectContaining({ ok: false })]);
    expect(shop.run(voidOrder, { orderId: placed.data.orderId, at: '2026-05-01T12:00:00' }).ok).toBe(true);
    expect(undo.undo().ok).toBe(true);
    expect(shop.get(orders).get(placed.data.orderId)?.status).toBe('open');
    expect(undo.state.canUndo).toBe(false);
  });

  it('[BOOKS-1] whose void arrives without the sale is listed as void, and counts nowhere', async () => {
    const { placed } = await openShop();
    const shop = await newShop();
    const undo = createUndo(shop);
    shop.append(voidOf(placed));
    const looks = () => ({
      orders: shop.get(orders).get(placed.data.orderId)?.status,
      totals: shop.get(totals()),
      stock: shop.get(products).get('CAN-FIG')?.stock,
    });
    expect(looks()).toMatchObject({ orders: 'void', totals: { netPence: 0, orders: 0, voided: 1 }, stock: 16 });
    expect(undo.undo().ok).toBe(true);
    expect(looks()).toMatchObject({ orders: undefined, totals: { netPence: 0, voided: 0 }, stock: 16 });
  });

  it('[BOOKS-2] returns to stock only what it took, and nothing to a count that began after the sale', async () => {
    const { shop } = await openShop();
    shop.append(ProductListed({ sku: 'new', name: 'New', mills: 1_000 }));
    const sold = shop.run(placeOrder, { at: '2026-05-01T09:31:00', lines: [{ sku: 'new', qty: 4 }] });
    if (!sold.ok) throw new Error(sold.rejection.code);
    shop.append(StockReceived({ sku: 'new', qty: 10 }));
    shop.run(voidOrder, { orderId: sold.events[0]?.data.orderId ?? '', at: '2026-05-01T09:40:00' });
    expect(shop.get(products).get('new')).toMatchObject({ stock: 10, sold: 0 });
  });
});

/** The runs and the seed from RUNS and SEED. */
function budget(): { numRuns: number; seed?: number } {
  const { RUNS, SEED } = process.env;
  return { numRuns: RUNS === undefined ? 150 : Number(RUNS), ...(SEED !== undefined && { seed: Number(SEED) }) };
}
