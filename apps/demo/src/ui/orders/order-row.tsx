import { useView } from '@refold/react';
import { memo, type ReactNode, useCallback } from 'react';
import { formatPence } from '../../shop/money.ts';
import { orderLabel } from '../../shop/order-id.ts';
import { ordersOfDay } from '../../shop/queries.ts';
import { counted, itemsWord, kindWord, timeOf } from '../parts/words.ts';
import { href } from '../../app/route.ts';

/** One order in the list. It redraws only when that order changes. */
export const OrderRow = memo(function OrderRow({
  day,
  nth,
  openId,
}: {
  day: string;
  nth: number;
  openId: string | undefined;
}): ReactNode {
  const order = useView(
    ordersOfDay(day),
    useCallback((found) => found[nth], [nth]),
  );
  if (order === undefined) return null;
  const word = kindWord(order);
  return (
    <a
      className={`order ${order.status === 'void' ? 'is-void' : ''}`}
      href={href('orders', { item: order.id, day: order.day })}
      aria-current={order.id === openId ? 'true' : undefined}
    >
      <span className="order-time number">{timeOf(order.at)}</span>
      <span className="order-what">
        <span className="order-label">
          {orderLabel(order.id)}
          {word !== undefined && (
            <span className={`badge ${order.status === 'void' ? 'badge-bad' : 'badge-warn'}`}>{word}</span>
          )}
        </span>
        <span className="order-more">
          {counted(order.lines.length, 'line')}, {itemsWord(order.items)}
          {order.customerId !== undefined && ` · ${order.customerId}`}
        </span>
      </span>
      <span className="order-sum number">{formatPence(order.pence)}</span>
    </a>
  );
});
