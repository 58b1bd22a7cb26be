import { RefoldError } from '../errors/refold-error.ts';
import type { Commit } from '../log/commit.ts';
import { isSameEvent } from '../log/same-event.ts';
import type { StagedImport } from '../log/staging.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Quarantine } from './quarantine.ts';
import { laterSizes } from '../log/later-sizes.ts';

interface Entry {
  readonly event: Envelope;
  readonly line: number;
}

/** Stages events, a batch at a time. Counts known events, and quarantines those with other content. */
export class StagingBatch {
  readonly #staged: StagedImport;
  readonly #unsaved: () => readonly Envelope[];
  readonly #quarantine: Quarantine;
  #entries = new Map<string, Entry>();
  #bytes = 0;
  duplicates = 0;
  staged = 0;

  constructor(staged: StagedImport, unsaved: () => readonly Envelope[], quarantine: Quarantine) {
    this.#staged = staged;
    this.#unsaved = unsaved;
    this.#quarantine = quarantine;
  }

  /** Adds an event of about `bytes` bytes. Stages the batch when it is full. */
  async add(event: Envelope, line: number, bytes: number): Promise<void> {
    // The log reports by id, so a batch holds each id once.
    if (this.#entries.has(event.id)) await this.flush();
    this.#entries.set(event.id, { event, line });
    this.#bytes += bytes;
    if (this.#entries.size >= laterSizes.stagingEvents || this.#bytes >= laterSizes.stagingBytes) await this.flush();
  }

  async flush(): Promise<void> {
    const entries = this.#entries;
    this.#entries = new Map();
    this.#bytes = 0;
    // The store writes its pending events itself. Those stored by now are found in the log.
    for (const event of this.#unsaved()) {
      const entry = entries.get(event.id);
      if (entry === undefined) continue;
      entries.delete(event.id);
      this.#found(event, entry);
    }
    if (entries.size === 0) return;
    // Each event is a commit of its own, so a server can reject one without the others.
    const commits = Array.from(entries.values(), ({ event }): Commit => ({ events: [event], imported: true }));
    const { duplicates, conflicts } = await this.#staged.stage(commits);
    this.duplicates += duplicates.length;
    for (const id of conflicts) this.#refuse(entries.get(id)!);
    this.staged += commits.length - duplicates.length - conflicts.length;
  }

  #found(known: Envelope, entry: Entry): void {
    if (isSameEvent(known, entry.event)) this.duplicates += 1;
    else this.#refuse(entry);
  }

  #refuse({ event: { id, type }, line }: Entry): void {
    this.#quarantine.add({ line, error: new RefoldError('event.id_conflict', { id, type }) });
  }
}
