import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { testEnv } from '../env/env.fixture.ts';
import { isRefoldError } from '../errors/refold-error.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineCollection } from '../model/collection.ts';
import { defineCommand, reject } from '../model/command.ts';
import { defineEvent } from '../model/event.ts';
import { defineQuery } from '../read/define-query.ts';
import { defineView } from '../model/view.ts';
import { budget } from '../property.fixture.ts';
import { checkEqual } from '../testing/check.ts';
import { createUndo } from '../undo/create-undo.ts';
import { createStore } from './create-store.ts';

const Key = z.enum(['a', 'b']);
const Put = defineEvent('put', z.object({ k: Key }));
const Doubled = defineEvent('doubled');
/** No order of events leads to the state of another order. */
const line = defineView('line', { initial: { text: '' } })
  .on(Put, (draft, { data }) => void (draft.text += data.k))
  .on(Doubled, (draft) => void (draft.text = (draft.text + draft.text).slice(0, 40)));
const counts = defineCollection('counts', { key: (row: { k: string; n: number }) => row.k, indexes: ['n'] }).on(
  Put,
  (rows, { data: { k } }) => rows.put({ k, n: (rows.get(k)?.n ?? 0) + 1 }),
);
const often = defineQuery('often', { counts }, ({ counts }, n: number) =>
  counts.where('n', { gte: n }).map(({ k }) => k),
);
/** Doubles a line, which must not end in "a". */
const double = defineCommand('double', {
  reads: { line },
  label: (_, read) => `Double ${read.line.text}`,
  decide: (_, read) => (read.line.text.endsWith('a') ? reject('ends-in-a') : Doubled()),
});
const put = defineCommand('put', {
  input: z.object({ k: Key }),
  coalesce: ({ k }) => k,
  decide: ({ k }) => Put({ k }),
});
const odd = defineCommand('odd', {
  decide: () => {
    throw new Error('odd');
  },
});

const STOP = new Error('stop');

type Op =
  | { readonly do: 'double' | 'odd' | 'undo' | 'redo' | 'later' }
  | { readonly do: 'put'; readonly k: 'a' | 'b' }
  | { readonly do: 'append'; readonly ks: readonly ('a' | 'b')[] }
  | {
      readonly do: 'transaction';
      readonly ops: readonly Op[];
      readonly isThrowing: boolean;
      readonly isCaught: boolean;
    };

const key = fc.constantFrom('a' as const, 'b' as const);
const call: fc.Arbitrary<Op> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), k: key }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), ks: fc.array(key, { maxLength: 3 }) }) },
  { weight: 3, arbitrary: fc.constant({ do: 'double' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'odd' as const }) },
);
const transaction = (inner: fc.Arbitrary<Op>): fc.Arbitrary<Op> =>
  fc.record({
    do: fc.constant('transaction' as const),
    ops: fc.array(inner, { maxLength: 5 }),
    isThrowing: fc.boolean(),
    isCaught: fc.boolean(),
  });
const step = fc.oneof(
  { weight: 2, arbitrary: call },
  {
    weight: 4,
    arbitrary: transaction(fc.oneof({ weight: 4, arbitrary: call }, { weight: 1, arbitrary: transaction(call) })),
  },
  { weight: 2, arbitrary: fc.constantFrom<Op>({ do: 'undo' }, { do: 'undo' }, { do: 'redo' }, { do: 'later' }) },
);

async function open(commitEvents: number) {
  const log = memoryLog();
  // The same randomness each time: ids differ by their time and their number alone.
  const env = testEnv();
  const store = createStore({
    ...{ events: [Put, Doubled], views: [line, counts], commands: [double, put, odd], log },
    limits: { commitEvents },
    env: { ...env, random: (bytes) => bytes.fill(7) },
  });
  await store.ready;
  const told: unknown[] = [];
  store.events$.subscribe(({ id, type }) => void told.push(`${id} ${type} ${store.get(line).text}`));
  store.subscribe(() => void told.push('published'));
  return { env, log, store, told, undo: createUndo(store) };
}
type Opened = Awaited<ReturnType<typeof open>>;

/** The expected reads within a transaction: a plain fold of what it did so far. */
interface Expected {
  text: string;
  counts: Map<string, number>;
}

const foldPut = ({ text, counts: before }: Expected, k: string): Expected => ({
  text: text + k,
  counts: new Map(before).set(k, (before.get(k) ?? 0) + 1),
});

/** Performs a script; returns the part of it that took effect. */
class Performer {
  readonly #opened: Opened;
  #expected: Expected | undefined;

  constructor(opened: Opened) {
    this.#opened = opened;
  }

  perform(ops: readonly Op[]): readonly Op[] {
    return ops.flatMap((op) => {
      const done = this.#try(op);
      this.#check();
      return done === undefined ? [] : [done];
    });
  }

  #try(op: Op): Op | undefined {
    if (op.do === 'transaction') return this.#transaction(op);
    const before = this.#expected;
    try {
      return this.#call(op);
    } catch (error) {
      this.#expected = before;
      if (!isRefoldError(error)) throw error;
      // A call that throws may use up ids, so it stays in the script.
      if (before === undefined || op.do === 'odd' || op.do === 'append') return op;
      throw error;
    }
  }

  #transaction(op: Extract<Op, { do: 'transaction' }>): Op | undefined {
    const { store } = this.#opened;
    const outer = this.#expected;
    const rows = new Map([...store.get(counts)].map(({ k, n }) => [k, n]));
    this.#expected = { text: store.get(line).text, counts: rows };
    try {
      const done = store.transaction('Together', () => {
        const ops = this.perform(op.ops);
        if (op.isThrowing) throw STOP;
        return ops;
      });
      if (outer === undefined) this.#expected = undefined;
      return { ...op, ops: done, isThrowing: false };
    } catch (error) {
      this.#expected = outer;
      if (error !== STOP && !isRefoldError(error)) throw error;
      if (outer !== undefined && !op.isCaught) throw error;
      return undefined;
    }
  }

  #call(op: Exclude<Op, { do: 'transaction' }>): Op | undefined {
    const { env, store, undo } = this.#opened;
    const expected = this.#expected;
    if (op.do === 'undo' || op.do === 'redo') undo[op.do]();
    else if (op.do === 'later') env.ms += 400;
    else if (op.do === 'odd') store.run(odd);
    else if (op.do === 'append') {
      store.append(...op.ks.map((k) => Put({ k })));
      this.#expected = expected && op.ks.reduce(foldPut, expected);
    } else if (op.do === 'put') {
      if (store.run(put, { k: op.k }).ok) this.#expected = expected && foldPut(expected, op.k);
    } else {
      const { ok } = store.run(double);
      if (expected === undefined) return op;
      checkEqual(ok, !expected.text.endsWith('a'), 'whether the line is doubled');
      if (ok) this.#expected = { ...expected, text: (expected.text + expected.text).slice(0, 40) };
    }
    return op;
  }

  #check(): void {
    if (this.#expected === undefined) return;
    const { store } = this.#opened;
    const { text, counts: rows } = this.#expected;
    const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
    checkEqual(store.get(line).text, text, 'the line within a transaction');
    const found = [...store.get(counts)].map(({ k, n }) => [k, n]);
    checkEqual(found, sorted, 'the rows within a transaction');
    for (const n of [1, 3]) {
      const keys = sorted.flatMap(([k, m]) => (m >= n ? [k] : []));
      checkEqual([...store.get(often(n))].sort(), keys, 'a query within a transaction');
    }
  }
}

async function stateOf({ log, store, told, undo }: Opened) {
  await store.append().until('stored');
  const { commits } = await log.read({ after: 0, limit: 10_000 });
  return {
    commits,
    line: store.get(line),
    counts: [...store.get(counts)],
    undo: undo.state,
    told: [...told],
    status: store.status,
  };
}

test('[CMD-2] a script with transactions that throw anywhere equals the script without them, whatever the limit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), fc.integer({ min: 1, max: 8 }), async (script, limit) => {
      const [faulty, whole] = [await open(limit), await open(limit)];
      const done = new Performer(faulty).perform(script);
      expect(new Performer(whole).perform(done)).toEqual(done);
      expect(await stateOf(faulty)).toEqual(await stateOf(whole));
      for (let i = 0; i < script.length; i++) {
        expect(faulty.undo.undo().ok).toBe(whole.undo.undo().ok);
        expect(faulty.store.get(line)).toEqual(whole.store.get(line));
      }
      expect(await stateOf(faulty)).toEqual(await stateOf(whole));
    }),
    budget(150),
  );
});
