import type { StorageStatus } from '../write/storage-state.ts';

/** What tabs tell each other about their log. Each message may be lost, doubled or late, and none carries data. */
export type TabMessage =
  /** A row was added. Without a number: some were added. */
  | { readonly type: 'stored'; readonly row?: number }
  /** How storing works in a tab. */
  | { readonly type: 'storage'; readonly from: string; readonly storage: StorageStatus; readonly unsaved: number }
  /** A tab is there, and does not know yet how the others are. */
  | { readonly type: 'here' };

/** Undefined for what another version of the app may send. */
export function tabMessageOf(message: unknown): TabMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, row, from, storage, unsaved } = message as Record<string, unknown>;
  if (type === 'here') return { type };
  if (type === 'stored') return typeof row === 'number' ? { type, row } : { type };
  if (type !== 'storage' || typeof from !== 'string' || typeof unsaved !== 'number') return undefined;
  return STORAGE.has(storage) ? { type, from, storage: storage as StorageStatus, unsaved } : undefined;
}

const STORAGE: ReadonlySet<unknown> = new Set<StorageStatus>(['ok', 'degraded', 'full', 'blocked', 'lost']);
