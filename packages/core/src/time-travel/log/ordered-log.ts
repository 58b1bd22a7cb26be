import type { LogEntry } from '../../fold/fold.ts';
import { decodeEntries } from '../../fold/decode-events.ts';
import type { StoreInternals } from '../../store/internals.ts';
import { RefoldError } from '../../errors/refold-error.ts';
import type { EventLog } from '../../log/event-log.ts';
import { isControl } from '../../model/control-events.ts';
import type { Envelope } from '../../model/envelope.ts';
import type { PastReadOptions } from '../past-reader.ts';
import { type LogRange, headOf } from './log-range.ts';
import { TimeSlices } from '../../env/time-slice.ts';

/** Returns the sort key of an event. Events sort by these texts; equal keys keep their log order. */
export type OrderBy = (event: Envelope) => string;

interface Entry {
  readonly key: string;
  readonly event: Envelope;
}

/** Events per read. */
const READ_EVENTS = 1_024;

/** The events of a log in another order, as they are at one time, in memory. Positions count in that order. */
export class OrderedLog {
  readonly internals: StoreInternals;
  /** Head of the log when it was read. */
  readonly head: number;
  readonly #entries: readonly Entry[];

  private constructor(internals: StoreInternals, logRange: LogRange, entries: readonly Entry[]) {
    this.head = headOf(logRange);
    this.#entries = entries;
    const log: Pick<EventLog, 'read' | 'open' | 'find'> = {
      open: async () => ({ ...(await internals.log.open()), position: entries.length, undoHorizon: entries.length }),
      read: async ({ after, limit }) => {
        const some = entries.slice(after, after + limit);
        const commits = some.map(({ event }, i) => ({ events: [event], position: after + 1 + i }));
        return { commits, last: after + some.length, mark: { generation: 0, confirmed: entries.length, row: 0 } };
      },
      find: async (ids) => {
        const wanted = new Set(ids);
        return new Map(entries.flatMap(({ event }) => (wanted.has(event.id) ? [[event.id, event] as const] : [])));
      },
    };
    this.internals = Object.create(internals, {
      log: { value: Object.assign(Object.create(internals.log), log) },
      // The events are already upcast.
      catalog: { value: { decode: (event: Envelope) => ({ ok: true, event }) } },
      // The pending events are already among the entries.
      kernel: { value: Object.create(internals.kernel, { writer: { value: { knownRange: undefined, pending: [] } } }) },
    }) as StoreInternals;
  }

  /**
   * Reads the whole log. Rejects with `log.compacted` if its beginning was dropped, since the rest alone is not the
   * past.
   */
  static async read(
    internals: StoreInternals,
    orderBy: OrderBy,
    logRange: LogRange,
    readOptions: PastReadOptions,
  ): Promise<OrderedLog> {
    const { log, env } = internals;
    const { floor } = await log.open();
    if (floor > 0) throw new RefoldError('log.compacted', { log: log.name, after: 0, floor });
    const slices = new TimeSlices(env);
    const keys = new Keys(orderBy);
    const entries: Entry[] = [];
    const take = (events: readonly Envelope[]): void => {
      for (const { event } of upToDate(events, internals)) entries.push({ key: keys.of(event), event });
    };
    for (let after = 0; after < logRange.stored;) {
      const page = await log.read({ after, limit: READ_EVENTS });
      if (page.last <= after) break;
      for (const { events } of page.commits) {
        take(events);
        if (slices.isDue) await slices.rest(readOptions.signal);
      }
      after = page.last;
      readOptions.onProgress?.(Math.min(after, logRange.stored), logRange.stored);
    }
    take(logRange.pending);
    // The sort is stable, so equal keys keep their log order.
    entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return new OrderedLog(internals, logRange, entries);
  }

  /** How many events have this key or an earlier one. */
  upperBound(key: string): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle]!.key <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const upToDate = (events: readonly Envelope[], { catalog }: StoreInternals): readonly LogEntry[] =>
  decodeEntries(events, 1, catalog, () => undefined);

/** Assigns keys to events, in log order. A control and the events it names keep their order in the log. */
class Keys {
  readonly #orderBy: OrderBy;
  /** By group or event id: the latest key of its events and of the controls that name it. */
  readonly #latest = new Map<string, string>();
  /** By group or event id: the latest key of those controls alone. */
  readonly #controlled = new Map<string, string>();

  constructor(orderBy: OrderBy) {
    this.#orderBy = orderBy;
  }

  of(event: Envelope): string {
    const isOrder = isControl(event);
    const { group = event.id } = event.metadata;
    const names = isOrder ? namesIn(event.data) : [event.id, group];
    const before = isOrder ? this.#latest : this.#controlled;
    let key = this.#orderBy(event);
    for (const name of names) key = later(key, before.get(name));
    for (const name of names) {
      this.#latest.set(name, later(key, this.#latest.get(name)));
      if (isOrder) this.#controlled.set(name, key);
    }
    return key;
  }
}

const later = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);

/** The groups and events that a control names. */
const namesIn = (data: unknown): readonly string[] =>
  Object.values(data as Record<string, unknown>).flatMap((value) => (Array.isArray(value) ? (value as string[]) : []));
