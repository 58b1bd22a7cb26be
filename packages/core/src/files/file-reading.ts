import type { StoreInternals } from '../store/internals.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Published, StagedImport } from '../log/staging.ts';
import type { Metadata } from '../model/envelope.ts';
import { eventOf } from './event-line.ts';
import { type FileHeader, parseHeader } from './header.ts';
import type { FileImportOptions, FileImportResult } from './import-options.ts';
import { type Line, LineReader } from './lines.ts';
import { Quarantine } from './quarantine.ts';
import { StagingBatch } from './staging-batch.ts';
import { laterSizes } from '../log/later-sizes.ts';

/** Milliseconds to work before the page may paint and take input. */
const BUSY_MS = 12;
/** A line may be longer than our text of its event: other writers may add spaces and escapes. */
const LINE_PER_EVENT = 8;
const KEPT_LINES = 100;

/** Reads a file, chunk by chunk, and stages its events. */
export class FileReading {
  readonly #internals: StoreInternals;
  readonly #options: FileImportOptions;
  readonly #lines: LineReader;
  readonly #batch: StagingBatch;
  readonly #quarantine: Quarantine;
  readonly #metadata: Metadata;
  #header: FileHeader | undefined;
  #bytes = 0;
  #line = 0;
  #events = 0;
  #busySince: number;

  constructor(internals: StoreInternals, staged: StagedImport, options: FileImportOptions) {
    this.#internals = internals;
    this.#options = options;
    this.#lines = new LineReader(internals.limits.eventBytes * LINE_PER_EVENT);
    this.#quarantine = new Quarantine(options.maxQuarantined ?? KEPT_LINES);
    this.#batch = new StagingBatch(staged, () => internals.kernel.writer.pending, this.#quarantine);
    this.#metadata = internals.newMetadata(options.source ?? 'import');
    this.#busySince = internals.env.elapsed();
  }

  /** How many events are staged. */
  get staged(): number {
    return this.#batch.staged;
  }

  async take(chunk: Uint8Array): Promise<void> {
    await this.#read(this.#lines.push(chunk));
    this.#bytes += chunk.length;
    this.#tell();
  }

  /** Stages the remaining events. Throws if there was not even a header. */
  async end(): Promise<void> {
    await this.#read(this.#lines.end());
    this.#header ??= parseHeader('');
    await this.#batch.flush();
    this.#tell();
  }

  /** The result of the import, with the outcome of publishing. */
  result(published: Published = { events: 0, last: 0, duplicates: [], conflicts: [] }): FileImportResult {
    for (const id of published.conflicts)
      this.#quarantine.add({ error: new RefoldError('event.id_conflict', { id, type: 'unknown' }) });
    const header = this.#header!;
    return {
      header,
      added: published.events,
      duplicates: this.#batch.duplicates + published.duplicates.length,
      quarantined: { total: this.#quarantine.total, lines: this.#quarantine.lines },
      missing: Math.max(0, (header.events ?? 0) - this.#events),
    };
  }

  async #read(lines: Iterable<Line>): Promise<void> {
    const { env, assert } = this.#internals;
    for (const line of lines) {
      this.#line = line.line;
      await this.#takeLine(line);
      if (this.#line % laterSizes.fileSlice > 0) continue;
      this.#options.signal?.throwIfAborted();
      assert.use('importLog');
      if (env.elapsed() - this.#busySince < BUSY_MS) continue;
      await env.pause();
      this.#busySince = env.elapsed();
    }
  }

  async #takeLine(line: Line): Promise<void> {
    if (line.line === 1) {
      this.#header = parseHeader('text' in line ? line.text : undefined);
      return;
    }
    const chars = 'text' in line ? line.text.trim().length : 1;
    if (chars === 0) return;
    this.#events += 1;
    const taken = eventOf(line, this.#internals, this.#metadata);
    if ('error' in taken) this.#quarantine.add({ line: line.line, error: taken.error });
    else await this.#batch.add(taken.event, line.line, chars);
  }

  #tell(): void {
    const [bytes, lines, events] = [this.#bytes, this.#line, this.#events];
    this.#options.onProgress?.({ bytes, lines, events, of: this.#header?.events });
  }
}
