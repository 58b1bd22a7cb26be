import type { RecordedCommit } from '../log/commit.ts';
import type { EventLog, LogHead } from '../log/port.ts';
import type { Catalog } from '../model/catalog.ts';
import { place } from './place.ts';
import type { BatchFolding } from './read-models.ts';
import type { StoppedModel, SystemEvent } from './store-api.ts';

export interface Boot {
  readonly log: EventLog;
  /** Brings back what is saved of the read models; gives the position behind which the log is still to be folded. */
  readonly restore: (head: LogHead) => Promise<number>;
  readonly catalog: Catalog;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly begin: () => BatchFolding;
  readonly stopped: (models: readonly StoppedModel[]) => void;
  readonly tell: (event: SystemEvent) => void;
  readonly progress: (done: number, of: number) => void;
}

const PAGE_EVENTS = 500;
/** Decoded and reduced in one go. */
const SLICE_EVENTS = 50;
/** How long to go on before the page may paint and take input. */
const BUSY_MS = 12;
/** Folded in one draft: rows that many events change are copied once for all of them. */
const BATCH_EVENTS = 10_000;

/** Reads the whole log and folds it, a slice at a time; gives the position reached and how many batches are unsealed. */
export async function boot(options: Boot): Promise<{ readonly position: number; readonly unsealed: number }> {
  const { log, restore, catalog, now, pause, begin, stopped, tell, progress } = options;
  const opened = await log.open();
  const start = await restore(opened);
  let position = start;
  let batch = begin();
  let batchStart = start;
  let busySince = now();
  for (;;) {
    const { commits, last, head } = await log.read({ after: position, limit: PAGE_EVENTS });
    for (const slice of slices(commits)) {
      batch.add(slice.flatMap((commit) => place(commit.events, commit.position, catalog, tell)));
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
    if (isDone) return { position, unsealed: opened.unsealed };
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
