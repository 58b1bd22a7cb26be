import type { StoreInternals } from '../../store/internals.ts';
import type { Envelope } from '../../model/envelope.ts';

/** The extent of a log at one time: the stored events, then the pending ones in memory. */
export interface LogRange {
  /** Position of the last stored event. */
  readonly stored: number;
  readonly pending: readonly Envelope[];
}

export const headOf = ({ stored, pending }: LogRange): number => stored + pending.length;

/** Reads the current extent of a store's log. */
export async function readLogRange({
  kernel: { writer },
  log,
}: Pick<StoreInternals, 'kernel' | 'log'>): Promise<LogRange> {
  const { knownRange } = writer;
  if (knownRange !== undefined) return knownRange;
  // Other tabs write too, so the final position of a pending event is unknown until it is stored.
  for (;;) {
    const { position } = await log.open();
    const { pending } = writer;
    const stored = pending.length === 0 ? undefined : await log.find(pending.map((event) => event.id));
    // Events stored meanwhile may be in both parts or in neither, so read again.
    if ((await log.open()).position !== position) continue;
    return { stored: position, pending: pending.filter((event) => stored?.has(event.id) !== true) };
  }
}
