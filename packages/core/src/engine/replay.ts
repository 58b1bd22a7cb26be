import type { EventLog } from '../log/port.ts';
import { isControl } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Placed } from './fold.ts';
import { gapAt } from './ladder.ts';
import type { ReadModels } from './read-models.ts';

/** What reading the log into read models needs. */
export interface Replay {
  readonly log: EventLog;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly models: ReadModels;
  /** Stored events as they are folded, the first of them at the position. */
  readonly place: (events: readonly Envelope[], position: number) => readonly Placed[];
  readonly progress: (done: number, of: number) => void;
}

/** Read in one transaction, which costs as much as several hundred events do. */
const PAGE_EVENTS = 2_000;
/** Decoded or reduced in one go. */
const SLICE_EVENTS = 50;
/** How long to go on before the page may paint and take input. */
const BUSY_MS = 12;
/** Folded in one draft: rows that many events change are copied once for all of them, and what it holds is soon let go. */
const BATCH_EVENTS = 2_000;

/**
 * Reads the log from behind a position and folds it, a slice at a time; gives the position reached. A page is heard of
 * before it is folded, so that what is undone soon is never folded at all. Towards the end batches get shorter, so that
 * undo has states near the head to begin from.
 */
export async function replay({ log, models, now, pause, place, progress }: Replay, start: number): Promise<number> {
  let position = start;
  let batch = models.begin();
  let batchStart = start;
  let busySince = now();
  const breathe = async (): Promise<void> => {
    if (now() - busySince < BUSY_MS) return;
    await pause();
    busySince = now();
  };
  for (;;) {
    const { commits, last, head } = await log.read({ after: position, limit: PAGE_EVENTS });
    const page: Placed[] = [];
    for (const commit of commits) {
      page.push(...place(commit.events, commit.position));
      await breathe();
    }
    const next = (at: number): void => {
      batch.finish(at);
      batch = models.begin();
      batchStart = at;
    };
    if (page.some(({ event }) => isControl(event))) next(position);
    models.take(page);
    for (let i = 0; i < page.length; i += SLICE_EVENTS) {
      const slice = page.slice(i, i + SLICE_EVENTS);
      batch.add(slice);
      await breathe();
      const at = slice.at(-1)!.position;
      if (at - batchStart >= Math.min(BATCH_EVENTS, gapAt(head - at, models.controls.horizon))) next(at);
    }
    position = last;
    progress(position - start, head - start);
    if (position < head) continue;
    batch.finish(position);
    return position;
  }
}
