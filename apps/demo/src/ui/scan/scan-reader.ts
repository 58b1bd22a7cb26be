/** A key press. */
export interface Keystroke {
  readonly key: string;
  /** When the key went down, in milliseconds on any clock. */
  readonly atMs: number;
  /** Ctrl, Alt or ⌘ is held. */
  readonly hasModifier: boolean;
  /** The key is held down, and repeats. */
  readonly isRepeat: boolean;
}

/** What a key means: a person's key (`pass`), part of a scan that must do nothing else (`hold`), or the end of one. */
export type Reading =
  | { readonly kind: 'pass' }
  | { readonly kind: 'first' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'scan'; readonly code: string };

export interface ScanReader {
  /** Reads each key in turn. `first` looks like a person's key, and may begin a scan. */
  readonly read: (stroke: Keystroke) => Reading;
}

/** A scanner sends a key every 1 to 20 ms, a slow one every 50 ms. Nobody types three keys and Enter that fast. */
const MAX_GAP_MS = 50;
const MAX_MEAN_GAP_MS = 35;
const MIN_LENGTH = 3;

/**
 * Tells a barcode scanner from a person. A browser sees both as keyboards, but a scanner types fast and ends with
 * Enter. Each key carries its time, so a busy page reads the same.
 */
export function createScanReader(): ScanReader {
  let keys: string[] = [];
  let firstMs = 0;
  let lastMs = -Infinity;
  let scannedMs = -Infinity;

  const end = (reading: Reading): Reading => {
    keys = [];
    return reading;
  };
  const isScan = (): boolean =>
    keys.length >= MIN_LENGTH && (lastMs - firstMs) / keys.length <= MAX_MEAN_GAP_MS && keys.some(isLetterOrDigit);

  return {
    read({ key, atMs, hasModifier, isRepeat }) {
      if (SILENT.has(key)) return { kind: 'pass' };
      const isFast = atMs - lastMs <= MAX_GAP_MS;
      lastMs = atMs;
      // Some scanners send a second Enter after a code, or a line feed, which arrives as Ctrl+J.
      const isTrailing = keys.length === 0 && atMs - scannedMs <= MAX_GAP_MS && (key === 'Enter' || hasModifier);
      if (isTrailing) return end({ kind: 'hold' });
      if (key === 'Enter' && !hasModifier && isFast && isScan()) {
        scannedMs = atMs;
        return end({ kind: 'scan', code: keys.join('').trim() });
      }
      if (key.length !== 1 || hasModifier || isRepeat) return end({ kind: 'pass' });
      if (keys.length === 0 || !isFast) {
        keys = [key];
        firstMs = atMs;
        return { kind: 'first' };
      }
      const isHeld = keys.some(isLetterOrDigit);
      keys.push(key);
      return isHeld ? { kind: 'hold' } : { kind: 'pass' };
    },
  };
}

/** Keys that a scanner sends for capitals, or between others. */
const SILENT: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'Unidentified']);

const isLetterOrDigit = (key: string): boolean => /[\p{L}\p{N}]/u.test(key);
