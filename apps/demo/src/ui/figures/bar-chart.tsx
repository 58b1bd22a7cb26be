import { scaleBand, scaleLinear } from 'd3-scale';
import { type ReactNode, useRef, useState } from 'react';
import { formatPence } from '../../shop/money.ts';
import { useWidth } from '../parts/use-width.ts';

export interface Bar {
  /** The text under the bar. */
  readonly label: string;
  /** A second line under the label, where a new year begins. */
  readonly era?: string | undefined;
  /** The name in the table, and in the tip of the bar. */
  readonly name: string;
  readonly value: number;
  /** The last column of the table. */
  readonly more: string;
}

const HEIGHT = 236;
const LEFT = 56;
const TOP = 12;
const BOTTOM = 40;

/** Amounts of money as bars, and as a table for people who want the numbers. */
export function BarChart({
  title,
  columns,
  bars,
}: {
  title: string;
  columns: readonly [string, string, string];
  bars: readonly Bar[];
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [pointed, setPointed] = useState<Bar>();
  const best = bars.reduce<Bar | undefined>(
    (most, bar) => (most === undefined || bar.value > most.value ? bar : most),
    undefined,
  );
  return (
    <figure className="card chart number">
      <figcaption className="chart-head">
        <h2>{title}</h2>
        <span className="chart-pointed" aria-hidden>
          {pointed !== undefined && `${pointed.name} · ${formatPence(pointed.value)}`}
        </span>
      </figcaption>
      <div ref={box} className="chart-box">
        {width > 0 && (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={
              best === undefined
                ? title
                : `${title}. Most: ${best.name}, ${formatPence(best.value)}. The table below has every number.`
            }
            onPointerLeave={() => setPointed(undefined)}
          >
            <Plot width={width} bars={bars} pointed={pointed} onPoint={setPointed} />
          </svg>
        )}
      </div>
      <details className="chart-table disclosure">
        <summary>Show the numbers</summary>
        <table className="lines-table" aria-label={title}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map(({ name, value, more }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatPence(value)}</td>
                <td>{more}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Plot({
  width,
  bars,
  pointed,
  onPoint,
}: {
  width: number;
  bars: readonly Bar[];
  pointed: Bar | undefined;
  onPoint: (bar: Bar) => void;
}): ReactNode {
  let lowest = 0;
  let highest = 100;
  for (const { value } of bars) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  const x = scaleBand()
    .domain(bars.map(({ name }) => name))
    .range([LEFT, width])
    .paddingInner(0.3)
    .paddingOuter(0.15);
  const y = scaleLinear()
    .domain([lowest, highest])
    .nice(4)
    .range([HEIGHT - BOTTOM, TOP]);
  const bandWidth = Math.min(x.bandwidth(), 72);
  // Labels would overlap, so only every second or third is shown.
  const isNarrow = x.step() < 40;
  const every = Math.max(1, Math.ceil(30 / x.step()));
  return (
    <>
      {y.ticks(4).map((tick) => (
        <g key={tick} className={tick === 0 ? 'chart-zero' : 'chart-tick'}>
          <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 10} y={y(tick)} dy="0.32em" textAnchor="end">
            {shortPounds(tick)}
          </text>
        </g>
      ))}
      {bars.map((bar, index) => {
        const left = x(bar.name) ?? 0;
        const middle = left + x.bandwidth() / 2;
        const top = Math.min(y(bar.value), y(0));
        return (
          <g key={bar.name} onPointerEnter={() => onPoint(bar)}>
            <rect className="chart-reach" x={left} y={TOP} width={x.bandwidth()} height={HEIGHT - TOP} />
            <rect
              className={bar === pointed ? 'chart-bar is-pointed' : 'chart-bar'}
              x={middle - bandWidth / 2}
              y={top}
              width={bandWidth}
              height={Math.abs(y(bar.value) - y(0))}
              rx={3}
            />
            {index % every === 0 && (
              <text x={middle} y={HEIGHT - 24} textAnchor="middle">
                {bar.label}
              </text>
            )}
            {bar.era !== undefined && (
              <text className="chart-era" x={middle} y={HEIGHT - 7} textAnchor="middle">
                {isNarrow ? `’${bar.era.slice(-2)}` : bar.era}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

const compact = new Intl.NumberFormat('en-GB', {
  style: 'currency',
  currency: 'GBP',
  notation: 'compact',
  maximumFractionDigits: 1,
});
const shortPounds = (pence: number): string => compact.format(pence / 100);
