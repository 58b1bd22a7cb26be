import type { EventLog } from '../log/port.ts';
import type { Catalog } from '../model/catalog.ts';
import type { Placed } from './fold.ts';
import { place } from './place.ts';
import type { SystemEvent } from './store-api.ts';

export interface Boot {
  readonly log: EventLog;
  readonly catalog: Catalog;
  readonly pause: () => Promise<void>;
  readonly fold: (events: readonly Placed[]) => void;
  readonly tell: (event: SystemEvent) => void;
}

/** Small enough that folding it does not hold up the page. */
const PAGE_EVENTS = 500;

/** Reads the whole log and folds it, page by page; gives the position reached and how many batches are unsealed. */
export async function boot({ log, catalog, pause, fold, tell }: Boot): Promise<{ readonly position: number; readonly unsealed: number }> {
  const { unsealed } = await log.open();
  let position = 0;
  for (;;) {
    const { commits, last, head } = await log.read({ after: position, limit: PAGE_EVENTS });
    fold(commits.flatMap((commit) => place(commit.events, commit.position, catalog, tell)));
    position = last;
    if (position >= head) return { position, unsealed };
    await pause();
  }
}
