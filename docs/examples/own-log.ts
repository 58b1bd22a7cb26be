import { RefoldError } from '@refold/core';
import {
  type Appended,
  type Batch,
  type Commit,
  dedupe,
  type EventLog,
  type KnownEvents,
  type LogPage,
  type ReadOptions,
  type RecordedCommit,
  type Staging,
} from '@refold/core/log';

/** A storage of texts by key, such as `localStorage`. */
export type Texts = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A batch as it is stored, under the log's name and a number that counts from 1. */
type Row = Pick<Batch, 'writer' | 'first' | 'commits'>;

interface Staged {
  readonly by: string;
  readonly commits: readonly Commit[];
}

/**
 * A log in a storage of texts. One batch is one text, so a write has its whole effect or none. It keeps every event,
 * and saves no read models.
 */
export function textLog(name: string, texts: Texts): EventLog {
  return new TextLog(name, texts);
}

class TextLog implements EventLog {
  readonly name: string;
  readonly #texts: Texts;
  /** The part of the storage that this opener has read. It catches up before each use. */
  readonly #commits: RecordedCommit[] = [];
  readonly #commitOf = new Map<string, RecordedCommit>();
  readonly #lastOf = new Map<string, number>();
  #rows = 0;
  #head = 0;
  #isClosed = false;

  constructor(name: string, texts: Texts) {
    this.name = name;
    this.#texts = texts;
  }

  async open(): Promise<Awaited<ReturnType<EventLog['open']>>> {
    this.#catchUp();
    const key = `${this.name}/id`;
    const id = this.#texts.getItem(key) ?? crypto.randomUUID();
    this.#store(key, id);
    return { id, position: this.#head, floor: 0, unsealed: 0, undoHorizon: 1_000 };
  }

  async append(batch: Batch): Promise<Appended> {
    this.#catchUp();
    return this.#write(batch.writer, this.#fresh(batch));
  }

  async import(batch: Batch): ReturnType<EventLog['import']> {
    this.#catchUp();
    const { commits, ...outcome } = dedupe(this.#fresh(batch), this.#find(idsOf(batch.commits)));
    return { ...this.#write(batch.writer, commits), ...outcome };
  }

  async read({ after, limit }: ReadOptions): Promise<LogPage> {
    this.#catchUp();
    const commits: RecordedCommit[] = [];
    let last = after;
    for (let i = 0, events = 0; i < this.#commits.length && events < limit; i++) {
      const commit = this.#commits[i]!;
      const end = commit.position + commit.events.length - 1;
      if (end <= after) continue;
      // A copy, since the reader may change it.
      commits.push(structuredClone(commit));
      events += commit.events.length;
      last = end;
    }
    return { commits, last, mark: { generation: 0, confirmed: this.#head, row: this.#rows } };
  }

  async find(ids: readonly string[]): Promise<KnownEvents> {
    this.#catchUp();
    return structuredClone(this.#find(ids));
  }

  async flush(): Promise<void> {
    this.#catchUp();
  }

  async seal(): Promise<void> {
    this.#catchUp();
  }

  async compact(): ReturnType<EventLog['compact']> {
    this.#catchUp();
    return { floor: 0, dropped: 0 };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  async destroy(): Promise<void> {
    this.#isClosed = true;
    for (let n = 1; this.#texts.getItem(`${this.name}/${n}`) !== null; n++) this.#texts.removeItem(`${this.name}/${n}`);
    for (const key of ['staged', 'id']) this.#texts.removeItem(`${this.name}/${key}`);
  }

  readonly staging: Staging = {
    begin: async () => {
      this.#catchUp();
      const by = crypto.randomUUID();
      const key = `${this.name}/staged`;
      this.#store(key, JSON.stringify({ by, commits: [] } satisfies Staged));
      const staged = (): Staged => {
        this.#catchUp();
        const found = JSON.parse(this.#texts.getItem(key) ?? '{}') as Partial<Staged>;
        if (found.by !== by) throw new RefoldError('staging.superseded', { log: this.name });
        return found as Staged;
      };
      return {
        stage: async (commits) => {
          const before = staged().commits;
          const known = new Map(before.flatMap(({ events }) => events.map((event) => [event.id, event] as const)));
          const { commits: fresh, ...outcome } = dedupe(commits, new Map([...known, ...this.#find(idsOf(commits))]));
          this.#store(key, JSON.stringify({ by, commits: [...before, ...fresh.filter(hasEvents)] } satisfies Staged));
          return outcome;
        },
        publish: async () => {
          const { commits } = staged();
          const { commits: fresh, ...outcome } = dedupe(commits, this.#find(idsOf(commits)));
          this.#write(by, fresh.filter(hasEvents));
          this.#texts.removeItem(key);
          return { ...outcome, events: idsOf(fresh).length, last: this.#head };
        },
        discard: async () => {
          if ((JSON.parse(this.#texts.getItem(key) ?? '{}') as Partial<Staged>).by === by) this.#texts.removeItem(key);
        },
      };
    },
  };

  /** The commits of a batch that its writer has not written yet. */
  #fresh({ writer, first, commits }: Batch): readonly Commit[] {
    const expected = (this.#lastOf.get(writer) ?? 0) + 1;
    if (first > expected) throw new RefoldError('log.gap', { writer, expected, found: first });
    return commits.slice(expected - first);
  }

  #find(ids: readonly string[]): KnownEvents {
    return new Map(
      ids.flatMap((id) => {
        const event = this.#commitOf.get(id)?.events.find((one) => one.id === id);
        return event === undefined ? [] : [[id, event] as const];
      }),
    );
  }

  /** Writes the last commits of a batch. */
  #write(writer: string, commits: readonly Commit[]): Appended {
    const first = (this.#lastOf.get(writer) ?? 0) + 1;
    this.#store(`${this.name}/${this.#rows + 1}`, JSON.stringify({ writer, first, commits } satisfies Row), commits);
    this.#catchUp();
    return { row: this.#rows };
  }

  #store(key: string, text: string, commits: readonly Commit[] = []): void {
    try {
      this.#texts.setItem(key, text);
    } catch (cause) {
      throw new RefoldError('log.full', { log: this.name, events: idsOf(commits).length }, cause);
    }
  }

  /** Reads the batches that this opener and others have stored since. */
  #catchUp(): void {
    if (this.#isClosed) throw new RefoldError('log.closed', { log: this.name });
    for (let text; (text = this.#texts.getItem(`${this.name}/${this.#rows + 1}`)) !== null;) {
      const { writer, first, commits } = JSON.parse(text) as Row;
      this.#rows += 1;
      this.#lastOf.set(writer, first + commits.length - 1);
      for (const commit of commits.filter(hasEvents)) {
        const recorded = { ...commit, position: this.#head + 1 };
        this.#commits.push(recorded);
        for (const { id } of commit.events) this.#commitOf.set(id, recorded);
        this.#head += commit.events.length;
      }
    }
  }
}

const hasEvents = ({ events }: Commit): boolean => events.length > 0;
const idsOf = (commits: readonly Commit[]): readonly string[] =>
  commits.flatMap(({ events }) => events.map(({ id }) => id));
