import type { RecordedCommit } from '../log/commit.ts';
import type { EventLog } from '../log/port.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Placed } from './fold.ts';
import type { BatchFolding } from './read-models.ts';
import type { StoppedModel } from './store-api.ts';

/** What reading the log into read models needs. */
export interface Replay {
  readonly log: EventLog;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly begin: () => BatchFolding;
  /** Stored events as they are folded, the first of them at the position. */
  readonly place: (events: readonly Envelope[], position: number) => readonly Placed[];
  readonly stopped: (models: readonly StoppedModel[]) => void;
  readonly progress: (done: number, of: number) => void;
}

/** Read in one transaction, which costs as much as several hundred events do. */
const PAGE_EVENTS = 2_000;
/** Decoded and reduced in one go. */
const SLICE_EVENTS = 50;
/** How long to go on before the page may paint and take input. */
const BUSY_MS = 12;
/** Folded in one draft: rows that many events change are copied once for all of them. */
const BATCH_EVENTS = 10_000;

/** Reads the log from behind a position and folds it, a slice at a time; gives the position reached. */
export async function replay(
  { log, now, pause, begin, place, stopped, progress }: Replay,
  start: number,
): Promise<number> {
  let position = start;
  let batch = begin();
  let batchStart = start;
  let busySince = now();
  for (;;) {
    const { commits, last, head } = await log.read({ after: position, limit: PAGE_EVENTS });
    for (const slice of slices(commits)) {
      batch.add(slice.flatMap((commit) => place(commit.events, commit.position)));
      if (now() - busySince < BUSY_MS) continue;
      await pause();
      busySince = now();
    }
    position = last;
    progress(position - start, head - start);
    const isDone = position >= head;
    if (isDone || position - batchStart >= BATCH_EVENTS) {
      stopped(batch.finish());
      batch = begin();
      batchStart = position;
    }
    if (isDone) return position;
  }
}

function* slices(commits: readonly RecordedCommit[]): Generator<readonly RecordedCommit[]> {
  let slice: RecordedCommit[] = [];
  let events = 0;
  for (const commit of commits) {
    slice.push(commit);
    events += commit.events.length;
    if (events < SLICE_EVENTS) continue;
    yield slice;
    slice = [];
    events = 0;
  }
  if (slice.length > 0) yield slice;
}
