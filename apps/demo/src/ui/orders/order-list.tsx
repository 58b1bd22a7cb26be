import { defaultRangeExtractor } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import type { DayFigures } from '../../shop/periods.ts';
import { useVirtualRows } from '../parts/use-virtual-rows.ts';
import { DayHead } from './day-head.tsx';
import { OrderRow } from './order-row.tsx';
import { orderPlaces } from './order-places.ts';

const HEAD_HEIGHT = 44;
const ROW_HEIGHT = 64;

export interface OrderListHandle {
  showDay(day: string): void;
}

/** All orders. Only those in sight are read and drawn. The head of the day in sight stays at the top. */
export function OrderList({
  ref,
  days,
  openId,
  startDay,
}: {
  ref: Ref<OrderListHandle>;
  /** The latest day first. */
  days: readonly DayFigures[];
  openId: string | undefined;
  startDay: string | undefined;
}): ReactNode {
  const scroller = useRef<HTMLDivElement>(null);
  const places = useMemo(() => orderPlaces(days), [days]);
  const list = useVirtualRows({
    count: places.count,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (places.at(index)?.kind === 'day' ? HEAD_HEIGHT : ROW_HEIGHT),
    overscan: 6,
    rangeExtractor: (range) => [...new Set([places.headOf(range.startIndex), ...defaultRangeExtractor(range)])],
  });
  // Other rows are at these places now, with other heights.
  useEffect(() => list.measure(), [list, places]);
  useImperativeHandle(ref, () => ({
    showDay: (day) => list.scrollToIndex(places.startOf(day), { align: 'start' }),
  }));
  useEffect(() => {
    if (startDay !== undefined) list.scrollToIndex(places.startOf(startDay), { align: 'start' });
    // oxlint-disable-next-line react/exhaustive-deps -- once, for the day in the address; later jumps come through the handle
  }, []);
  const top = places.headOf(list.range?.startIndex ?? 0);

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys come from the links inside
    <div ref={scroller} className="orders-scroll" onKeyDown={moveFocus}>
      <ol aria-label="Orders by day" className="orders-rows" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, start, size }) => {
          const entry = places.at(index);
          if (entry === undefined) return null;
          const isTop = index === top;
          return (
            <li
              key={entry.kind === 'day' ? entry.row.day : `${entry.day}/${entry.nth}`}
              className={isTop ? 'orders-place is-top' : 'orders-place'}
              style={isTop ? { height: size } : { height: size, translate: `0 ${start}px` }}
            >
              {entry.kind === 'day' ? (
                <DayHead row={entry.row} />
              ) : (
                <OrderRow day={entry.day} nth={entry.nth} openId={openId} />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** Moves the focus from order to order with the up and down keys. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('a.order')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  const next = rows[rows.findIndex((row) => row === document.activeElement) + step];
  if (next === undefined || !rows.some((row) => row === document.activeElement)) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
