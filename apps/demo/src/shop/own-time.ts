import type { Envelope } from '@refold/core';
import { wallClock } from './wall-clock.ts';

/**
 * The shop time at which an event happened. For imported sales it is the time in the file, whenever they were imported.
 */
export function ownTime({ data, timestamp, metadata }: Envelope): string {
  const { voidedAt, at } = (data ?? {}) as { readonly voidedAt?: unknown; readonly at?: unknown };
  if (typeof voidedAt === 'string') return voidedAt;
  if (typeof at === 'string') return at;
  return metadata.source === 'till' ? wallClock(new Date(timestamp)) : timestamp.slice(0, 19);
}
