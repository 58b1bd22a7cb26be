export type { ErrorCode, ErrorDetails, Issue } from './errors/codes.ts';
export { isRefoldError, RefoldError } from './errors/refold-error.ts';
export { defineEvent } from './model/event.ts';
export { Dismissed, Redone, Rejected, Undone } from './model/control-events.ts';
export type { ControlData, ControlEvent, DismissedData, RejectedData } from './model/control-events.ts';
export type { AnyEvent, DraftOf, EnvelopeOf, EventOptions, EventType, FoldedOf } from './model/event.ts';
export type { Draft, Envelope, GivenEvent, Metadata } from './model/envelope.ts';
export { eventIdFrom } from './model/ids.ts';
export type { Limits } from './model/limits.ts';
export type { In, Out, Schema, Storable } from './model/schema.ts';
export type { Frozen, Immutable, Mutable } from './model/immutable.ts';
export type { Readable, ReadModel, ReadOf, Reads, ReadsOf } from './model/readable.ts';
export { defineView } from './model/view.ts';
export type { View, ViewOptions } from './model/view.ts';
export { defineCollection } from './model/collection.ts';
export type { Collection, CollectionOptions } from './model/collection.ts';
export type { Indexable, Key, Page, Range, Rows, RowsDraft } from './model/rows.ts';
export { defineQuery } from './model/query.ts';
export type { Query } from './model/query.ts';
export { defineCommand, reject } from './model/command.ts';
export type {
  AnyCommand,
  Command,
  CommandOptions,
  DecideContext,
  Decision,
  InvalidInput,
  OverLimit,
  Rejection,
} from './model/command.ts';
export type { Batch, Commit, RecordedCommit } from './log/commit.ts';
export { memoryLog } from './log/memory-log.ts';
export type { Compactable, Compacted, CompactionLimit, CompactionPlan, SavedModel } from './log/compaction.ts';
export type { ImportOutcome } from './log/import-outcome.ts';
export type { EventLog, LogHead, LogPage, ReadOptions } from './log/port.ts';
export type { Env } from './engine/env.ts';
export type { Receipt, Stage } from './engine/receipt.ts';
export type { StoreStorage } from './engine/storage.ts';
export type { StorageStatus } from './engine/storage-state.ts';
export { compact } from './engine/compact.ts';
export type { CompactionPolicy } from './engine/compact.ts';
export { serverStore } from './engine/server-store.ts';
export { createStore } from './engine/store.ts';
export type {
  AnyStore,
  IncompleteModel,
  ImportOptions,
  ImportResult,
  InputOf,
  Listed,
  Outcome,
  Pattern,
  StoppedModel,
  Store,
  StoreOptions,
  StoreStatus,
  SystemEvent,
  Watch,
} from './engine/store-api.ts';
