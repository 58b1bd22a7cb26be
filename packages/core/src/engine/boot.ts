import type { RecordedCommit } from '../log/commit.ts';
import type { EventLog } from '../log/port.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Placed } from './fold.ts';
import { place } from './place.ts';
import type { SystemEvent } from './store-api.ts';

export interface Boot {
  readonly log: EventLog;
  readonly catalog: Catalog;
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  readonly fold: (events: readonly Placed[]) => void;
  readonly tell: (event: SystemEvent) => void;
}

const PAGE_EVENTS = 500;
/** Folded in one go; a batch this large costs hardly more per event than the whole log at once. */
const SLICE_EVENTS = 100;
/** How long to go on before the page may paint and take input. */
const BUSY_MS = 12;

/** Reads the whole log and folds it, a slice at a time; gives the position reached and how many batches are unsealed. */
export async function boot({
  log,
  catalog,
  now,
  pause,
  fold,
  tell,
}: Boot): Promise<{ readonly position: number; readonly unsealed: number }> {
  const { unsealed } = await log.open();
  let position = 0;
  let busySince = now();
  for (;;) {
    const { commits, last, head } = await log.read({ after: position, limit: PAGE_EVENTS });
    for (const slice of slices(commits)) {
      fold(slice.flatMap((commit) => place(commit.events, commit.position, catalog, tell)));
      if (now() - busySince < BUSY_MS) continue;
      await pause();
      busySince = now();
    }
    position = last;
    if (position >= head) return { position, unsealed };
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
