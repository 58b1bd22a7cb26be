import { exportLog, type FileImportProgress, type FileImportResult, importLog } from '@refold/core/files';
import type { Shop } from '../../shop/events.ts';

/** All events of the shop as a compressed file, what is not saved yet included. */
export function logFile(shop: Shop, today: Date): Promise<File> {
  return compressed(exportLog(shop), `till-log-${dateOf(today)}.ndjson.gz`);
}

/** The events that are in memory alone: what can be kept when storage is gone. */
export function unsavedFile(shop: Shop, today: Date): Promise<File> {
  return compressed(exportLog(shop, { events: 'unsaved' }), `till-unsaved-${dateOf(today)}.ndjson.gz`);
}

async function compressed(lines: ReturnType<typeof exportLog>, name: string): Promise<File> {
  const blob = await new Response(lines.pipeThrough(new CompressionStream('gzip'))).blob();
  return new File([blob], name, { type: 'application/gzip' });
}

const dateOf = (day: Date): string => day.toISOString().slice(0, 10);

export interface LoadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: FileImportProgress) => void;
}

/** Adds the events of such a file, compressed or not. */
export async function loadLogFile(shop: Shop, file: File, options: LoadOptions): Promise<FileImportResult> {
  const bytes = file.stream();
  return importLog(shop, (await isGzip(file)) ? await unpacked(bytes) : bytes, options);
}

/** Loaded only when a backup is. */
async function unpacked(bytes: ReadableStream<BufferSource>): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { gunzipped } = await import('../../import/gunzip.ts');
  return gunzipped(bytes);
}

/** Told by its first bytes, since names get lost on the way. */
async function isGzip(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

/** How long a download can take to begin. */
const KEPT_MS = 60_000;

/** Hands a file to the browser's downloads. */
export function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // Later, since some browsers begin to read only after the click is over.
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
