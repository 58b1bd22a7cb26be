import type { EventLog } from '../../log/event-log.ts';
import type { Mark } from '../../log/mark.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { LogEntry } from '../../fold/fold.ts';
import { loadUndoFold } from '../../fold/load-undo-fold.ts';
import type { ReadModels } from '../../fold/read-models.ts';
import { sizes } from '../../log/sizes.ts';

/** The dependencies of a replay. */
export interface Replay {
  readonly log: EventLog;
  /** Monotonic milliseconds. */
  readonly elapsed: () => number;
  readonly pause: () => Promise<void>;
  readonly models: ReadModels;
  /** Decodes stored events, the first at the given position. */
  readonly decodeEntries: (events: readonly Envelope[], position: number) => readonly LogEntry[];
  readonly progress: (done: number, of: number) => void;
}

/** Milliseconds to work before the page may paint and take input. */
const BUSY_MS = 12;

/**
 * Reads the log after a position and folds it, a slice at a time; returns how far the log reached. The read models see
 * the controls of a page before its events, so that events undone in the same page are never folded. A batch ends with
 * its page at the latest. That way, rows changed by many events are copied once, and memory is freed soon. Near the
 * head batches get shorter, so that undo has checkpoints there.
 */
export async function replay(
  { log, models, elapsed, pause, decodeEntries, progress }: Replay,
  start: number,
): Promise<Mark> {
  let position = start;
  let busySince = elapsed();
  const breathe = async (): Promise<void> => {
    if (elapsed() - busySince < BUSY_MS) return;
    await pause();
    busySince = elapsed();
  };
  for (;;) {
    const { commits, last, mark } = await log.read({ after: position, limit: sizes.replayPage });
    const page: LogEntry[] = [];
    for (const commit of commits) {
      // A snapshot may be at a position within a commit, which is read whole.
      const first = Math.max(commit.position, position + 1);
      for (const entries of decodeEntries(commit.events.slice(first - commit.position), first)) page.push(entries);
      await breathe();
    }
    await loadUndoFold(
      models,
      page.map(({ event }) => event),
    );
    models.take(page);
    let batch = models.begin();
    let batchStart = position;
    for (let i = 0; i < page.length; i += sizes.replaySlice) {
      const slice = page.slice(i, i + sizes.replaySlice);
      batch.add(slice);
      await breathe();
      const at = slice.at(-1)!.position;
      if (at - batchStart < models.gapAt(mark.confirmed - at)) continue;
      batch.finish(at);
      batch = models.begin();
      batchStart = at;
    }
    batch.finish(last);
    position = last;
    progress(position - start, mark.confirmed - start);
    if (position >= mark.confirmed) return mark;
  }
}
