export { dedupe } from './dedupe.ts';
export { isOfNewerRelease } from './newer-release.ts';
export type { Release } from './newer-release.ts';
export type { Batch, Commit, ImportOutcome, RecordedCommit } from './commit.ts';
export type { Compactable, Compacted, CompactionLimit, CompactionPlan, SavedModel } from './compaction.ts';
export type { Appended, EventLog, KnownEvents, LogHead, LogPage, ReadOptions } from './event-log.ts';
export type { Manifest, PageRef, SkippedType, Snapshot, SnapshotPage, SnapshotStore } from './snapshot-store.ts';
export type { Published, StagedImport, Staging } from './staging.ts';
export type { Mark } from './mark.ts';
export type {
  Authority,
  News,
  NewsOptions,
  Outgoing,
  RefusedCommit,
  RewindTarget,
  Rewound,
  SyncedHead,
  SyncedLog,
  SyncState,
} from './synced-log.ts';
export type { Cursor } from '../protocol/cursor.ts';
export type { ConfirmedLine, Line, Page, Refusal } from '../protocol/wire.ts';
