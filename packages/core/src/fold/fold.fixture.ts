import fc from 'fast-check';
import type { CollectionDefinition } from '../model/collection.ts';
import { type Collection, defineCollection } from '../model/collection.ts';
import type { Envelope } from '../model/envelope.ts';
import { defineEvent } from '../model/event.ts';
import type { Page, Range, RowsDraft } from '../model/table/rows.ts';
import { plainCheck } from '../model/plain-check.ts';
import { type FoldTools, foldTools, type LogEntry } from './fold.ts';

/** A row with a nested list, so that drafts have depth, and an index that may be absent. */
export interface Row {
  id: string;
  n?: number;
  tags: { name: string }[];
}
export type Draft = RowsDraft<Row, string, 'n'>;

/** An action of a reducer on rows. Steps inside `update` run in its recipe. */
export type Step =
  | {
      readonly do: 'put' | 'update' | 'return' | 'copy';
      readonly id: string;
      readonly n: number;
      readonly inside: readonly Step[];
    }
  | {
      readonly do: 'delete' | 'get' | 'bump-where' | 'bump-all' | 'drop-range' | 'clear';
      readonly id: string;
      readonly n: number;
    }
  | { readonly do: 'throw' };

export const rowIds = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const ids = fc.constantFrom(...rowIds);
const small = fc.integer({ min: 0, max: 4 });
const { step } = fc.letrec<{ step: Step; simple: Step }>((tie) => ({
  simple: fc.record({
    do: fc.constantFrom('delete', 'get', 'bump-where', 'bump-all', 'drop-range', 'clear'),
    id: ids,
    n: small,
  }),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('simple'),
    fc.record({
      do: fc.constantFrom('put', 'update', 'update', 'return', 'copy'),
      id: ids,
      n: small,
      inside: fc.array(tie('step'), { maxLength: 3 }),
    }),
  ),
}));
/** Random events, each with the steps of its reducer. */
export const scripts = (canThrow: boolean): fc.Arbitrary<readonly (readonly Step[])[]> => {
  const steps = fc.array(step, { maxLength: 4 });
  const boom = fc.tuple(steps, steps).map(([before, after]): readonly Step[] => [...before, { do: 'throw' }, ...after]);
  const event = canThrow ? fc.oneof({ weight: 6, arbitrary: steps }, { weight: 1, arbitrary: boom }) : steps;
  return fc.array(event, { maxLength: 14 });
};

/** Takes the steps on any rows, real or naive. Adds all values read on the way to `seen`. */
export function play(rows: Draft, steps: readonly Step[], seen: unknown[]): void {
  const bump = (row: { n?: number; tags: { name: string }[] }): void => {
    row.n = (row.n ?? 0) + 1;
    if (row.n > 6) delete row.n;
    row.tags.push({ name: `t${row.tags.length}` });
  };
  const look = (value: unknown): void => void seen.push(structuredClone(value));
  for (const step of steps) {
    switch (step.do) {
      case 'throw':
        throw new Error('boom');
      case 'put':
        rows.put({ id: step.id, n: step.n, tags: [{ name: 'new' }] });
        play(rows, step.inside, seen);
        break;
      case 'update':
        rows.update(step.id, (row) => {
          bump(row);
          play(rows, step.inside, seen);
          row.tags[0] = { name: `u${step.n}` };
        });
        break;
      case 'return':
        rows.update(step.id, (row) => {
          if (step.n % 2 === 0) bump(row);
          play(rows, step.inside, seen);
          return { ...row, n: step.n };
        });
        break;
      case 'copy':
        // Parts of one row's draft move to another row, and must not stay tied to the draft.
        rows.update(step.id, (row) => {
          bump(row);
          if (row.id !== 'f') rows.put({ id: 'f', tags: row.tags });
          play(rows, step.inside, seen);
        });
        break;
      case 'delete':
        rows.delete(step.id);
        break;
      case 'clear':
        rows.clear();
        break;
      case 'get':
        look(rows.get(step.id));
        look(rows.size);
        break;
      case 'bump-where':
        for (const row of rows.where('n', step.n)) rows.update(row.id, bump);
        look(rows.where('n', { gte: step.n }, { reverse: true, limit: 2 }));
        break;
      case 'bump-all':
        for (const row of rows) rows.update(row.id, bump);
        break;
      case 'drop-range':
        look(rows.range({ gt: step.id }));
        for (const row of rows.range({ gte: step.id }, { limit: 1 })) rows.delete(row.id);
        break;
    }
  }
}

/** Naive rows: a map of plain objects, filtered and sorted at each read. */
export class NaiveRows implements Draft {
  readonly #rows = new Map<string, Row>();

  get size(): number {
    return this.#rows.size;
  }
  get(id: string): Row | undefined {
    return structuredClone(this.#rows.get(id));
  }
  put(row: Row): void {
    this.#rows.set(row.id, structuredClone(row));
  }
  delete(id: string): void {
    this.#rows.delete(id);
  }
  clear(): void {
    this.#rows.clear();
  }
  update(id: string, recipe: (row: any) => Row | void): void {
    const row = this.#rows.get(id);
    const next = row && recipe(row);
    if (next) this.put(next);
  }
  where(_: 'n', is: number | undefined | Range<number | undefined>, page?: Page): readonly Row[] {
    const isIn = typeof is === 'object' ? (n?: number) => n !== undefined && n >= is.gte! : (n?: number) => n === is;
    const rows = [...this].filter((r) => isIn(r.n)).sort((a, b) => (a.n ?? -1) - (b.n ?? -1));
    return cut(rows, page);
  }
  range(keys: Range<string> = {}, page?: Page): readonly Row[] {
    const { gt, gte } = keys;
    return cut(
      [...this].filter((r) => (gt === undefined || r.id > gt) && (gte === undefined || r.id >= gte)),
      page,
    );
  }
  [Symbol.iterator](): IterableIterator<Row> {
    const rows = structuredClone([...this.#rows.values()]);
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).values();
  }
}

const cut = (rows: readonly Row[], page?: Page): readonly Row[] =>
  (page?.reverse ? [...rows].reverse() : rows).slice(0, page?.limit);

const Played = defineEvent('rows.played');

/** A collection whose reducer takes the steps in the event, and adds the values it reads to `seen`. */
export function playing(seen: unknown[]): CollectionDefinition {
  const rows: Collection<Row, string, 'n'> = defineCollection('rows', { key: (r: Row) => r.id, indexes: ['n'] });
  return rows.on(Played, (draft, e) =>
    play(draft, e.data as unknown as readonly Step[], seen),
  ) as unknown as CollectionDefinition;
}

/** Events at positions from 1. */
export const placed = (payloads: readonly unknown[], type: string = Played.type): readonly LogEntry[] =>
  payloads.map((data, index) => ({
    position: index + 1,
    event: { id: `evt_${index + 1}`, type, data, metadata: {} } as unknown as Envelope,
  }));

/** Divides a list into batches at the given places. */
export function cutAt<T>(items: readonly T[], places: readonly number[]): readonly (readonly T[])[] {
  const ends = [...new Set(places.map((p) => p % (items.length + 1)))].sort((a, b) => a - b);
  return [...ends, items.length].map((end, i, all) => items.slice(all[i - 1] ?? 0, end));
}

/** The fold of a store in development, or in production with unfrozen states. */
export const tools = (isDevelopment: boolean): FoldTools =>
  foldTools(isDevelopment ? plainCheck : undefined, isDevelopment);
