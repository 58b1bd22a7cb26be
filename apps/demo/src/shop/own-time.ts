import type { Envelope } from '@refold/core';
import { wallClock } from './wall-clock.ts';

/**
 * When something happened by the shop's clock, as the event itself says. What came with a file happened when the file
 * says, whenever it was imported; its stamps are shop time already.
 */
export function ownTime({ data, timestamp, metadata }: Envelope): string {
  const { voidedAt, at } = (data ?? {}) as { readonly voidedAt?: unknown; readonly at?: unknown };
  if (typeof voidedAt === 'string') return voidedAt;
  if (typeof at === 'string') return at;
  return metadata.source === 'till' ? wallClock(new Date(timestamp)) : timestamp.slice(0, 19);
}
