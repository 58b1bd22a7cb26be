import { useView } from '@refold/react';
import { ChartColumn } from 'lucide-react';
import type { ReactNode } from 'react';
import { customers } from '../../shop/customers.ts';
import { formatPence } from '../../shop/money.ts';
import { orders } from '../../shop/orders.ts';
import { totals } from '../../shop/periods.ts';
import { allMonths, productCount, topCustomers, topProducts } from '../../shop/queries.ts';
import { Empty } from '../parts/empty.tsx';
import { counted, formatMonth, formatNumber, formatShortMonth } from '../parts/words.ts';
import { href } from '../../app/route.ts';
import { BarChart } from './bar-chart.tsx';
import { FigureList } from './figure-list.tsx';
import { Ranking } from './ranking.tsx';

const TOP = 10;
const yearOf = (month: string | undefined): string | undefined => month?.slice(0, 4);

/** The figures since the shop began: totals, months, and the top products and customers. */
export function AllTime(): ReactNode {
  const sums = useView(totals());
  const bills = useView(orders, (rows) => rows.size);
  const months = useView(allMonths());
  const bestProducts = useView(topProducts(TOP));
  const bestCustomers = useView(topCustomers(TOP));
  const listed = useView(productCount());
  const customerCount = useView(customers, (rows) => rows.size);
  if (bills === 0) {
    return (
      <Empty icon={ChartColumn} title="No figures yet">
        <p>Make a sale, or import the sales of another till.</p>
        <a className="button" href={href('data')}>
          Import sales
        </a>
      </Empty>
    );
  }
  return (
    <>
      <FigureList
        label="Figures of all time"
        figures={[
          { name: 'Net revenue', value: formatPence(sums.netPence), isMain: true },
          { name: 'Sales', value: formatNumber(sums.orders) },
          { name: 'Cancellations', value: formatNumber(sums.cancellations) },
          { name: 'Adjustments', value: formatNumber(sums.adjustments) },
          { name: 'Void', value: formatNumber(sums.voided) },
          { name: 'Bills', value: formatNumber(bills) },
          { name: 'Lines', value: formatNumber(sums.lines) },
          { name: 'Items', value: formatNumber(sums.items) },
          { name: 'Products', value: formatNumber(listed) },
          { name: 'Customers', value: formatNumber(customerCount) },
        ]}
      />
      <BarChart
        title="Net revenue by month"
        columns={['Month', 'Net revenue', 'Sales']}
        bars={months.map(({ month, netPence, orders: n }, index) => ({
          label: formatShortMonth(month),
          era: yearOf(month) === yearOf(months[index - 1]?.month) ? undefined : yearOf(month),
          name: formatMonth(month),
          value: netPence,
          more: formatNumber(n),
        }))}
      />
      <div className="figures-pair">
        <Ranking
          title="Top products"
          rows={bestProducts.map(({ sku, name, sold, netPence }) => ({
            id: sku,
            name: name || sku,
            more: `${sku} · ${formatNumber(sold)} sold`,
            pence: netPence,
          }))}
        />
        <Ranking
          title="Top customers"
          rows={bestCustomers.map(({ id, country, orders: n, netPence }) => ({
            id,
            name: id,
            more: [country, counted(n, 'order')].filter((part) => part !== undefined).join(' · '),
            pence: netPence,
          }))}
        />
      </div>
    </>
  );
}
