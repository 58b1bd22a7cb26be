import type { LogHead } from '../../log/event-log.ts';
import { decodeEntries, type SkippedEvent } from '../../fold/decode-events.ts';
import { loadUndoWindow } from '../../fold/load-undo-fold.ts';
import type { ReadModels } from '../../fold/read-models.ts';
import type { StoreInternals } from '../internals.ts';
import type { Replay } from './replay.ts';

/** The sources of boot and attach: the log and the snapshots. */
export type LoadInternals = Pick<StoreInternals, 'log' | 'catalog' | 'env' | 'kernel'>;

export interface Restored {
  /** The position after which the log is still to be folded. */
  readonly start: number;
  /** By read model, the position up to which it lacks dropped events; 0 if it lacks none. */
  readonly missing: ReadonlyMap<string, number>;
}

/** Loads the snapshots of read models. */
export async function restoreSaved(
  { kernel: { snapshotter } }: LoadInternals,
  models: ReadModels,
  head: LogHead,
): Promise<Restored> {
  const missing = new Map(models.models.map(({ name }) => [name, head.floor]));
  const saver = await snapshotter?.loadSaver(head, models);
  const start = (await saver?.restoreAll(models, head, missing)) ?? head.floor;
  models.start(start, head.undoHorizon, snapshotter !== undefined);
  await loadUndoWindow(models, head.position);
  return { start, missing };
}

/** Replays the log into read models. Calls `onSkipped` with each event that this app cannot decode. */
export function replayInto(
  { log, catalog, env, kernel: { status } }: LoadInternals,
  models: ReadModels,
  onSkipped: (event: SkippedEvent) => void,
): Replay {
  return {
    log,
    models,
    elapsed: env.elapsed,
    pause: env.pause,
    decodeEntries: (events, position) =>
      decodeEntries(events, position, catalog, (event) => {
        models.markOpaque(event);
        onSkipped(event);
      }),
    progress: (done, of) => status.progress(done, of),
  };
}
