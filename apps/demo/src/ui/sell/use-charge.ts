import type { Receipt } from '@refold/core';
import { useCommand } from '@refold/react';
import { useCallback, useState } from 'react';
import { addToBasket, basket, type BasketLine, beginNextBasket } from '../../shop/basket.ts';
import { placeOrder } from '../../shop/order-commands.ts';
import { orders } from '../../shop/orders.ts';
import { pricedBasket } from '../../shop/priced-basket.ts';
import { products } from '../../shop/products.ts';
import { useMayWrite } from '../history/use-may-write.ts';
import { useAnnounce } from '../parts/announcer.tsx';
import { shopTime } from '../../app/clock.ts';
import { useToast } from '../parts/toaster.tsx';
import { formatPence } from '../../shop/money.ts';
import { useTill } from '../services/till-context.ts';

/** A sale that has just been made. */
export interface Sale {
  readonly orderId: string;
  readonly pence: number;
  readonly items: number;
  /** The lines of the basket. */
  readonly lines: readonly BasketLine[];
  readonly receipt: Receipt;
}

/** The actions at the counter: fill the basket, and take the money. */
export function useCharge() {
  const { shop, basket: basketStore } = useTill();
  const announce = useAnnounce();
  const toast = useToast();
  const mayWrite = useMayWrite();
  const [place, { rejection, reset }] = useCommand(placeOrder);
  const [beginNext] = useCommand(beginNextBasket);
  const [put] = useCommand(addToBasket);
  const [sale, setSale] = useState<Sale>();

  /** Adds one piece, if there is one in stock. */
  const add = useCallback(
    (sku: string): void => {
      const product = shop.get(products).get(sku);
      if (product === undefined || !mayWrite()) return;
      const inBasket = basketStore.get(basket).lines.find((line) => line.sku === sku)?.qty ?? 0;
      const name = product.name || sku;
      if (product.stock !== undefined && inBasket >= product.stock) {
        toast({
          text:
            product.stock <= 0 ? `${name} is out of stock` : `Only ${product.stock} of ${name} left, all in the basket`,
        });
        return;
      }
      put({ sku, name });
      setSale(undefined);
      reset();
      announce(`${name} added, ${inBasket + 1} in the basket`);
    },
    [shop, basketStore, put, reset, announce, toast, mayWrite],
  );

  /** Returns true when the sale was made. */
  const charge = useCallback((): boolean => {
    const { lines, customerId } = basketStore.get(basket);
    // The last sale is on show, and another tab may have begun a basket that nobody sees here.
    if (sale !== undefined && shop.get(orders).get(sale.orderId)?.status === 'open') return false;
    if (!mayWrite() || lines.length === 0) return false;
    const { pence, items } = pricedBasket(lines, (sku) => shop.get(products).get(sku));
    const outcome = place({ at: shopTime(), lines: [...lines], customerId });
    if (!outcome.ok) return false;
    const [order] = outcome.events;
    if (order === undefined) return false;
    // Both appends are in one task. After a crash between the two writes, the basket is still full and the order is on
    // the list.
    beginNext();
    setSale({ orderId: order.data.orderId, pence, items, lines, receipt: outcome.receipt });
    announce(`Sale complete, ${formatPence(pence)}`);
    return true;
  }, [shop, basketStore, place, beginNext, announce, mayWrite, sale]);

  const startNext = useCallback(() => setSale(undefined), []);
  return { add, charge, sale, startNext, rejection, forgetRejection: reset };
}

export type Counter = ReturnType<typeof useCharge>;
