import { isOwnOrder } from '../shop/order-id.ts';
import type { Order } from '../shop/orders.ts';
import { dayOf } from '../shop/wall-clock.ts';
import { DAY, floorTo, HOUR, wallMs } from './wall-time.ts';

/**
 * A stretch of the past to drag through: this till today, this till since it began, or imported sales by their own
 * times.
 */
export interface Track {
  readonly id: TrackId;
  readonly span: Span;
  /** The sales that still count, by time. */
  readonly sales: readonly TimedSale[];
  /** The times of sales and voids, ascending, each once. */
  readonly stops: readonly number[];
}
export type TrackId = 'today' | 'till' | 'imported';

/** A stretch of shop time, in wall milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A sale on the books: its time and its amount. */
export interface TimedSale {
  readonly ms: number;
  readonly pence: number;
}

/**
 * The tracks of a shop with these orders; `now` is shop time. There is always one for today. If the history begins at
 * `since`, no track begins earlier, and imported sales have none: only their results are left.
 */
export function tracksOf(
  orders: Iterable<Order>,
  now: string,
  since?: string,
): readonly [today: Track, ...others: Track[]] {
  const nowMs = wallMs(now);
  const sinceMs = since === undefined ? -Infinity : wallMs(since);
  const own: Order[] = [];
  const imported: Order[] = [];
  for (const order of orders) {
    if (wallMs(order.at) < sinceMs) continue;
    if (isOwnOrder(order.id)) own.push(order);
    else if (since === undefined) imported.push(order);
  }
  const today = dayOf(now);
  const todays = own.filter(({ day }) => day === today);
  let first = nowMs - HOUR;
  for (const { at } of todays) first = Math.min(first, justBefore(wallMs(at)));
  const tracks: [Track, ...Track[]] = [
    trackOf('today', todays, {
      fromMs: Math.min(nowMs, Math.max(wallMs(`${today}T00:00:00`), floorTo(first, HOUR), sinceMs)),
      toMs: nowMs,
    }),
  ];
  const till = trackOf('till', own, { fromMs: 0, toMs: nowMs });
  const began = till.stops[0];
  if (began !== undefined && began < wallMs(`${today}T00:00:00`)) {
    tracks.push({ ...till, span: { fromMs: Math.max(floorTo(justBefore(began), DAY), sinceMs), toMs: nowMs } });
  }
  const sold = trackOf('imported', imported, { fromMs: 0, toMs: 0 });
  const [from, to] = [sold.stops[0], sold.stops.at(-1)];
  if (from !== undefined && to !== undefined) {
    tracks.push({ ...sold, span: { fromMs: floorTo(justBefore(from), DAY), toMs: floorTo(to, DAY) + DAY } });
  }
  return tracks;
}

/** The track without anything before a time. */
export function beginningAt(track: Track, sinceMs: number): Track {
  const { fromMs, toMs } = track.span;
  return { ...track, span: { fromMs: Math.min(toMs, Math.max(fromMs, sinceMs)), toMs } };
}

/**
 * The time to show one sale back or forward from a time (undefined: now); undefined when there is none. Back is the
 * moment before the last sale on show, however young it is. Forward is the time of the next sale.
 */
export function stopBeside({ stops, span }: Track, ms: number | undefined, direction: -1 | 1): number | undefined {
  if (direction === 1) return ms === undefined ? undefined : stops.find((stop) => stop > ms);
  // After the clock was set back, some sales are later than now, and the track does not reach them.
  const later = stops.findIndex((stop) => stop > (ms ?? span.toMs));
  const last = later === -1 ? stops.at(-1) : stops[later - 1];
  return last === undefined ? undefined : justBefore(last);
}

/** Shop time has whole seconds, so this is the latest time without that second. */
const justBefore = (ms: number): number => ms - 1_000;

function trackOf(id: TrackId, orders: readonly Order[], span: Span): Track {
  const sales: TimedSale[] = [];
  const stops = new Set<number>();
  for (const { at, status, pence, voidedAt } of orders) {
    const ms = wallMs(at);
    stops.add(ms);
    if (voidedAt !== undefined) stops.add(wallMs(voidedAt));
    if (status === 'open') sales.push({ ms, pence });
  }
  return {
    id,
    span,
    sales: sales.sort((a, b) => a.ms - b.ms),
    stops: [...stops].sort((a, b) => a - b),
  };
}
