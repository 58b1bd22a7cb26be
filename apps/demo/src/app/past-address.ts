import type { Envelope } from '@refold/core';
import type { TrackId } from './history-tracks.ts';
import { wallAt } from './wall-time.ts';

/** An address in the log by time: after the last event before which none of the chosen events is later. */
interface TimeAddress {
  readonly time: number;
  readonly among: (event: Envelope) => boolean;
}

/** An address in the order of own times: after the last event that is not later. */
interface OwnTimeAddress {
  readonly upTo: string;
}

export type PastAddress = TimeAddress | OwnTimeAddress;

/**
 * The address of a track's time, that whole second included. This till's events are in the log in the order in which
 * they happened. Imported sales are there in the order of their files, so they are looked up by their own times.
 */
export function addressOf(track: TrackId, ms: number): PastAddress {
  if (track === 'imported') return { upTo: wallAt(ms) };
  const endOfSecond = 999;
  // Without a zone, a time counts in the zone of this device, as it was written.
  return { time: new Date(wallAt(ms)).getTime() + endOfSecond, among: isFromTill };
}

const isFromTill = ({ metadata }: Envelope): boolean => metadata.source === 'till';
