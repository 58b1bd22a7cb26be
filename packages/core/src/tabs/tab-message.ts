import type { StorageStatus } from '../write/storage-state.ts';

/** What tabs post to each other about their log. A message may get lost, come twice or late. None carries an event. */
export type TabMessage =
  /** The log has rows up to this number. Without a number, some rows were added. */
  | { readonly type: 'stored'; readonly row?: number }
  /** The storage status of a tab, and how many of its events are in memory only. */
  | { readonly type: 'storage'; readonly from: string; readonly storage: StorageStatus; readonly unsaved: number }
  /** A tab has opened. Tabs in trouble answer with `storage`. */
  | { readonly type: 'here' };

/** Undefined for a message that only another release of the app understands. */
export function tabMessageOf(message: unknown): TabMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, row, from, storage, unsaved } = message as Record<string, unknown>;
  if (type === 'here') return { type };
  if (type === 'stored') return typeof row === 'number' ? { type, row } : { type };
  if (type !== 'storage' || typeof from !== 'string' || typeof unsaved !== 'number') return undefined;
  return STORAGE.has(storage) ? { type, from, storage: storage as StorageStatus, unsaved } : undefined;
}

const STORAGE: ReadonlySet<unknown> = new Set<StorageStatus>(['ok', 'degraded', 'full', 'blocked', 'lost']);
