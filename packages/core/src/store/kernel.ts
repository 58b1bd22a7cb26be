import type { ImportOutcome } from '../log/commit.ts';
import type { RejectedEvents } from '../write/receipt.ts';
import type { ImportOptions, ImportResult } from './import-events.ts';
import type { Commit } from '../log/commit.ts';
import { Rejected, type RejectedData } from '../model/control-events.ts';
import type { Draft, Envelope, GivenEvent, Metadata } from '../model/envelope.ts';
import type { LogEntry } from '../fold/fold.ts';
import type { Membership } from '../write/groups.ts';
import type { Assertions } from './assertions.ts';
import { importEvents } from './import-events.ts';
import type { Opener, OpenerParts } from './boot.ts';
import { decodeEntries, type SkippedEvent } from '../fold/decode-events.ts';
import type { Publisher } from './publisher.ts';
import type { Receipt } from '../write/receipt.ts';
import type { Recorder } from '../write/recorder.ts';

/** The parts of a store that new events go through. */
export interface IntakeParts extends OpenerParts {
  readonly assert: Assertions;
  readonly opener: Opener;
  readonly publisher: Publisher;
  readonly recorder: Recorder;
  readonly rejected: RejectedEvents;
  /** Who did it, and what it belongs to; of an import, where it is from. */
  readonly stamp: (source?: string) => Metadata;
}

/** Takes events into a store: gives them their positions, has them folded and written, and tells of them. */
export class Kernel {
  readonly #parts: IntakeParts;
  /** How many events the read models have folded. */
  position = 0;
  #imports: Promise<unknown> = Promise.resolve();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Takes a commit of new events, or throws and changes nothing. `isOwn`: they may be the toolkit's own. */
  commit(
    drafts: readonly Draft[],
    { metadata, note }: Membership,
    isOwn = false,
  ): { readonly events: readonly Envelope[]; readonly receipt: Receipt } {
    const { recorder, writer } = this.#parts;
    const events = recorder.record(drafts, metadata, isOwn);
    const entries = events.map((event, index) => ({ position: this.position + index + 1, event }));
    const write = (): Receipt => {
      note?.();
      return writer.add({ events });
    };
    return { events, receipt: this.#take(entries, events.length, [], write) };
  }

  /** Takes events with ids of their own. */
  import(events: readonly GivenEvent[], options: ImportOptions): Promise<ImportResult> {
    return this.inTurn(() => importEvents(events, options, this.#parts, (commits) => this.#addImported(commits)));
  }

  /** Runs one import after the other, so that each finds what the one before has stored. */
  inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#imports.then(run);
    // The caller has the outcome; a failure does not stop the next import.
    this.#imports = Promise.allSettled([turn]);
    return turn;
  }

  /** Tells of what some events have just taken out of the fold for good, and the receipts of it. */
  tellRejected(entries: readonly LogEntry[]): void {
    const { board, models, rejected } = this.#parts;
    for (const entry of entries) {
      const { id, type, data } = entry.event;
      if (type !== Rejected.type) continue;
      const { code, details } = data as RejectedData;
      const events = models.controls.rejectedBy(entry).map(({ event }) => event.id);
      // What is not in the log, or was rejected before, is as it was.
      if (events.length === 0) continue;
      for (const event of events) rejected.set(event, { code, details });
      rejected.changes.next();
      board.tell({ type: 'commit.rejected', id, events, code, details });
    }
  }

  async #addImported(commits: readonly Commit[]): Promise<ImportOutcome> {
    const { catalog, assert, writer } = this.#parts;
    assert.use('import');
    const stored = commits.flatMap((commit) => commit.events);
    const skipped: SkippedEvent[] = [];
    const entries = decodeEntries(stored, this.position + 1, catalog, (event) => void skipped.push(event));
    return this.#take(entries, stored.length, skipped, () => writer.import(commits));
  }

  /**
   * Takes commits in. Folding comes first: when it throws, nothing has changed. No later step throws. Nobody is told before
   * all of it is done: a listener may append, and must find the next place free.
   */
  #take<T>(entries: readonly LogEntry[], count: number, skipped: readonly SkippedEvent[], write: () => T): T {
    const { board, models, opener, publisher, snapshotter } = this.#parts;
    const position = this.position + count;
    models.fold(entries, position, skipped);
    this.position = position;
    opener.taken(entries);
    publisher.queue(entries.map(({ event }) => event));
    const written = write();
    for (const event of skipped) {
      snapshotter?.noteSkipped(event.event, event.position);
      board.tell(event);
    }
    this.tellRejected(entries);
    snapshotter?.advance(models.settled);
    board.stopped(models.stopped);
    publisher.flush();
    return written;
  }
}
