import fc from 'fast-check';
import * as z from 'zod';
import { testEnv } from '../env/env.fixture.ts';
import { fold, initialState, type ModelDefinition, type LogEntry } from '../fold/fold.ts';
import { tools } from '../fold/fold.fixture.ts';
import { createStore } from '../store/create-store.ts';
import type { Commit } from '../log/commit.ts';
import { memoryLog } from '../memory/memory-log.ts';
import type { EventLog } from '../log/event-log.ts';
import { defineCollection } from '../model/collection.ts';
import { isControl, Redone, Rejected, Undone } from '../model/control-events.ts';
import type { Envelope } from '../model/envelope.ts';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';

// Random logs with undo and redo, and their read models folded from scratch.
export const Put = defineEvent('row.put', z.object({ k: z.number(), n: z.number() }));
export const Bumped = defineEvent('row.bumped', z.object({ k: z.number() }));

export interface Row {
  readonly k: number;
  readonly n: number;
}
export const rows = defineCollection('rows', { key: (r: Row) => r.k, indexes: ['n'] })
  .on(Put, (all, e) => all.put(e.data))
  .on(Bumped, (all, e) => all.update(e.data.k, (row) => void (row.n = row.n * 2 + 1)));
/** Not commutative, so that order shows. It counts undone events, so that controls show. */
export const tally = defineView('tally', { initial: { text: '', undone: 0 } })
  .on([Put, Bumped], (draft, e) => {
    draft.text = `${draft.text.slice(-40)}${e.id.slice(-2)}`;
  })
  .on([Undone, Rejected], (draft) => {
    draft.undone += 1;
  });
const models = [rows, tally] as unknown as readonly ModelDefinition[];

/**
 * One event: what it does, and the group that it belongs to, undoes or redoes. For a rejection: how many positions back
 * its event is.
 */
export interface Step {
  readonly do: 'put' | 'bump' | 'undo' | 'redo' | 'reject';
  readonly group: number;
  readonly k: number;
  /** Milliseconds after the event before; may be negative. */
  readonly later: number;
}

export const HORIZON = 12;
export const START_MS = Date.parse('2026-01-01T00:00:00.000Z');
export const steps = (maxLength: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      do: fc.constantFrom('put', 'put', 'bump', 'bump', 'undo', 'redo', 'reject'),
      group: fc.nat(5),
      k: fc.nat(3),
      later: fc.integer({ min: -2, max: 4 }),
    }),
    { maxLength },
  );

/** Turns steps into events, in order. */
export function toEvents(script: readonly Step[]): readonly Envelope[] {
  let ms = START_MS;
  return script.map(({ do: what, group: n, k, later }, i) => {
    ms += later;
    const group = `g${n}`;
    const controls = {
      undo: [Undone.type, { groups: [group] }],
      redo: [Redone.type, { groups: [group] }],
      // The second event may be beyond the horizon, or not exist.
      reject: [Rejected.type, { events: [idOf(i - 1 - n), idOf(i - 3 * n)], code: 'no' }],
    };
    const [type, data] =
      what === 'put' ? [Put.type, { k, n: i }] : what === 'bump' ? [Bumped.type, { k }] : controls[what];
    const metadata = { correlationId: group, source: 'test', actorId: 'ann', ...(!(what in controls) && { group }) };
    return { id: idOf(i), type, timestamp: new Date(ms).toISOString(), version: 1, data, metadata } as Envelope;
  });
}

const idOf = (i: number): string => `evt_00000000-0000-4000-8000-${String(i + 1).padStart(12, '0')}`;

/** Positions that the controls among the first events take out of the fold, found naively. */
export function outOf(events: readonly Envelope[], horizon = HORIZON): ReadonlySet<number> {
  const out = new Set<number>();
  const rejected = new Set<number>();
  for (const [at, event] of events.entries()) {
    if (!isControl(event)) continue;
    for (let i = Math.max(0, at - horizon); i < at; i++) {
      const { id, metadata } = events[i]!;
      if (metadata.group === undefined) continue;
      if (Rejected.is(event) && event.data.events.includes(id)) rejected.add(i);
      else if (Undone.is(event) && event.data.groups.includes(metadata.group)) out.add(i);
      else if (Redone.is(event) && event.data.groups.includes(metadata.group)) out.delete(i);
    }
  }
  return new Set([...out, ...rejected]);
}

/** Folds the events from scratch. Returns the values of the read models. */
export function foldAll(events: readonly Envelope[]): Record<string, unknown> {
  return Object.fromEntries(
    models.map((model) => {
      const placed: readonly LogEntry[] = events.map((event, i) => ({ position: i + 1, event }));
      const { state } = fold(model, initialState(model, tools(true)), placed, tools(true));
      return [model.name, plain(state.value)];
    }),
  );
}

/** The values at a position: folds the first events without those that are undone by then. */
export function foldTo(
  events: readonly Envelope[],
  position: number,
  horizon: number = HORIZON,
): Record<string, unknown> {
  const first = events.slice(0, position);
  const out = outOf(first, horizon);
  return foldAll(first.filter((_, i) => !out.has(i)));
}

export const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && Symbol.iterator in value ? [...(value as Iterable<unknown>)] : value;

/** Creates a log of these events, `perCommit` to a commit. */
export async function logOf(events: readonly Envelope[], perCommit = 2): Promise<EventLog> {
  const log = memoryLog('past', { undoHorizon: HORIZON });
  await log.open();
  const commits: Commit[] = [];
  for (let i = 0; i < events.length; i += perCommit) commits.push({ events: events.slice(i, i + perCommit) });
  if (commits.length > 0) await log.append({ writer: 'w', first: 1, commits });
  return log;
}

export async function openPast(log: EventLog) {
  const env = testEnv();
  const store = createStore({ events: [Put, Bumped], views: [rows, tally], log, env });
  await store.ready;
  return { store, env };
}
