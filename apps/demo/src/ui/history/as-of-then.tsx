import { useView } from '@refold/react';
import type { ReactNode } from 'react';
import { formatPence } from '../../shop/money.ts';
import { totals } from '../../shop/periods.ts';
import { dayFigures } from '../../shop/queries.ts';
import { dayOf } from '../../shop/wall-clock.ts';
import { counted } from '../parts/words.ts';
import type { Track } from '../../app/history-tracks.ts';
import { wallAt } from '../../app/wall-time.ts';

/** The takings up to the time on show: that day's, and all of them when the track is longer than a day. */
export function AsOfThen({ track, shownMs }: { track: Track; shownMs: number | undefined }): ReactNode {
  const { span, id } = track;
  const day = useView(dayFigures(dayOf(wallAt(Math.min(shownMs ?? span.toMs, span.toMs - 1)))));
  const all = useView(totals());
  const { netPence, orders } = id === 'today' ? day : all;
  return (
    <p className="history-figures number">
      <strong>{formatPence(netPence)}</strong> {id === 'today' ? 'taken today' : 'in all'} · {counted(orders, 'sale')}
    </p>
  );
}
