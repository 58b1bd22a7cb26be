import { useView } from '@refold/react';
import { ReceiptText } from 'lucide-react';
import { type ReactNode, useCallback, useRef } from 'react';
import { orders } from '../../shop/orders.ts';
import { days } from '../../shop/periods.ts';
import { DayPicker } from '../parts/day-picker.tsx';
import { Empty } from '../parts/empty.tsx';
import { useMedia, WIDE } from '../parts/use-media.ts';
import { counted } from '../parts/words.ts';
import { href, replaceRoute } from '../../app/route.ts';
import { useRoute } from '../services/use-route.ts';
import { OrderDetail } from './order-detail.tsx';
import { OrderList, type OrderListHandle } from './order-list.tsx';
import { billsOf } from './order-places.ts';
import './orders.css';

/** All orders by day, and one of them in full. */
export function OrdersPage(): ReactNode {
  const { item, day } = useRoute();
  const isWide = useMedia(WIDE);
  const list = useRef<OrderListHandle>(null);
  const byDay = useView(
    days,
    useCallback((rows) => rows.range({}, { reverse: true }), []),
  );
  // When a link opens an order, the list shows its day.
  const openDay = useView(orders, (rows) => (item === undefined ? undefined : rows.get(item)?.day));
  const shownDay = day ?? openDay;
  const total = byDay.reduce((sum, row) => sum + billsOf(row), 0);
  const latest = byDay[0]?.day;
  const goTo = (to: string): void => {
    replaceRoute(href('orders', { item, day: to }));
    list.current?.showDay(to);
  };
  if (total === 0) {
    return (
      <div className="page">
        <h1>Orders</h1>
        <Empty icon={ReceiptText} title="No orders yet">
          <p>Your sales will appear here.</p>
          <a className="button button-primary" href={href('sell')}>
            Make the first sale
          </a>
        </Empty>
      </div>
    );
  }
  return (
    <div className={`orders ${item === undefined ? '' : 'has-detail'}`}>
      <section className="orders-list" aria-label="All orders" inert={!isWide && item !== undefined}>
        <header className="orders-head">
          <div className="page-head">
            <h1>Orders</h1>
            <span className="orders-count">{counted(total, 'order')}</span>
          </div>
          <DayPicker day={shownDay ?? latest ?? ''} latest={latest} onDay={goTo} label="Go to day" />
        </header>
        <OrderList ref={list} days={byDay} openId={item} startDay={shownDay} />
      </section>
      <section className="orders-detail" aria-label="Order">
        {item === undefined ? (
          <Empty icon={ReceiptText} title="No order is open">
            <p>Choose an order to see its lines.</p>
          </Empty>
        ) : (
          <OrderDetail key={item} id={item} day={day} />
        )}
      </section>
    </div>
  );
}
