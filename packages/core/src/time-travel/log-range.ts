import type { StoreInternals } from '../store/internals.ts';
import type { Envelope } from '../model/envelope.ts';

/** How far a log goes at one moment: what is stored, and behind that what is in memory only. */
export interface LogRange {
  /** Position of the last stored event. */
  readonly stored: number;
  readonly pending: readonly Envelope[];
}

export const headOf = ({ stored, pending }: LogRange): number => stored + pending.length;

/** How far the log of a store goes now. */
export async function readLogRange({
  kernel: { writer },
  log,
}: Pick<StoreInternals, 'kernel' | 'log'>): Promise<LogRange> {
  const { knownRange } = writer;
  if (knownRange !== undefined) return knownRange;
  // Another opener writes too, so where this one's events will stand is only known of those that are stored.
  for (;;) {
    const { position } = await log.open();
    const { pending } = writer;
    const stored = pending.length === 0 ? undefined : await log.find(pending.map((event) => event.id));
    // What is stored meanwhile may be in both, or in neither.
    if ((await log.open()).position !== position) continue;
    return { stored: position, pending: pending.filter((event) => stored?.has(event.id) !== true) };
  }
}
