import fc from 'fast-check';
import * as z from 'zod';
import { defineCollection } from '../../model/collection.ts';
import { isControl, Redone, Rejected, Undone } from '../../model/control-events.ts';
import type { Envelope } from '../../model/envelope.ts';
import { defineEvent } from '../../model/event.ts';
import { defineView } from '../../model/view.ts';
import type { OpaqueEvent } from '../read-models.ts';
import { tools } from '../fold.fixture.ts';
import { fold, initialState, type LogEntry, type ModelDefinition, type ModelState } from '../fold.ts';

// Random logs with events of several devices, and the read models that a fold from scratch makes of them.
export const Put = defineEvent('row.put', z.object({ k: z.number(), n: z.number() }));
const Bumped = defineEvent('row.bumped', z.object({ k: z.number() }));
const Dropped = defineEvent('row.dropped', z.object({ k: z.number() }));
const Emptied = defineEvent('rows.emptied', z.object({ k: z.number() }));
const Copied = defineEvent('row.copied', z.object({ k: z.number() }));
const Summed = defineEvent('rows.summed', z.object({ k: z.number(), n: z.number() }));
export const definitions = [Put, Bumped, Dropped, Emptied, Copied, Summed] as const;

export interface Row {
  readonly k: number;
  readonly n: number;
  readonly tag: { readonly name: string };
}

export const rows = defineCollection('rows', { key: (row: Row) => row.k, indexes: ['n'] })
  .on(Put, (all, { data: { k, n } }) => all.put({ k, n, tag: { name: `t${n % 3}` } }))
  .on(Bumped, (all, { data }) => all.update(data.k, (row) => void (row.n = row.n * 2 + 1)))
  .on(Dropped, (all, { data }) => all.delete(data.k))
  .on(Emptied, (all) => all.clear())
  // Reads a row and writes another, which the row that it read chooses.
  .on(Copied, (all, { data: { k } }) => {
    const row = all.get(k);
    if (row !== undefined) all.put({ ...row, k: (row.n * 3 + 1) % 6 });
  })
  // Reads rows by a range, and how many there are.
  .on(Summed, (all, { data: { k, n } }) => {
    const sum = all.where('n', { gte: n }).length * 10 + (n === 0 ? all.size : 0);
    all.put({ k, n: sum, tag: { name: 'sum' } });
  });

/** Not commutative, and it folds controls. */
export const story = defineView('story', {
  initial: { text: '', controls: 0, parts: [{ n: 0 }, { n: 0 }, { n: 0 }, { n: 0 }] },
})
  .on([Put, Bumped], (draft, { data, id }) => {
    draft.text = `${draft.text.slice(-60)} ${id}`;
    draft.parts[data.k % 4]!.n += 1;
  })
  .on([Undone, Redone, Rejected], (draft) => void (draft.controls += 1));

/** Folds few of the events, and stops at some order of them. */
export const fragile = defineView('fragile', { initial: { last: 0 } })
  .on(Put, (draft, { data }) => {
    if (draft.last === 4 && data.n === 1) throw new Error('boom');
    draft.last = data.n;
  })
  .on(Dropped, (draft) => void (draft.last = 0));

export const models = [rows, story, fragile] as unknown as readonly ModelDefinition[];

/** An event of a random log. A rejection names events `k` before it; this app cannot decode an opaque one. */
export const item = fc.record({
  do: fc.constantFrom(
    ...(['put', 'put', 'put', 'bump', 'bump', 'drop', 'copy', 'copy', 'sum', 'empty', 'opaque'] as const),
    ...(['undo', 'undo', 'redo', 'reject'] as const),
  ),
  group: fc.option(fc.nat(7), { freq: 8 }),
  k: fc.nat(5),
});
export type Item = typeof item extends fc.Arbitrary<infer T> ? T : never;

const TYPES = {
  put: Put.type,
  bump: Bumped.type,
  drop: Dropped.type,
  copy: Copied.type,
  sum: Summed.type,
  empty: Emptied.type,
  opaque: 'of.another.app',
};

/** The event of an item, after other events. */
export function toEvent({ do: what, group, k }: Item, id: string, before: readonly Envelope[]): Envelope {
  const groups = [`g${group ?? 0}`];
  const nth = (back: number): string => before.at(-back)?.id ?? 'none';
  const controls = {
    undo: [Undone.type, { groups }],
    redo: [Redone.type, { groups }],
    reject: [Rejected.type, { events: [nth(k + 1), nth(3 * k + 2)], code: 'no' }],
  };
  const isOfControl = what in controls;
  const [type, data] = isOfControl
    ? controls[what as keyof typeof controls]
    : [TYPES[what as keyof typeof TYPES], { k, n: (k * 7 + (group ?? 3)) % 6 }];
  const metadata = { correlationId: id, source: 'test', actorId: 'ann' };
  return {
    id,
    type,
    timestamp: '2026-01-01T00:00:00.000Z',
    version: 1,
    data,
    metadata: isOfControl || group === null ? metadata : { ...metadata, group: groups[0]! },
  } as Envelope;
}

/** The events of a log after a position: those that are folded, and those that cannot be decoded. */
export function decoded(log: readonly Envelope[], after = 0) {
  const entries: LogEntry[] = [];
  const skipped: OpaqueEvent[] = [];
  for (let i = after; i < log.length; i++) {
    const event = log[i]!;
    if (event.type === TYPES.opaque) skipped.push({ group: event.metadata.group, position: i + 1 });
    else entries.push({ position: i + 1, event });
  }
  return { entries, skipped, position: log.length };
}

/** Positions of the events that controls take out, by checking each event against each control. */
export function outOf(log: readonly Envelope[], horizon: number): ReadonlySet<number> {
  const out = new Set<number>();
  const rejected = new Set<number>();
  for (const [at, control] of log.entries()) {
    if (!isControl(control)) continue;
    for (let i = Math.max(0, at - horizon); i < at; i++) {
      const { id, type, metadata } = log[i]!;
      if (metadata.group === undefined || type === TYPES.opaque) continue;
      if (control.type === '$rejected' && control.data.events.includes(id)) rejected.add(i + 1);
      else if (control.type === '$undo' && control.data.groups.includes(metadata.group)) out.add(i + 1);
      else if (control.type === '$redo' && control.data.groups.includes(metadata.group)) out.delete(i + 1);
    }
  }
  return new Set([...out, ...rejected]);
}

/** A read model after the events up to a position, without those that are out of the whole log. */
export function scratch(
  model: ModelDefinition,
  log: readonly Envelope[],
  horizon: number,
  upTo = log.length,
): ModelState {
  const out = outOf(log, horizon);
  const kept = decoded(log).entries.filter(({ position }) => position <= upTo && !out.has(position));
  return fold(model, initialState(model, tools(true)), kept, tools(true)).state;
}

/** A state as plain data, to compare. */
export const plain = ({ value, stopped }: ModelState): unknown => ({
  value: Symbol.iterator in (value as object) ? [...(value as Iterable<unknown>)] : value,
  stopped: stopped === undefined ? undefined : [stopped.details.eventId, stopped.details.position],
});
