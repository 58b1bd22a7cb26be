import type { Order } from '../../shop/orders.ts';

/** Numbers and dates as a shop in Britain writes them. */
const numbers = new Intl.NumberFormat('en-GB');
export const formatNumber = (n: number): string => numbers.format(n);

/** `1 line`, `2 lines`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${formatNumber(n)} ${n === 1 ? one : many}`;

const UTC = { timeZone: 'UTC' } as const;
const longDay = new Intl.DateTimeFormat('en-GB', {
  ...UTC,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const plainDay = new Intl.DateTimeFormat('en-GB', { ...UTC, dateStyle: 'long' });
const shortMonth = new Intl.DateTimeFormat('en-GB', { ...UTC, month: 'short' });
const longMonth = new Intl.DateTimeFormat('en-GB', { ...UTC, month: 'long', year: 'numeric' });

/** Shop time has no zone, so it is read and written as if it were UTC. */
const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

export const formatDay = (day: string): string => longDay.format(dateOf(day));
/** `14 March 2011`, without the day of the week. */
export const formatDate = (day: string): string => plainDay.format(dateOf(day));
export const formatMonth = (month: string): string => longMonth.format(dateOf(`${month}-01`));
export const formatShortMonth = (month: string): string => shortMonth.format(dateOf(`${month}-01`));
/** `09:30` of a shop time. */
export const timeOf = (at: string): string => at.slice(11, 16);

/** The day `n` days after `day`. */
export function dayAfter(day: string, n: number): string {
  const date = dateOf(day);
  date.setUTCDate(date.getUTCDate() + n);
  return date.toISOString().slice(0, 10);
}

/** `3 items`, or what came back. */
export const itemsWord = (items: number): string => `${counted(Math.abs(items), 'item')}${items < 0 ? ' back' : ''}`;

/** The name of a bill that is not simply a sale. */
export function kindWord({ kind, status }: Pick<Order, 'kind' | 'status'>): string | undefined {
  if (status === 'void') return 'Void';
  return kind === 'sale' ? undefined : kind === 'cancellation' ? 'Cancellation' : 'Adjustment';
}

/** `3.2 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
