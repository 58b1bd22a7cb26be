import type { Envelope } from '../model/envelope.ts';
import { decodeEntries, type SkippedEvent } from '../fold/decode-events.ts';
import type { LogEntry, ModelDefinition } from '../fold/fold.ts';
import { ReadModels } from '../fold/read-models.ts';
import type { Head } from './change.ts';
import { type LoadInternals, replayInto, restoreSaved } from './load.ts';
import { type Replay, replay } from './replay.ts';

/** Read models that were folded in the background, and how far. */
export interface Folded {
  /** The position after which the log was folded. Earlier events are in snapshots. */
  readonly start: number;
  readonly head: Head;
  readonly missing: ReadonlyMap<string, number>;
}

/**
 * Folds read models from the log in the background, then calls `adopt` while writes are paused, so that nobody sees a
 * mixture. Events appended meanwhile are folded after the log, unless the log had them already.
 */
export async function foldBeside<T>(
  internals: LoadInternals,
  definitions: readonly ModelDefinition[],
  onSkipped: (event: SkippedEvent) => void,
  adopt: (models: ReadModels, folded: Folded) => T,
): Promise<T> {
  const { catalog, env, kernel, log } = internals;
  const { status, writer } = kernel;
  const models = new ReadModels(definitions, env.isDevelopment, kernel.models.tools.isFrozen);
  const missed = new Map<string, Envelope>();
  const miss = (entries: readonly LogEntry[]): void => entries.forEach(({ event }) => missed.set(event.id, event));
  miss(decodeEntries(writer.pending, 0, catalog, onSkipped));
  const stopListening = kernel.onApplied(miss);
  const replaying = replayInto(internals, models, onSkipped);
  const read = (after: number): Promise<number> =>
    replay(
      {
        ...replaying,
        decodeEntries: (events, position) => {
          for (const { id } of events) missed.delete(id);
          return replaying.decodeEntries(events, position);
        },
      } satisfies Replay,
      after,
    );
  try {
    const { start, missing } = await restoreSaved(internals, models, await log.open());
    const almost = await read(start);
    let result!: T;
    await writer.withWritesPaused(async () => {
      const confirmed = await read(almost);
      // An event that was stored before the reading began may be in a snapshot, and so never read.
      const unstored = new Set(writer.pending.map(({ id }) => id));
      const pending = [...missed.values()].filter(({ id }) => unstored.has(id));
      const head = { confirmed, pending: pending.length };
      models.useUndoFold(kernel.models.undoFold);
      models.fold(
        pending.map((event, i): LogEntry => ({ position: confirmed + i + 1, event })),
        confirmed + pending.length,
      );
      result = adopt(models, { start, head, missing });
    });
    return result;
  } finally {
    stopListening();
    status.endProgress();
  }
}
