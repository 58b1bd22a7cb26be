import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { SHORT, useMedia } from '../parts/use-media.ts';
import { useWidth } from '../parts/use-width.ts';
import { SalesChart } from './sales-chart.tsx';
import { shownWords } from './shown-words.ts';
import { fractionOf, strides, timeAt } from './span.ts';
import type { Span, Track } from '../../app/history-tracks.ts';
import { MINUTE } from '../../app/wall-time.ts';

/**
 * A time line to drag. Its right end is now. A finger or a mouse can grab it anywhere on the chart. Keys and screen
 * readers use the range field inside, whose small handle no finger needs to hit.
 */
export function Scrubber({
  track,
  shownMs,
  isDisabled,
  onTime,
}: {
  track: Track;
  shownMs: number | undefined;
  isDisabled: boolean;
  onTime: (ms: number) => void;
}): ReactNode {
  const rail = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const width = useWidth(rail);
  const height = useMedia(SHORT) ? 32 : 64;
  const { span } = track;
  const atMs = shownMs ?? span.toMs;

  const drag = (event: PointerEvent): void => {
    if (rail.current === null || isDisabled) return;
    const { left, width: full } = rail.current.getBoundingClientRect();
    onTime(timeAt(span, (event.clientX - left) / full));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what takes keys is the field inside
    <div
      className={isDisabled ? 'scrubber is-disabled' : 'scrubber'}
      style={{ '--at': `${fractionOf(span, atMs) * 100}%`, '--chart': `${height}px` } as CSSProperties}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        field.current?.focus({ preventScroll: true });
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event);
      }}
    >
      <div ref={rail} className="scrubber-rail">
        {width > 0 && <SalesChart track={track} width={width} height={height} />}
        <span className="scrubber-head" aria-hidden />
      </div>
      <input
        ref={field}
        className="scrubber-field"
        type="range"
        aria-label="Time to look at"
        aria-valuetext={shownMs === undefined ? 'Now' : shownWords(shownMs)}
        min={0}
        max={minutesOf(span, span.toMs)}
        value={minutesOf(span, atMs)}
        disabled={isDisabled}
        onChange={({ target }) => onTime(span.fromMs + Number(target.value) * MINUTE)}
        onKeyDown={(event) => {
          const to = timeByKey(event, atMs, span);
          if (to === undefined) return;
          event.preventDefault();
          onTime(to);
        }}
      />
    </div>
  );
}

const minutesOf = (span: Span, ms: number): number => Math.ceil((ms - span.fromMs) / MINUTE);

function timeByKey(event: KeyboardEvent, ms: number, span: Span): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const { step, page } = strides(span);
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return ms - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return ms + step;
    case 'PageDown':
      return ms - page;
    case 'PageUp':
      return ms + page;
    case 'Home':
      return span.fromMs;
    case 'End':
      return span.toMs;
    default:
      return undefined;
  }
}
