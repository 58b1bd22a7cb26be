export type { ErrorCode, ErrorDetails, Issue } from './errors/codes.ts';
export { isRefoldError, RefoldError } from './errors/refold-error.ts';
export { defineEvent } from './model/event.ts';
export { Dismissed, Redone, Rejected, Undone } from './model/control-events.ts';
export type { ControlData, ControlEvent, DismissedData, RejectedData } from './model/control-events.ts';
export type { AnyEvent, DraftOf, EnvelopeOf, EventOptions, EventType, FoldedOf } from './model/event.ts';
export type { Draft, Envelope, GivenEvent, Metadata } from './model/envelope.ts';
export { eventIdFrom } from './model/ids.ts';
export type { Limits } from './model/limits.ts';
export type { Schema } from './model/schema.ts';
export type { Frozen, Immutable, Mutable } from './model/immutable.ts';
export type { Readable, ReadModel } from './model/readable.ts';
export { defineView } from './model/view.ts';
export type { View, ViewOptions } from './model/view.ts';
export { defineCollection } from './model/collection.ts';
export type { Collection, CollectionOptions } from './model/collection.ts';
export type { Key, Page, Range, Rows, RowsDraft } from './model/table/rows.ts';
export { defineQuery } from './read/define-query.ts';
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
export { memoryLog } from './memory/memory-log.ts';
export type { EventLog } from './log/event-log.ts';
export type { Env } from './env/env.ts';
export type { Receipt, Stage } from './write/receipt.ts';
export type { StoreStorage } from './store/storage.ts';
export type { StorageStatus } from './write/storage-state.ts';
export { compact } from './store/compact.ts';
export type { CompactionPolicy } from './store/run-compaction.ts';
export type { Compacted, CompactionLimit } from './log/compaction.ts';
export { prepareServerStore, serverStore } from './store/server-store.ts';
export { createStore } from './store/create-store.ts';
export type { AnyStore, ImportOptions, ImportResult, InputOf, Outcome, Store, StoreOptions } from './store/store.ts';
export type { IncompleteModel, StoppedModel, SystemEvent } from './fold/telemetry.ts';
export type { StoreStatus } from './store/status.ts';
