import { RefoldError } from '../errors/refold-error.ts';
import type { PastReader, PastReadOptions } from './past-reader.ts';
import { type LogRange, headOf } from './log/log-range.ts';
import type { Among } from './log/time-index.ts';

/**
 * A place in the log.
 *
 * - A number is a position; 0 is before all events. Once the event at a position is stored, that position is permanent.
 * - `id` means the event with that id and everything before it.
 * - A time means all events before the first one with a later timestamp. Only events that `among` accepts are compared.
 *   Pass the same `among` function each time: its results are cached by identity.
 */
export type Address =
  | number
  | Date
  | { readonly id: string }
  | { readonly time: Date | number | string; readonly among?: Among };

/** The position that an address resolved to. */
export interface Resolved {
  readonly position: number;
  /** `event-gone`: the log no longer has an event with that id. The position is that of its predecessor. */
  readonly note?: 'event-gone';
}

/**
 * Resolves an address to a position. Rejects with `address.invalid`, with `address.unknown` for an id that no event has
 * or had, and with `address.out_of_range` before the floor or past the head.
 */
export async function resolve(
  pastReader: PastReader,
  address: Address,
  logRange: LogRange,
  readOptions: PastReadOptions,
): Promise<Resolved> {
  if (typeof address === 'number') return inRange(pastReader, address, logRange);
  if (address instanceof Date) return { position: await endOfTime(pastReader, toTime(address), logRange, readOptions) };
  if ('id' in address) return positionOfId(pastReader, address.id, logRange, readOptions);
  return { position: await endOfTime(pastReader, toTime(address.time), logRange, readOptions, address.among) };
}

function inRange({ floor }: PastReader, position: number, logRange: LogRange): Resolved {
  const head = headOf(logRange);
  if (!Number.isInteger(position)) throw new RefoldError('address.invalid', { found: String(position) });
  if (position < floor || position > head) throw new RefoldError('address.out_of_range', { position, floor, head });
  return { position };
}

function toTime(time: Date | number | string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new RefoldError('address.invalid', { found: String(time) });
  return date.toISOString();
}

/** The position just before the first event with a later timestamp. */
async function endOfTime(
  pastReader: PastReader,
  time: string,
  logRange: LogRange,
  readOptions: PastReadOptions,
  among?: Among,
): Promise<number> {
  const times = pastReader.times(among);
  await pastReader.readTimes(among, logRange, readOptions, () => times.pageAfter(time) !== undefined);
  const page = times.pageAfter(time);
  const events =
    page === undefined ? pastReader.pending(logRange) : await pastReader.events(page, logRange, readOptions);
  const later = times.firstAfter(events, time);
  const position = later === undefined ? headOf(logRange) : later.position - 1;
  const { floor } = pastReader;
  // The state at the floor includes compacted events, so earlier times cannot be resolved.
  if (position < floor || (position === floor && floor > 0 && position < headOf(logRange)))
    throw new RefoldError('address.out_of_range', { position, floor, head: headOf(logRange) });
  return position;
}

async function positionOfId(
  pastReader: PastReader,
  id: string,
  logRange: LogRange,
  readOptions: PastReadOptions,
): Promise<Resolved> {
  const pending = logRange.pending.findIndex((event) => event.id === id);
  if (pending !== -1) return { position: logRange.stored + pending + 1 };
  const stored = await pastReader.find(id);
  if (stored === undefined) {
    const madeAt = timeOfId(id);
    if (madeAt === undefined) throw new RefoldError('address.unknown', { id });
    return { position: await endOfTime(pastReader, madeAt, logRange, readOptions), note: 'event-gone' };
  }
  const times = pastReader.times();
  await pastReader.readTimes(undefined, logRange, readOptions, () => times.pageFrom(stored.timestamp) !== undefined);
  // While timestamps ascend, the first candidate page holds the event. An import may have stored it in a later one.
  for await (const events of pastReader.eventsFrom(times.pageFrom(stored.timestamp) ?? 0, logRange, readOptions)) {
    const found = events.find(({ event }) => event.id === id);
    if (found !== undefined) return { position: found.position };
  }
  throw new RefoldError('address.unknown', { id });
}

/** When a store made an id, as an ISO text. Such ids are a UUIDv7 after a prefix, and begin with the time. */
export function timeOfId(id: string): string | undefined {
  const [, high, low] = /^[a-z]+_([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(id) ?? [];
  return high === undefined ? undefined : new Date(Number.parseInt(high + low!, 16)).toISOString();
}
