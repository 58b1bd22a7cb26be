import type { RecordedCommit } from '../log/commit.ts';
import type { LogPage, ReadOptions } from '../log/port.ts';
import { fromText } from '../log/text.ts';
import type { Database, HeadRow, OutRow, SegmentRow } from './database.ts';
import { layOut } from './unsealed.ts';

/**
 * Reads a page in one transaction, so that each event is seen once while other tabs write and seal. `batch` is the number
 * of the last batch of the log at that time.
 */
export function readPage(db: Database, { after, limit }: ReadOptions): Promise<LogPage & { readonly batch: number }> {
  return db.transaction('r', [db.head, db.segments, db.out], async () => {
    const page = new PageBuilder(after, limit);
    const head = (await db.head.get('head')) as HeadRow;
    let segment = after < head.position ? await segmentAt(db, after + 1) : undefined;
    while (segment !== undefined && !page.isFull) {
      page.add(segment.first, segment.events, segment.text);
      const next = segment.first + segment.events;
      segment = next <= head.position ? await segmentAt(db, next) : undefined;
    }
    const rows = (await db.out.toArray()) as readonly OutRow[];
    const { batches, position } = layOut(db.name, head, rows);
    for (const batch of batches) if (!page.isFull) page.add(batch.position, batch.events, batch.text);
    return { ...page.take(), head: position, batch: rows.at(-1)?.n ?? head.batch };
  });
}

/** The segment that holds a position. */
function segmentAt(db: Database, position: number): Promise<SegmentRow | undefined> {
  return db.segments.where('first').belowOrEqual(position).last();
}

class PageBuilder {
  readonly #after: number;
  readonly #limit: number;
  readonly #commits: RecordedCommit[] = [];
  #events = 0;
  #last: number;

  constructor(after: number, limit: number) {
    this.#after = after;
    this.#limit = limit;
    this.#last = after;
  }

  get isFull(): boolean {
    return this.#events >= this.#limit;
  }

  /** Adds the commits of a stored piece that reach past where reading began. */
  add(first: number, events: number, text: string): void {
    if (first + events - 1 <= this.#after) return;
    let position = first;
    for (const commit of fromText(text)) {
      const last = position + commit.events.length - 1;
      if (commit.events.length > 0 && last > this.#after) {
        this.#commits.push({ ...commit, position });
        this.#events += commit.events.length;
        this.#last = last;
      }
      position = last + 1;
    }
  }

  take(): { readonly commits: readonly RecordedCommit[]; readonly last: number } {
    return { commits: this.#commits, last: this.#last };
  }
}
