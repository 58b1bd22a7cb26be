import type { Envelope } from '@refold/core';
import { isOwnOrder } from '../../shop/order-id.ts';
import type { TrackId } from './track.ts';
import { wallAt } from './wall-time.ts';

/** A place in the log by the time of some of its events: the last one at which none of them is later. */
export interface TimeAddress {
  readonly time: number;
  readonly among: (event: Envelope) => boolean;
}

/**
 * Where the shop stood at a time of a track, that whole second included. Imported sales bear the times that they were
 * made at, younger or older than what stands before them in the log, so each track counts its own events alone.
 */
export function addressOf(track: TrackId, ms: number): TimeAddress {
  const endOfSecond = 999;
  if (track === 'imported') return { time: ms + endOfSecond, among: isImportedSale };
  // Without a zone a time is read in this device's, as it was written.
  return { time: new Date(wallAt(ms)).getTime() + endOfSecond, among: isFromTill };
}

const isFromTill = ({ metadata }: Envelope): boolean => metadata.source === 'till';

function isImportedSale({ data }: Envelope): boolean {
  if (typeof data !== 'object' || data === null || !('orderId' in data)) return false;
  return typeof data.orderId === 'string' && !isOwnOrder(data.orderId);
}
