import * as z from 'zod';

/**
 * The local time of the shop, `YYYY-MM-DDThh:mm:ss`, without a zone: a sale at 23:50 belongs to that day and month on
 * every device. Texts of this form sort by time.
 */
export const WallClock = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/,
    'a shop time looks like 2011-03-01T09:30:00',
  );

/** The shop time of a date, in this device's zone. The caller passes the date, so this reads no clock. */
export function wallClock(date: Date): string {
  const day = [pad(date.getFullYear(), 4), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => pad(n)).join(':')}`;
}

/** `2011-03-01` of `2011-03-01T09:30:00`. */
export const dayOf = (at: string): string => at.slice(0, 10);

/** `2011-03` of `2011-03-01T09:30:00`. */
export const monthOf = (at: string): string => at.slice(0, 7);

const pad = (n: number, width = 2): string => String(n).padStart(width, '0');
