import { checkFold, expectView, given } from '@refold/core/testing';
import { eventArbitrary, logArbitrary } from '@refold/core/testing/fast-check';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addToBasket, chooseCustomer } from './basket.ts';
import { listProduct, receiveStock } from './catalogue-commands.ts';
import { OrderPlaced, OrderVoided, ProductListed, SaleCancelled, shopEvents, StockReceived } from './events.ts';
import { placeOrder, voidOrder } from './order-commands.ts';
import { dayFigures, ordersOfCustomer, topProducts } from './queries.ts';
import { shopViews } from './shop.ts';

const at = '2026-05-01T09:30:00';
const later = '2026-06-02T10:00:00';
const tea = ProductListed({ sku: 'tea', name: 'Tea', mills: 1_255 });
const cup = ProductListed({ sku: 'cup', name: 'Cup', mills: 4_000 });
const sale = OrderPlaced({ orderId: 'o1', at, lines: [['tea', 3, 1_255]], customerId: '7', country: 'France' });

describe('placeOrder', () => {
  it('sells at the current prices of the catalogue', () => {
    given(tea, cup, ProductListed({ sku: 'tea', name: 'Fine tea', mills: 2_000 }))
      .when(placeOrder, {
        at,
        lines: [
          { sku: 'tea', qty: 3 },
          { sku: 'cup', qty: 1 },
        ],
      })
      .thenEvents(
        OrderPlaced({
          orderId: 'ord_1',
          at,
          lines: [
            ['tea', 3, 2_000],
            ['cup', 1, 4_000],
          ],
        }),
      );
  });

  it('records the customer and the country, trimmed', () => {
    given(tea)
      .when(placeOrder, { at, lines: [{ sku: 'tea', qty: 1 }], customerId: ' 7 ', country: 'France' })
      .thenEvents(
        OrderPlaced({ orderId: 'ord_1', at, lines: [['tea', 1, 1_255]], customerId: '7', country: 'France' }),
      );
  });

  it('is refused for an unknown product', () => {
    given(tea)
      .when(placeOrder, { at, lines: [{ sku: 'gin', qty: 1 }] })
      .thenRejects('unknown-product', { sku: 'gin' });
  });

  it('sells no more than is in stock, where a voided sale counts as stock', () => {
    const stocked = [tea, StockReceived({ sku: 'tea', qty: 5 }), sale];
    const sell = (qty: number) => ({
      at,
      lines: [
        { sku: 'tea', qty: 1 },
        { sku: 'tea', qty },
      ],
    });
    given(...stocked)
      .when(placeOrder, sell(2))
      .thenRejects('out-of-stock', { left: 2, wanted: 3 });
    given(...stocked, OrderVoided({ ...sale.data, voidedAt: later }))
      .when(placeOrder, sell(4))
      .thenEvents(
        OrderPlaced({
          orderId: 'ord_1',
          at,
          lines: [
            ['tea', 1, 1_255],
            ['tea', 4, 1_255],
          ],
        }),
      );
  });

  it('is refused for an empty basket, and for an invalid time', () => {
    given(tea)
      .when(placeOrder, { at, lines: [] })
      .thenRejects('invalid-input', { issues: [{ path: 'lines', message: 'there is nothing in the basket' }] });
    given(tea)
      .when(placeOrder, { at: 'noon', lines: [{ sku: 'tea', qty: 1 }] })
      .thenRejects('invalid-input', { issues: [{ path: 'at' }] });
  });
});

describe('voidOrder', () => {
  it('repeats the order that it voids', () => {
    given(tea, sale)
      .when(voidOrder, { orderId: 'o1', at: later })
      .thenEvents(OrderVoided({ ...sale.data, voidedAt: later }));
  });

  it('is refused for an unknown order, for a bill that is not a sale, and the second time', () => {
    given().when(voidOrder, { orderId: 'o1', at }).thenRejects('not-found', { orderId: 'o1' });
    given(SaleCancelled({ orderId: 'C1', at, lines: [['tea', -1, 1_255]] }))
      .when(voidOrder, { orderId: 'C1', at })
      .thenRejects('not-a-sale', { kind: 'cancellation' });
    given(sale, OrderVoided({ ...sale.data, voidedAt: later }))
      .when(voidOrder, { orderId: 'o1', at })
      .thenRejects('already-void', { voidedAt: later });
  });
});

describe('the catalogue’s commands', () => {
  it('list a product, and receive goods for a listed one', () => {
    given()
      .when(listProduct, { sku: ' tea ', name: 'Tea', mills: 1_255, at })
      .thenEvents(ProductListed({ ...tea.data, at, edition: 1 }));
    given(tea, StockReceived({ sku: 'tea', qty: 3 }))
      .when(receiveStock, { sku: 'tea', qty: -3 })
      .thenEvents(StockReceived({ sku: 'tea', qty: -3 }));
    given().when(receiveStock, { sku: 'tea', qty: 1 }).thenRejects('unknown-product', { sku: 'tea' });
    given(tea)
      .when(receiveStock, { sku: 'tea', qty: 0 })
      .thenRejects('invalid-input', { issues: [{ path: 'qty' }] });
  });

  it('[BOOKS-3] rename and price a product by hand, each time as the next edition', () => {
    const edit = { sku: 'tea', name: 'Tea', mills: 1_255, at: later };
    given()
      .when(listProduct, { ...edit, category: 'Drinks' })
      .thenEvents(ProductListed({ ...edit, category: 'Drinks', edition: 1 }));
    given(tea, ProductListed({ ...edit, name: 'Chai', edition: 4 }))
      .when(listProduct, { ...edit, mills: 900 })
      .thenEvents(ProductListed({ ...edit, mills: 900, edition: 5 }));
    given(tea).when(listProduct, edit).thenEvents();
    given(ProductListed({ ...edit, category: 'Drinks' }))
      .when(listProduct, { ...edit, category: '' })
      .thenEvents(ProductListed({ ...edit, category: '', edition: 1 }));
  });

  it('[UI-5] never lower a count below zero', () => {
    given(tea).when(receiveStock, { sku: 'tea', qty: -1 }).thenRejects('below-zero', { sku: 'tea', stock: 0 });
    given(tea, StockReceived({ sku: 'tea', qty: 18 }))
      .when(receiveStock, { sku: 'tea', qty: -19 })
      .thenRejects('below-zero', { stock: 18 });
    const sold = OrderPlaced({ orderId: 'o2', at, lines: [['tea', 21, 1_255]] });
    given(tea, StockReceived({ sku: 'tea', qty: 18 }), sold)
      .when(receiveStock, { sku: 'tea', qty: 2 })
      .thenEvents(StockReceived({ sku: 'tea', qty: 2 }));
  });
});

describe('the basket’s commands', () => {
  it('add one piece by default, and remove the customer', () => {
    expect(given().when(addToBasket, { sku: 'tea' }).outcome).toMatchObject({
      events: [{ data: { sku: 'tea', qty: 1 } }],
    });
    expect(given().when(chooseCustomer, { customerId: ' ' }).outcome).toMatchObject({ events: [{ data: {} }] });
  });
});

describe('the read models', () => {
  it('report what was sold, and when', () => {
    expectView(ordersOfCustomer('7'), tea, sale).toMatch([{ id: 'o1', pence: 376, items: 3, status: 'open' }]);
    expectView(topProducts(1), cup, tea, sale).toMatch([{ sku: 'tea', netPence: 376, sold: 3 }]);
    expectView(dayFigures('2026-05-01'), sale, OrderVoided({ ...sale.data, voidedAt: later })).toMatch({
      orders: 0,
      netPence: 0,
      voided: 1,
    });
  });

  it.each(shopViews)('$name folds to the same state in any batches', (view) => {
    const sku = fc.constantFrom('tea', 'cup');
    const orderId = fc.constantFrom('o1', 'o2');
    const bills = [OrderPlaced, OrderVoided].map((event) =>
      eventArbitrary(event, { at: { orderId, 'lines[][0]': sku } }),
    );
    const log = logArbitrary([...shopEvents, eventArbitrary(ProductListed, { at: { sku } }), ...bills]);
    fc.assert(
      fc.property(log, (events) => checkFold(view, ...events)),
      { numRuns: 15 },
    );
  });
});
