import fc from 'fast-check';
import * as z from 'zod';
import { defineCollection } from '../model/collection.ts';
import { defineCommand } from '../model/command.ts';
import { Redone, Rejected, Undone } from '../model/control-events.ts';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';
import type { Values } from './plain-fold.fixture.ts';

// Random scripts, and the app that plays them. Its reducers do not commute, so that order shows.
const kn = z.object({ k: z.number(), n: z.number() });
export const Assigned = defineEvent('set', kn);
export const Grown = defineEvent('grown', kn);
export const Moved = defineEvent('moved', kn);
export const Cleared = defineEvent('cleared', kn);

export const rows = defineCollection('rows', { key: (row: Values['rows'][number]) => row.k, indexes: ['n'] })
  .on(Assigned, (all, e) => all.put({ k: e.data.k, n: e.data.n }))
  .on(Grown, (all, e) => all.update(e.data.k, (row) => void (row.n = (row.n * 2 + e.data.n) % 97)))
  .on(Moved, (all, e) => {
    const row = all.get(e.data.k);
    if (row === undefined) return;
    const n = row.n + 1;
    all.delete(e.data.k);
    all.put({ k: e.data.n, n });
  })
  .on(Cleared, (all) => all.clear());

const initialStory: Values['story'] = { hash: 0, undone: 0, by: {} };
export const story = defineView('story', { initial: initialStory })
  .on([Assigned, Grown, Moved], (draft, e) => {
    draft.hash = (draft.hash * 31 + e.type.length * 7 + e.data.k * 5 + e.data.n) % 100_003;
    draft.by[e.data.k] = e.data.n;
  })
  .on(Undone, (draft) => void (draft.undone += 1))
  .on(Rejected, (draft) => void (draft.undone += 10))
  .on(Redone, (draft) => void (draft.hash = (draft.hash * 3 + 1) % 100_003));

/** A read model that the app has at times, in one of two revisions. */
const initialLate: Values['late'] = { last: [], undone: 0 };
export const lateOf = (revision: number) =>
  defineView('late', { initial: initialLate, revision })
    .on([Assigned, Grown], (draft, e) => {
      draft.last = [...draft.last, e.data.n].slice(-4);
    })
    .on(Undone, (draft) => void (draft.undone += 1));

/** Runs with the same `k` in quick succession form one group. */
export const grow = defineCommand('grow', {
  input: kn,
  coalesce: ({ k }) => String(k),
  decide: (input) => Grown(input),
});

const kinds = {
  set: 4,
  grown: 2,
  moved: 2,
  cleared: 1,
  many: 2,
  run: 3,
  transaction: 2,
  import: 2,
  stranger: 2,
  undo: 6,
  redo: 4,
  reject: 2,
  save: 2,
  idle: 2,
  compact: 5,
  reopen: 4,
  attach: 2,
  at: 4,
  whatIf: 4,
  lastChange: 2,
};
export type Kind = keyof typeof kinds;

export interface Step {
  readonly do: Kind;
  readonly actor: string;
  readonly k: number;
  readonly n: number;
  /** Milliseconds that pass before the step. */
  readonly ms: number;
  /** Whether everything is stored before the next step. */
  readonly isStored: boolean;
}

export interface Script {
  readonly horizon: number;
  /** Whether other apps append events of an unknown type. Such events prevent compaction. */
  readonly hasStrangers: boolean;
  readonly steps: readonly Step[];
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(...Object.entries(kinds).flatMap(([kind, times]) => Array<Kind>(times).fill(kind as Kind))),
  actor: fc.constantFrom('ann', 'ann', 'ann', 'bob'),
  k: fc.nat(3),
  n: fc.nat(30),
  ms: fc.constantFrom(0, 0, 200, 600, 86_400_000),
  isStored: fc.boolean(),
});

export const scripts: fc.Arbitrary<Script> = fc.record({
  horizon: fc.constantFrom(1, 2, 3, 5, 9, 9, 20, 1_000),
  hasStrangers: fc.constantFrom(false, false, false, true),
  steps: fc.array(step, { maxLength: 40, size: 'max' }),
});
