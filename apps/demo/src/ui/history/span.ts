import type { Span } from '../../app/history-tracks.ts';
import { DAY, HOUR, MINUTE } from '../../app/wall-time.ts';

/** The position of a time: 0 at the beginning, 1 at the end, clamped outside. */
export function fractionOf({ fromMs, toMs }: Span, ms: number): number {
  return toMs <= fromMs ? 1 : within((ms - fromMs) / (toMs - fromMs));
}

/** The time at a position. */
export function timeAt({ fromMs, toMs }: Span, fraction: number): number {
  return Math.round(fromMs + within(fraction) * (toMs - fromMs));
}

/** The step of an arrow key and of Page Up: about the smallest visible distance, and about that of two labels. */
export function strides({ fromMs, toMs }: Span): { readonly step: number; readonly page: number } {
  const length = toMs - fromMs;
  if (length <= 2 * DAY) return { step: 5 * MINUTE, page: HOUR };
  return length <= 60 * DAY ? { step: HOUR, page: DAY } : { step: DAY, page: 30 * DAY };
}

const within = (fraction: number): number => Math.min(1, Math.max(0, fraction));
