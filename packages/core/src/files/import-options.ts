import type { FileHeader } from './header.ts';
import type { QuarantinedLine } from './quarantine.ts';

export interface FileImportOptions {
  /**
   * Cancels the import, which rejects with the signal's reason and adds nothing. Has no effect once the whole file is
   * read.
   */
  readonly signal?: AbortSignal;
  /** Called after each chunk, and at the end. */
  readonly onProgress?: (progress: FileImportProgress) => void;
  /** Metadata `source` of events that have none. Default `import`. */
  readonly source?: string;
  /** How many skipped lines the result keeps; it counts all. Default 100. */
  readonly maxQuarantined?: number;
}

export interface FileImportProgress {
  /** Bytes and lines read. */
  readonly bytes: number;
  readonly lines: number;
  /** Events read: new, known, or skipped. */
  readonly events: number;
  /** How many events the file should have, if it says so. */
  readonly of: number | undefined;
}

export interface FileImportResult {
  readonly header: FileHeader;
  readonly added: number;
  /** Stored already, with the same content. */
  readonly duplicates: number;
  /** Skipped lines: the first of them, and how many. */
  readonly quarantined: { readonly total: number; readonly lines: readonly QuarantinedLine[] };
  /** How many events the file lacks, compared to its header. More than 0 if it was truncated. */
  readonly missing: number;
}
