/** A key as it goes down. */
export interface Keystroke {
  readonly key: string;
  /** When the key went down, in milliseconds from any beginning. */
  readonly atMs: number;
  /** Ctrl, Alt or ⌘ is held. */
  readonly hasModifier: boolean;
  /** The key is held down, and repeats. */
  readonly isRepeat: boolean;
}

/** What a key is: a person's (`pass`), part of a scan (`hold`; it must do nothing else), or the end of one. */
export type Reading =
  | { readonly kind: 'pass' }
  | { readonly kind: 'first' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'scan'; readonly code: string };

export interface ScanReader {
  /** Takes each key in turn. `first` is a person's key as far as can be told, with which a scan may begin. */
  readonly read: (stroke: Keystroke) => Reading;
}

/** A scanner sends a key each 1 to 20 ms, a slow one each 50. Nobody types three keys and Enter at this pace. */
const MAX_GAP_MS = 50;
const MAX_MEAN_GAP_MS = 35;
const MIN_LENGTH = 3;

/**
 * Tells a barcode scanner from a person. Both are keyboards to a browser; a scanner types fast and ends in Enter. The time
 * comes with each key, so a page that is busy reads the same.
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

/** Keys that a scanner presses for capitals, or in between. */
const SILENT: ReadonlySet<string> = new Set(['Shift', 'CapsLock', 'Unidentified']);

const isLetterOrDigit = (key: string): boolean => /[\p{L}\p{N}]/u.test(key);
