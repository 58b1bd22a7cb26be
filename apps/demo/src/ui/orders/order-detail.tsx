import { useView } from '@refold/react';
import { ArrowLeft, ReceiptText } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { formatPence } from '../../shop/money.ts';
import { orderLabel } from '../../shop/order-id.ts';
import type { Order } from '../../shop/orders.ts';
import { useIsPast } from '../services/use-history.ts';
import { WriteButton } from '../history/write-button.tsx';
import { Empty } from '../parts/empty.tsx';
import { counted, formatDay, itemsWord, kindWord, timeOf } from '../parts/words.ts';
import { href } from '../../app/route.ts';
import { OrderLines } from './order-lines.tsx';
import { orderWithNames } from './order-with-names.ts';
import { VoidDialog } from './void-dialog.tsx';

/** One order in full, with the button to void it. */
export function OrderDetail({ id, day }: { id: string; day: string | undefined }): ReactNode {
  const found = useView(orderWithNames(id));
  const isPast = useIsPast();
  const [isVoiding, setVoiding] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  if (found === undefined) {
    return (
      <Empty icon={ReceiptText} title={isPast ? 'Not there yet' : 'Order not found'}>
        <p>
          {orderLabel(id)} {isPast ? 'did not exist at the time you are viewing.' : 'is not on this device.'}
        </p>
        <a className="button" href={href('orders')}>
          All orders
        </a>
      </Empty>
    );
  }
  const { order, lines } = found;
  return (
    <article className="detail">
      <header className="detail-head">
        <a className="icon-button detail-back" href={href('orders', { day })} aria-label="Back to all orders">
          <ArrowLeft size={20} aria-hidden />
        </a>
        <div className="detail-title">
          <h2 ref={heading} tabIndex={-1}>
            Order {orderLabel(order.id)}
          </h2>
          <Kind order={order} />
        </div>
        <p className={`detail-sum number ${order.status === 'void' ? 'is-void' : ''}`} data-testid="order-total">
          {formatPence(order.pence)}
        </p>
      </header>
      <Facts order={order} />
      <OrderLines lines={lines} order={order} />
      {order.kind === 'sale' && order.status === 'open' && (
        <footer className="detail-foot">
          <WriteButton className="button" onClick={() => setVoiding(true)}>
            Void this order
          </WriteButton>
        </footer>
      )}
      {isVoiding && <VoidDialog order={order} onClose={() => setVoiding(false)} />}
    </article>
  );
}

function Kind({ order }: { order: Order }): ReactNode {
  const word = kindWord(order);
  if (word === undefined) return <span className="badge badge-good">Sold</span>;
  return <span className={`badge ${order.status === 'void' ? 'badge-bad' : 'badge-warn'}`}>{word}</span>;
}

function Facts({ order }: { order: Order }): ReactNode {
  const facts: [string, string | undefined][] = [
    ['When', `${formatDay(order.day)}, ${timeOf(order.at)}`],
    ['Items', `${itemsWord(order.items)} on ${counted(order.lines.length, 'line')}`],
    ['Customer', order.customerId],
    ['Country', order.country],
    ['Voided', order.voidedAt && `${formatDay(order.voidedAt.slice(0, 10))}, ${timeOf(order.voidedAt)}`],
  ];
  return (
    <dl className="detail-facts">
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
