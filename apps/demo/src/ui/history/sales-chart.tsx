import { memo, type ReactNode } from 'react';
import { columnsOf } from './columns.ts';
import { fractionOf } from './span.ts';
import { ticksOf } from './ticks.ts';
import type { Track } from '../../app/history-tracks.ts';

const LABELS = 22;

/**
 * The sales of a track as columns over a time axis, drawn twice: up to the shown time, and after it. It redraws when
 * the track or the width changes, and never during a drag.
 */
export const SalesChart = memo(function SalesChart({
  track,
  width,
  height: full,
}: {
  track: Track;
  width: number;
  height: number;
}): ReactNode {
  const { sales, span } = track;
  const columns = columnsOf(sales, span, width).map(({ from, to, height }) => {
    const gap = (to - from) * width > 5 ? 1 : 0.5;
    const high = Math.max(2, height * full);
    return `M${(from * width + gap / 2).toFixed(1)} ${full}v-${high.toFixed(1)}h${((to - from) * width - gap).toFixed(1)}V${full}z`;
  });
  const bars = columns.join('');
  return (
    <>
      <svg className="track-chart" width={width} height={full + LABELS} aria-hidden>
        {ticksOf(span, width).map(({ ms, label, isEra }) => {
          const x = fractionOf(span, ms) * width;
          return (
            <g key={ms} className={isEra ? 'track-tick is-era' : 'track-tick'}>
              <line x1={x} x2={x} y1={0} y2={full + 5} />
              {/* The edge would cut off a label at the very end. */}
              {x < width - 30 && (
                <text x={x + 4} y={full + 16}>
                  {label}
                </text>
              )}
            </g>
          );
        })}
        <line className="track-ground" x1={0} x2={width} y1={full} y2={full} />
        <path d={bars} />
      </svg>
      <svg className="track-chart has-been" width={width} height={full} aria-hidden>
        <path d={bars} />
      </svg>
    </>
  );
});
