import { exportLog, type FileImportProgress, type FileImportResult, importLog } from '@refold/core/files';
import type { BasketStore } from '../shop/basket-events.ts';
import type { Shop } from '../shop/events.ts';

/** All events of the shop, including unsaved ones, as a compressed file. */
export function logFile(shop: Shop, today: Date): Promise<File> {
  return compressed(exportLog(shop), `till-log-${dateOf(today)}.ndjson.gz`);
}

/** The unsaved events of a till, for when storage is gone: its sales, or the basket when there are none. */
export function unsavedFile({ shop, basket }: Stores, today: Date): Promise<File> {
  const [store, name] = shop.storage.unsaved.length > 0 ? [shop, 'unsaved'] : [basket, 'basket'];
  return compressed(exportLog(store, { events: 'unsaved' }), `till-${name}-${dateOf(today)}.ndjson.gz`);
}

/** The stores of a till. */
export interface Stores {
  readonly shop: Shop;
  readonly basket: BasketStore;
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

/** Adds the events of a backup, compressed or not, to the store that it belongs to. */
export async function loadLogFile(to: Stores, file: File, options: LoadOptions): Promise<FileImportResult> {
  const store = (await isOfBasket(file)) ? to.basket : to.shop;
  return importLog(store, await opened(file), options);
}

/** The first event, which follows the header, tells the store. */
async function isOfBasket(file: File): Promise<boolean> {
  const reader = (await opened(file)).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!/\n[^]*\n/.test(text) && text.length < ENOUGH) {
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other
    const { done, value } = await reader.read();
    if (done) return isBasketEvent(text);
    text += value;
  }
  await reader.cancel();
  return isBasketEvent(text);
}

const ENOUGH = 100_000;
const isBasketEvent = (text: string): boolean => text.split('\n')[1]?.includes('"type":"basket.') ?? false;

async function opened(file: File): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  return (await isGzip(file)) ? unpacked(file.stream()) : file.stream();
}

/** Loads the decompressor only with a compressed backup. */
async function unpacked(bytes: ReadableStream<BufferSource>): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const { gunzipped } = await import('../import/gunzip.ts');
  return gunzipped(bytes);
}

/** Checks the first bytes, because file names can be wrong. */
async function isGzip(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

/** The longest time until a download begins. */
const KEPT_MS = 60_000;

/** Saves a file to the browser's downloads. */
export function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // Some browsers begin to read after the click, so revoke the URL later.
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
