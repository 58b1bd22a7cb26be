import { decodeEntries, type SkippedEvent } from '../fold/decode-events.ts';
import type { LogEntry } from '../fold/fold.ts';
import type { NewTail } from '../fold/another-tail/tail-difference.ts';
import { createWindow } from '../fold/window/undo-window.ts';
import type { RecordedCommit } from '../log/commit.ts';
import { laterSizes } from '../log/later-sizes.ts';
import { sizes } from '../log/sizes.ts';
import type { Mark } from '../log/mark.ts';
import type { SyncedLog } from '../log/synced-log.ts';
import type { Envelope } from '../model/envelope.ts';
import type { StoreInternals } from '../store/internals.ts';
import type { Kernel } from '../store/kernel.ts';
import { foldTailBeside } from '../store/loading/fold-tail-beside.ts';
import { ownAfter } from '../store/loading/replace-live-tail.ts';

/**
 * `rebuild`: the read models have to be folded from the log, since too much is new, or what is new reaches below what
 * is held in memory. `isBehind`: the log has more already.
 */
export type TakenNews =
  | { readonly kind: 'rebuild' }
  | {
      readonly kind: 'taken';
      readonly isBehind: boolean;
      /** How many rows others have added. */
      readonly rows: number;
      /** Events that this app cannot decode. */
      readonly skipped: readonly SkippedEvent[];
    };

/**
 * Reads what came to the log past the store, and folds it into the live read models where it stands, in one change. Own
 * events that are not in the log yet stay after it [LOG-1]. Writing goes on meanwhile.
 */
export async function takeNews(internals: StoreInternals, log: SyncedLog): Promise<TakenNews> {
  const { catalog, kernel } = internals;
  const { models, writer } = kernel;
  const { known } = writer;
  const after = known.confirmed;
  models.keepWindow(createWindow);
  const stored = storedHere(kernel, after);
  const news = await readNews(log, known);
  if (news === undefined) return REBUILD;
  const { confirmed, pending, mark } = news;
  if (kernel.isClosing || mark.row < writer.known.row || (mark.row === known.row && !writer.isStale))
    return { kind: 'taken', isBehind: writer.isStale, rows: 0, skipped: [] };
  const entries: LogEntry[] = [];
  const skipped: SkippedEvent[] = [];
  const ids = new Set<string>();
  let position = after;
  for (const { events } of [...confirmed, ...pending]) {
    for (const { id } of events) ids.add(id);
    for (const entry of decodeEntries(events, position + 1, catalog, (event) => void skipped.push(event)))
      entries.push(entry);
    position += events.length;
  }
  let own = ownAfter(kernel, after);
  let rest: readonly Envelope[] = [];
  const tailNow = (): NewTail => {
    own = ownAfter(kernel, after);
    // An own event that was stored before, and is not in the news, was in the log already: an import of another tab.
    rest = [...own.events.values()].filter(({ id }) => !ids.has(id) && !stored.has(id));
    const last = rest.map((event, i): LogEntry => ({ position: position + i + 1, event }));
    return { after, entries: [...entries, ...last], position: position + rest.length, skipped };
  };
  return foldTailBeside(internals, tailNow, (replaced): TakenNews => {
    if (kernel.isClosing) return { kind: 'taken', isBehind: false, rows: 0, skipped: [] };
    if (!own.isWhole || replaced.kind === 'rebuild') return REBUILD;
    const unsaved = new Set(writer.pending.map(({ id }) => id));
    // It was stored after the news were read.
    const isBehind = rest.some(({ id }) => !unsaved.has(id));
    writer.markRead(mark, isBehind);
    if (replaced.kind === 'replaced') {
      const head = { confirmed: mark.confirmed, pending: position + rest.length - mark.confirmed };
      const announced = announcedOf(confirmed, entries, own.events);
      kernel.apply({ type: 'replaceTail', replaced, models, head, skipped, announced, isNew: own.isNew });
    }
    return { kind: 'taken', isBehind, rows: mark.row - known.row, skipped };
  });
}

const REBUILD: TakenNews = { kind: 'rebuild' };

/** Ids of own events after a position that the log has. */
function storedHere({ models, writer }: Kernel, after: number): ReadonlySet<string> {
  const stored = new Set(models.tail.since(after).map(({ event }) => event.id));
  for (const { id } of writer.pending) stored.delete(id);
  return stored;
}

interface ReadNews {
  readonly confirmed: readonly RecordedCommit[];
  readonly pending: readonly { readonly events: readonly Envelope[] }[];
  readonly mark: Mark;
}

/** Undefined if there is too much, or if the log has no longer what was known. */
async function readNews(log: SyncedLog, known: Mark): Promise<ReadNews | undefined> {
  const confirmed: RecordedCommit[] = [];
  for (let since = known; ;) {
    const news = await log.news({ since, limit: sizes.replayPage });
    if (news.kind === 'restarted' || news.mark.confirmed - known.confirmed > laterSizes.newsTaken) return undefined;
    for (const commit of news.confirmed) confirmed.push(commit);
    if (news.pending !== undefined) return { confirmed, pending: news.pending, mark: news.mark };
    since = news.mark;
  }
}

/** The events of others, without what they have imported. */
function announcedOf(
  confirmed: readonly RecordedCommit[],
  entries: readonly LogEntry[],
  own: ReadonlyMap<string, Envelope>,
): readonly Envelope[] {
  const quiet = new Set(confirmed.flatMap(({ events, imported }) => (imported ? events.map(({ id }) => id) : [])));
  return entries.map(({ event }) => event).filter(({ id }) => !own.has(id) && !quiet.has(id));
}
