import { DEFAULT_UNDO_HORIZON } from '../log/event-log.ts';
import { loadPart } from '../errors/load-part.ts';
import { RefoldError } from '../errors/refold-error.ts';
import type { Envelope } from '../model/envelope.ts';
import type { Batch, Commit, RecordedCommit } from '../log/commit.ts';
import { compactedTo } from '../log/compaction.ts';
import { memorySnapshots } from './memory-snapshots.ts';
import type { Appended, EventLog, KnownEvents } from '../log/event-log.ts';
import { dedupe } from '../log/dedupe.ts';
import type { Snapshot } from '../log/snapshot-store.ts';
import type { Staging } from '../log/staging.ts';

interface StoredText {
  readonly position: number;
  readonly count: number;
  readonly text: string;
}

export interface MemoryLogOptions {
  /** How many positions back undo and redo reach. Default 10,000. */
  readonly undoHorizon?: number;
}

/**
 * The start of a log that continues another: the read models at a position, like the base snapshots of a compaction.
 */
export interface LogStart {
  readonly position: number;
  readonly bases: readonly Snapshot[];
}

/** Creates a log that lives as long as the page: for tests, local state, and where there is no storage. */
export function memoryLog(name = 'memory', options: MemoryLogOptions = {}): EventLog {
  return memoryLogFrom({ position: 0, bases: [] }, name, options);
}

/** Creates a log in memory whose events begin after a position. */
export function memoryLogFrom(
  start: LogStart,
  name: string,
  { undoHorizon = DEFAULT_UNDO_HORIZON }: MemoryLogOptions = {},
): EventLog {
  const stored: StoredText[] = [];
  /** How many commits before them were dropped. */
  let gone = 0;
  let floor = start.position;
  /** The number of each event's commit, counted from the first ever, by event id. */
  const byId = new Map<string, number>();
  const writers = new Map<string, number>();
  let { position } = start;
  let isClosed = false;
  /** Loaded by the first import: most pages never import a file. */
  let staging: Staging | undefined;

  /** Runs synchronously, as a transaction is atomic; resolves later, as a database does. */
  const transaction = async <T>(run: () => T): Promise<T> => {
    if (isClosed) throw new RefoldError('log.closed', { log: name });
    return run();
  };
  const recorded = ({ text, position: at }: StoredText): RecordedCommit => ({
    ...(JSON.parse(text) as Commit),
    position: at,
  });
  const fresh = (batch: Batch): readonly Commit[] => {
    const next = (writers.get(batch.writer) ?? 0) + 1;
    if (batch.first > next)
      throw new RefoldError('log.gap', { writer: batch.writer, expected: next, found: batch.first });
    return batch.commits.slice(next - batch.first);
  };
  const push = (commits: readonly Commit[]): number => {
    for (const commit of commits) {
      for (const event of commit.events) byId.set(event.id, gone + stored.length);
      stored.push({ position: position + 1, count: commit.events.length, text: JSON.stringify(commit) });
      position += commit.events.length;
    }
    return position;
  };
  const add = (batch: Batch, commits: readonly Commit[]): Appended => {
    const follows = batch.after === position && commits.length === batch.commits.length;
    push(commits);
    writers.set(batch.writer, Math.max(writers.get(batch.writer) ?? 0, batch.first + batch.commits.length - 1));
    return { follows };
  };
  const lookUp = (ids: Iterable<string>): KnownEvents => {
    const found = new Map<string, Envelope | undefined>();
    for (const id of ids) {
      const at = byId.get(id);
      if (at === undefined) continue;
      const commit = stored[at - gone];
      found.set(id, commit && recorded(commit).events.find((e) => e.id === id));
    }
    return found;
  };
  const snapshots = memorySnapshots(() => floor, start.bases);

  return {
    name,
    snapshots,
    staging: {
      async begin() {
        const { memoryStaging } = await loadPart('staging', () => import('./memory-staging.ts'));
        staging ??= memoryStaging({ log: name, transaction, find: lookUp, push });
        return staging.begin();
      },
    },
    open: () => transaction(() => ({ id: name, position, floor, undoHorizon, unsealed: 0 })),
    append: (batch) => transaction(() => add(batch, fresh(batch))),
    import: (batch) =>
      transaction(() => {
        const commits = fresh(batch);
        const {
          commits: rest,
          duplicates,
          conflicts,
        } = dedupe(commits, lookUp(commits.flatMap((c) => c.events.map((e) => e.id))));
        return { ...add(batch, rest), duplicates, conflicts };
      }),
    flush: () => transaction(() => undefined),
    read: ({ after, limit }) =>
      transaction(() => {
        if (after < floor) throw new RefoldError('log.compacted', { log: name, after, floor });
        const commits: RecordedCommit[] = [];
        let events = 0;
        let last = after;
        for (let i = firstPast(stored, after); i < stored.length && events < limit; i++) {
          const entry = stored[i]!;
          if (entry.count === 0) continue;
          commits.push(recorded(entry));
          events += entry.count;
          last = entry.position + entry.count - 1;
        }
        return { commits, last, head: position };
      }),
    find: (ids) => transaction(() => lookUp(ids)),
    seal: () => transaction(() => undefined),
    compact: (planFor) =>
      transaction(() => {
        const plan = planFor({ id: name, head: position, floor, undoHorizon, saved: snapshots.saved() });
        const kept = stored.findIndex((commit) => commit.position + commit.count - 1 > plan.through);
        const before = floor;
        const leaving = stored.splice(0, kept === -1 ? stored.length : kept);
        gone += leaving.length;
        floor += leaving.reduce((sum, { count }) => sum + count, 0);
        if (floor > before) snapshots.rebase(plan);
        return compactedTo(floor, before, plan);
      }),
    close: async () => {
      isClosed = true;
    },
    destroy: async () => {
      isClosed = true;
      stored.length = 0;
      byId.clear();
    },
  };
}

/** Index of the first commit whose last event is after a position. */
function firstPast(stored: readonly StoredText[], after: number): number {
  let low = 0;
  let high = stored.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { position, count } = stored[middle]!;
    if (position + count - 1 > after) high = middle;
    else low = middle + 1;
  }
  return low;
}
