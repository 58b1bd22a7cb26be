import { RefoldError } from '../errors/refold-error.ts';
import type { Commit, RecordedCommit } from '../log/commit.ts';
import type { LogPage, ReadOptions } from '../log/event-log.ts';
import { fromText } from '../log/commit-lines.ts';
import { type Database, headOf, type SegmentRow } from './database.ts';
import { layOut, type PlacedBatch } from './pending-batches.ts';

/**
 * Reads a page in one transaction, so that each event appears once while other tabs write and seal. A page ends before
 * a row that cannot be read. If it begins with such a row, it throws `log.corrupt` with the position where that row
 * ends.
 */
export function readPage(db: Database, { after, limit }: ReadOptions): Promise<LogPage> {
  return db.transaction('r', [db.head, db.segments, db.out], async () => {
    const page = new PageBuilder(db.name, after, limit);
    const head = await headOf(db);
    if (after < head.floor) throw new RefoldError('log.compacted', { log: db.name, after, floor: head.floor });
    await addSegments(db, page, after, head.position);
    const { batches, position, batch } = layOut(db.name, head, await db.out.toArray());
    const { generation, sync } = head;
    // Once the log has joined an authority, these are pending.
    if (sync === undefined) page.addBatches(batches);
    const { commits, last } = page;
    return { commits, last, mark: { generation, confirmed: sync ? head.position : position, row: batch } };
  });
}

/** Adds the segments after a position to a page, up to the last sealed position. */
export async function addSegments(db: Database, page: PageBuilder, after: number, head: number): Promise<void> {
  for (let next = after + 1; next <= head && !page.isFull;) {
    const { first, events, text } = await segmentAt(db, next, head);
    page.add(first, events, text);
    next = first + events;
  }
}

/** The segment that holds a position. If it is missing, a segment without text. */
async function segmentAt(
  db: Database,
  position: number,
  head: number,
): Promise<Omit<SegmentRow, 'text'> & Partial<SegmentRow>> {
  const segment = await db.segments.where('first').belowOrEqual(position).last();
  if (segment !== undefined && segment.first + segment.events > position) return segment;
  const next = await db.segments.where('first').above(position).first();
  return { first: position, events: (next?.first ?? head + 1) - position };
}

/** Collects the commits after a position, up to a number of events. */
export class PageBuilder {
  readonly #log: string;
  readonly #after: number;
  readonly #limit: number;
  readonly commits: RecordedCommit[] = [];
  /** Position of the last event among them, or where the page begins. */
  last: number;
  #events = 0;
  #isCut = false;

  constructor(log: string, after: number, limit: number) {
    this.#log = log;
    this.#after = after;
    this.#limit = limit;
    this.last = after;
  }

  get isFull(): boolean {
    return this.#isCut || this.#events >= this.#limit;
  }

  addBatches(batches: readonly PlacedBatch[]): void {
    for (const { position, events, text } of batches) if (!this.isFull) this.add(position, events, text);
  }

  /** Adds the commits of a stored row that reach past the start of the page. */
  add(first: number, events: number, text: string | undefined): void {
    if (first + events - 1 <= this.#after) return;
    let position = first;
    // The line of an authority also holds the position.
    for (const { seq: _, ...commit } of this.#parse(first, events, text)) {
      const last = position + commit.events.length - 1;
      if (commit.events.length > 0 && last > this.#after) {
        this.commits.push({ ...commit, position });
        this.#events += commit.events.length;
        this.last = last;
      }
      position = last + 1;
    }
  }

  #parse(first: number, events: number, text: string | undefined): readonly StoredCommit[] {
    try {
      // Text of the wrong kind throws here, like damaged text.
      const commits: readonly StoredCommit[] = fromText(text!);
      if (commits.reduce((sum, commit) => sum + commit.events.length, 0) === events) return commits;
      throw new RangeError(`Expected ${events} events in this part of the log.`);
    } catch (cause) {
      this.#isCut = true;
      if (this.#events > 0) return [];
      const last = first + events - 1;
      throw new RefoldError('log.corrupt', { log: this.#log, where: `positions ${first} to ${last}`, last }, cause);
    }
  }
}

type StoredCommit = Commit & { readonly seq?: number };
