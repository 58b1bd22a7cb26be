import { DEFAULT_UNDO_HORIZON } from '../log/event-log.ts';
import { Dexie, type Table } from 'dexie';
import { RefoldError } from '../errors/refold-error.ts';
import type { Manifest, SnapshotPage } from '../log/snapshot-store.ts';
import type { SyncState } from '../log/synced-log.ts';

/** The storage format that this version reads and writes. Its history is in docs/storage-format.md. */
export const FORMAT = 2;

/** The log's metadata: one row under the key `head`. */
export interface HeadRow {
  readonly key: 'head';
  readonly format: number;
  readonly id: string;
  /** Position of the last sealed event. */
  readonly position: number;
  /** Number of the last sealed batch. */
  readonly batch: number;
  /** Position of the last compacted event. */
  readonly floor: number;
  /** How many positions back an event can be undone. */
  readonly undoHorizon: number;
  /** The number of the last sealed commit of each recent writer, the latest writer last. */
  readonly writers: readonly (readonly [writer: string, commit: number])[];
  /** Goes up when confirmed events leave the log. */
  readonly generation: number;
  /** The number of the current leader. */
  readonly term: number;
  /** Absent where the device is the authority. */
  readonly sync?: SyncState;
}

/** The head row of any release. */
export type StoredHead = Omit<HeadRow, LaterField> & Partial<Pick<HeadRow, LaterField>>;
type LaterField = 'floor' | 'undoHorizon' | 'generation' | 'term';

/** An empty row. Writing it strictly forces earlier writes to disk. */
export interface FlushRow {
  readonly key: 'flush';
}

/** One batch as it was appended. The database assigns `n`, which orders the batches of all writers. */
export interface OutRow {
  readonly n: number;
  readonly writer: string;
  readonly first: number;
  readonly commits: number;
  readonly events: number;
  /** Ids of its events, in order. */
  readonly ids: Uint8Array;
  /** Commits, one a line, as JSON. */
  readonly text: string;
}

/** Sealed commits. `first` is the position of the first event. */
export interface SegmentRow {
  readonly first: number;
  readonly events: number;
  readonly text: string;
  /** The chain before the first event. Absent where the device is the authority. */
  readonly chain?: string;
}

/** Commits that the authority has not confirmed. They have no positions. */
export interface PendRow {
  /** The number of the first batch in it. Rows of one import are between two batches, and returned rows are below 1. */
  readonly n: number;
  readonly events: number;
  /** Ids of its events, in any order. Some may have left. */
  readonly ids: Uint8Array;
  readonly text: string;
}

/** The text of a commit that the authority refused. */
export interface RejectedRow {
  readonly n: number;
  /** Id of the `$rejected` event. */
  readonly rejection: string;
  readonly text: string;
}

/**
 * Ids of the events of a segment, ascending. It outlives the segment, so that compacted events are still recognised.
 */
export interface IdsRow {
  readonly first: number;
  readonly ids: Uint8Array;
}

/** A page of a snapshot; visible once a manifest names it. */
export interface PageRow extends SnapshotPage {
  readonly model: string;
}

/** Commits of an import that are not in the log yet. Row 0 has none: it marks the latest import. */
export interface StageRow {
  readonly import: string;
  readonly n: number;
  readonly events?: number;
  /** Ids of its events, in order. */
  readonly ids?: Uint8Array;
  readonly text?: string;
}

/** Where to find IndexedDB. Default: the platform. */
export interface DatabaseOptions {
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
}

export class Database extends Dexie {
  declare readonly head: Table<HeadRow | FlushRow, string>;
  declare readonly out: Table<OutRow, number>;
  declare readonly segments: Table<SegmentRow, number>;
  declare readonly ids: Table<IdsRow, number>;

  declare readonly pages: Table<PageRow, [model: string, id: string]>;
  declare readonly manifests: Table<Manifest, string>;
  declare readonly stage: Table<StageRow, [name: string, n: number]>;
  declare readonly pend: Table<PendRow, number>;
  declare readonly rejected: Table<RejectedRow, number>;

  constructor(name: string, options: DatabaseOptions) {
    // `autoOpen` is off: after the browser deletes the database, Dexie would silently recreate it empty.
    const { indexedDB = Dexie.dependencies.indexedDB } = options;
    const settings = { autoOpen: false, ...options, indexedDB: withoutDowngrade(indexedDB) };
    super(name, settings as ConstructorParameters<typeof Dexie>[1]);
    this.version(FORMAT).stores({
      head: 'key',
      out: '++n',
      segments: 'first',
      ids: 'first',
      pages: '[model+id]',
      manifests: 'model',
      stage: '[import+n]',
      pend: 'n',
      rejected: '++n,rejection',
    });
  }
}

/**
 * Hides newer databases from Dexie. When refused a newer version, Dexie would open the database without a version, and
 * add the object stores it misses.
 */
function withoutDowngrade(platform: IDBFactory | undefined): IDBFactory | undefined {
  return (
    platform &&
    ({
      open(log, version) {
        if (version === undefined) throw new RefoldError('log.format_newer', { log, known: FORMAT });
        return platform.open(log, version);
      },
      deleteDatabase: (name) => platform.deleteDatabase(name),
      databases: () => platform.databases(),
      cmp: (first, second) => platform.cmp(first, second),
    } satisfies IDBFactory)
  );
}

/**
 * The head row. A database is created with one, so a database without it was emptied. Fields that older code did not
 * write get their defaults.
 */
export async function headOf(db: Database): Promise<HeadRow> {
  const head = await db.head.get('head');
  if (head === undefined) throw new RefoldError('log.lost', { log: db.name });
  return {
    floor: 0,
    undoHorizon: DEFAULT_UNDO_HORIZON,
    generation: 0,
    term: 0,
    ...(head as StoredHead),
    format: FORMAT,
  };
}
