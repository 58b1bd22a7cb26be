import { eventIdFrom } from '@refold/core';
import { ProductListed, StockReceived, type GivenShopEvent } from './events.ts';

/**
 * The catalogue of a new shop, to be imported once while there are no products. Ids and times are fixed, so that it is
 * added once even when two tabs or two tills import it.
 */
export function seedCatalogue(): GivenShopEvent[] {
  return SHELVES.flatMap(([sku, name, mills, category, qty]) => [
    { ...ProductListed({ sku, name, mills, category }), ...stampOf('product', sku) },
    { ...StockReceived({ sku, qty }), ...stampOf('stock', sku) },
  ]);
}

const stampOf = (kind: string, sku: string) => ({
  id: eventIdFrom('till-seed-1', kind, sku),
  timestamp: '2025-01-02T09:00:00.000Z',
});

type Shelf = readonly [sku: string, name: string, mills: number, category: string, qty: number];

/** Never change a row: its event id stands for it. Add rows, or begin a `till-seed-2`. */
const SHELVES: readonly Shelf[] = [
  ['COF-ESP', 'Espresso', 2_400, 'Coffee', 400],
  ['COF-FLW', 'Flat white', 3_400, 'Coffee', 400],
  ['COF-FIL', 'Filter of the day', 2_900, 'Coffee', 300],
  ['COF-OAT', 'Oat latte', 3_900, 'Coffee', 250],
  ['COF-MOC', 'Mocha', 3_950, 'Coffee', 200],
  ['TEA-BRK', 'Pot of breakfast tea', 2_800, 'Tea', 300],
  ['TEA-MNT', 'Fresh mint tea', 2_950, 'Tea', 150],
  ['TEA-CHA', 'Chai latte', 3_700, 'Tea', 180],
  ['BAK-CRO', 'Butter croissant', 2_600, 'Bakery', 36],
  ['BAK-CIN', 'Cinnamon bun', 3_200, 'Bakery', 24],
  ['BAK-BAN', 'Banana bread, slice', 2_750, 'Bakery', 18],
  ['BAK-SCO', 'Cheese scone', 2_950, 'Bakery', 20],
  ['BAK-BRO', 'Sea salt brownie', 3_100, 'Bakery', 28],
  ['BEA-HSE', 'House blend beans, 250 g', 9_500, 'To take home', 60],
  ['BEA-DEC', 'Decaf beans, 250 g', 10_000, 'To take home', 30],
  ['TIN-EGR', 'Earl Grey, tin of 50 g', 7_250, 'To take home', 40],
  ['JAM-RAS', 'Raspberry jam, 340 g', 5_500, 'To take home', 32],
  ['MUG-STN', 'Stoneware mug', 14_000, 'Gifts', 24],
  ['MUG-ENA', 'Enamel mug, navy rim', 11_500, 'Gifts', 30],
  ['CAN-FIG', 'Candle, fig and cedar', 18_000, 'Gifts', 16],
  ['CRD-THX', 'Card, thank you', 3_250, 'Gifts', 80],
  ['CRD-BDY', 'Card, happy birthday', 3_250, 'Gifts', 80],
  ['TOW-LIN', 'Linen tea towel', 12_500, 'Gifts', 22],
  ['BAG-TOT', 'Canvas tote', 9_000, 'Gifts', 45],
  ['PAP-WRP', 'Wrapping paper, sheet', 1_950, 'Gifts', 120],
  ['SWT-FUD', 'Fudge, by the piece', 450, 'Gifts', 500],
];
