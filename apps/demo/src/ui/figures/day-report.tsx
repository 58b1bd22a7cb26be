import { useView } from '@refold/react';
import { ChartColumn } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatPence } from '../../shop/money.ts';
import { dayFigures } from '../../shop/queries.ts';
import { Empty } from '../parts/empty.tsx';
import { formatNumber } from '../parts/words.ts';
import { href } from '../../app/route.ts';
import { BarChart } from './bar-chart.tsx';
import { daySales } from './day-sales.ts';
import { FigureList } from './figure-list.tsx';
import { Ranking } from './ranking.tsx';

/** The report of one day: takings, hours, best sellers. */
export function DayReport({ day, isToday }: { day: string; isToday: boolean }): ReactNode {
  const figures = useView(dayFigures(day));
  const { hours, best } = useView(daySales(day, 8));
  const { netPence, orders, items, cancellations, adjustments, voided } = figures;
  if (orders + cancellations + adjustments + voided === 0) {
    return (
      <Empty icon={ChartColumn} title={isToday ? 'Nothing sold yet today' : 'Nothing was sold on this day'}>
        <p>{isToday ? 'Today’s takings will appear here.' : 'Choose another day, or see all time.'}</p>
        <a className="button" href={isToday ? href('sell') : href('figures', { item: 'all' })}>
          {isToday ? 'Make a sale' : 'All time'}
        </a>
      </Empty>
    );
  }
  return (
    <>
      <FigureList
        label="Figures of the day"
        figures={[
          { name: 'Takings', value: formatPence(netPence), isMain: true },
          { name: 'Orders', value: formatNumber(orders) },
          { name: 'Average order', value: orders === 0 ? '–' : formatPence(Math.round(netPence / orders)) },
          { name: 'Items', value: formatNumber(items) },
          ...(cancellations > 0 ? [{ name: 'Cancelled', value: formatNumber(cancellations) }] : []),
          ...(adjustments > 0 ? [{ name: 'Adjustments', value: formatNumber(adjustments) }] : []),
          ...(voided > 0 ? [{ name: 'Void', value: formatNumber(voided) }] : []),
        ]}
      />
      <div className="figures-pair">
        <BarChart
          title="By hour"
          columns={['Hour', 'Takings', 'Orders']}
          bars={hours.map(({ hour, netPence: pence, orders: n }) => ({
            label: String(hour).padStart(2, '0'),
            name: `${String(hour).padStart(2, '0')}:00`,
            value: pence,
            more: formatNumber(n),
          }))}
        />
        <Ranking
          title="What sold"
          rows={best.map(({ sku, name, items: n, netPence: pence }) => ({
            id: sku,
            name: name || sku,
            more: `${formatNumber(n)} sold`,
            pence,
          }))}
        />
      </div>
    </>
  );
}
