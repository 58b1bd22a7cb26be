import type { LogState } from './log-state.ts';

/**
 * The states of a log that a power cut can leave. A transaction that is complete survives a crash of the browser. It
 * survives a power cut once a later `flush` is complete.
 */
export interface Disk {
  readonly flushed: LogState;
  /** The states after later transactions, in order. */
  readonly since: readonly LogState[];
}

export const newDisk = (state: LogState): Disk => ({ flushed: state, since: [] });

/** The state that openers see. */
export const stateOn = ({ flushed, since }: Disk): LogState => since.at(-1) ?? flushed;

/** Completes a transaction. */
export const complete = (disk: Disk, state: LogState): Disk =>
  state === stateOn(disk) ? disk : { ...disk, since: [...disk.since, state] };

export const flush = (disk: Disk): Disk => newDisk(stateOn(disk));

/** A power cut. It loses up to this number of the last transactions, but none that was flushed. */
export const cutPower = ({ flushed, since }: Disk, lost: number): Disk =>
  newDisk([flushed, ...since].at(Math.max(0, since.length - lost))!);
