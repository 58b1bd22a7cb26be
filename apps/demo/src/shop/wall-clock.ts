import * as z from 'zod';

/**
 * The time on the shop's wall, `YYYY-MM-DDThh:mm:ss`, with no zone: a sale at 23:50 belongs to that day and month on
 * every device that ever looks at it. Texts of this form sort by time.
 */
export const WallClock = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/,
    'a shop time looks like 2011-03-01T09:30:00',
  );

/** What the wall of a shop in this device's zone says at `date`; the caller brings the date (no clock is read here). */
export function wallClock(date: Date): string {
  const day = [pad(date.getFullYear(), 4), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map((n) => pad(n)).join(':')}`;
}

/** `2011-03-01` of `2011-03-01T09:30:00`. */
export const dayOf = (at: string): string => at.slice(0, 10);

/** `2011-03` of `2011-03-01T09:30:00`. */
export const monthOf = (at: string): string => at.slice(0, 7);

const pad = (n: number, width = 2): string => String(n).padStart(width, '0');
