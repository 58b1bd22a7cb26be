import type { Envelope } from '@refold/core';
import type { TrackId } from './history-tracks.ts';
import { wallAt } from './wall-time.ts';

/** A place in the log by the time of some of its events: the last one at which none of them is later. */
interface TimeAddress {
  readonly time: number;
  readonly among: (event: Envelope) => boolean;
}

/** A place among all events in the order of their own times: after the last one that is not later. */
interface OwnTimeAddress {
  readonly upTo: string;
}

export type PastAddress = TimeAddress | OwnTimeAddress;

/**
 * Where the shop stood at a time of a track, that whole second included. This till's events stand in the log as they
 * happened. Imported sales stand there as their files came, so they are looked up in the order of their own times.
 */
export function addressOf(track: TrackId, ms: number): PastAddress {
  if (track === 'imported') return { upTo: wallAt(ms) };
  const endOfSecond = 999;
  // Without a zone a time is read in this device's, as it was written.
  return { time: new Date(wallAt(ms)).getTime() + endOfSecond, among: isFromTill };
}

const isFromTill = ({ metadata }: Envelope): boolean => metadata.source === 'till';
