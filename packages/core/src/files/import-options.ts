import type { FileHeader } from './header.ts';
import type { QuarantinedLine } from './quarantine.ts';

export interface FileImportOptions {
  /** Ends the import, with the signal's reason, and nothing of it is added. Too late once all is read. */
  readonly signal?: AbortSignal;
  /** Told after each chunk, and at the end. */
  readonly onProgress?: (progress: FileImportProgress) => void;
  /** Put in the metadata of events that do not say where they come from. Default `import`. */
  readonly source?: string;
  /** How many lines that are left out are kept in the result; all are counted. Default 100. */
  readonly maxQuarantined?: number;
}

export interface FileImportProgress {
  /** Bytes read, as they came, and lines. */
  readonly bytes: number;
  readonly lines: number;
  /** Events read: new, known, or left out. */
  readonly events: number;
  /** Events that the file says it has, where it does. */
  readonly of: number | undefined;
}

export interface FileImportResult {
  readonly header: FileHeader;
  readonly added: number;
  /** In the log already, with the same content. */
  readonly duplicates: number;
  /** Lines that were left out: the first of them, and how many. */
  readonly quarantined: { readonly total: number; readonly lines: readonly QuarantinedLine[] };
  /** How many fewer events were read than the file says it has: it was cut short. */
  readonly missing: number;
}
