import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { faultyLog, testEnv } from '../env/env.fixture.ts';
import {
  definitions,
  fragile,
  type Item,
  item,
  models,
  outOf,
  plain,
  type Row,
  rows,
  scratch,
  story,
  toEvent,
} from '../fold/another-tail/replace-tail.fixture.ts';
import { createStore, defineView, eventIdFrom, memoryLog } from '../index.ts';
import type { EventLog } from '../log/index.ts';
import type { Envelope } from '../model/envelope.ts';
import { isControl } from '../model/control-events.ts';
import { budget } from '../property.fixture.ts';
import { sizedProperty } from '../sizes.fixture.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { createUndo } from '../undo-and-rejections.ts';
import { internalsOf } from './internals.ts';
import type { AnyStore } from './store.ts';

/** Opens a log as one of several tabs does. */
async function openTab(log: EventLog) {
  const env = testEnv();
  const kept = { ...log, close: () => Promise.resolve() };
  const store: AnyStore = createStore({ events: definitions, views: [rows, story, fragile], log: kept, env });
  await store.ready;
  return { store, env };
}

/** A tab, and another writer of the same log that it does not know of. */
class Tabs {
  readonly inner: EventLog;
  readonly log: ReturnType<typeof faultyLog>;
  readonly horizon: number;
  readonly announced: string[] = [];
  readonly kinds: string[] = [];
  store!: AnyStore;
  env!: ReturnType<typeof testEnv>;
  undo!: ReturnType<typeof createUndo>;
  #commits = 0;
  #ids = 0;

  constructor(horizon: number) {
    this.horizon = horizon;
    this.inner = memoryLog('shared', { undoHorizon: horizon });
    this.log = faultyLog(this.inner);
  }

  async open(): Promise<void> {
    ({ store: this.store, env: this.env } = await openTab(this.log));
    this.undo = createUndo(this.store);
    this.store.system$.subscribe((event) => {
      if (event.type === 'event.skipped') this.announced.push(event.id);
      if (event.type === 'commit.rejected') this.announced.push(...event.events.map((id) => `rejected ${id}`));
    });
    const { kernel } = internalsOf(this.store);
    const apply = kernel.apply.bind(kernel);
    kernel.apply = (change) => {
      this.kinds.push(change.type);
      apply(change);
    };
  }

  /** The whole log, and the own events after it. */
  async all(): Promise<readonly Envelope[]> {
    const stored: Envelope[] = [];
    for (let after = 0; ;) {
      const { commits, last, mark } = await this.inner.read({ after, limit: 100 });
      for (const { events } of commits) stored.push(...events);
      if (last >= mark.confirmed) break;
      after = last;
    }
    const ids = new Set(stored.map(({ id }) => id));
    return [...stored, ...testHandle(this.store).pending.filter(({ id }) => !ids.has(id))];
  }

  /** Returns whether an event at a position is one of these. */
  async others(items: readonly Item[]): Promise<(position: number) => boolean> {
    const before = [...(await this.all())];
    const made: Envelope[] = [];
    for (const one of items) made.push(toEvent(one, `evt_${(this.#ids += 1)}`, [...before, ...made]));
    if (made.length === 0) return () => false;
    await this.inner.append({ writer: 'other', first: (this.#commits += 1), commits: [{ events: made }] });
    const { position: last } = await this.inner.open();
    return (position) => position > last - made.length && position <= last;
  }

  /** What the own tab does. Its controls are undo and redo. */
  async own({ do: what, k, group }: Item): Promise<void> {
    if (what === 'undo' || what === 'redo') return void this.undo[what]();
    if (what === 'opaque') {
      const event = { ...toEvent({ do: what, k, group: null }, eventIdFrom(`own ${(this.#ids += 1)}`), []) };
      // It may fail to be stored, as any write.
      await Promise.allSettled([this.store.import([event as never])]);
      return;
    }
    const definition = definitions[(k + (group ?? 0)) % definitions.length]!;
    this.store.append(definition({ k: k % 4, n: (k * 5 + (group ?? 1)) % 6 }) as never);
  }

  async stored(): Promise<void> {
    await testHandle(this.store).written();
  }

  /** Stores everything, and opens the log again. */
  async reopen(): Promise<void> {
    await this.stored();
    this.log.faults.length = 0;
    await this.store.append(definitions[0]({ k: 0, n: 0 })).until('stored');
    await this.store.close();
    this.announced.length = 0;
    await this.open();
  }

  /** Lets the tab read what others have written. */
  async read(how: 'attach' | 'import', isNew: (position: number) => boolean): Promise<void> {
    if (how === 'attach') await this.store.attach(defineView('late', { initial: { n: 0 } }));
    else await (await internalsOf(this.store).loadRebuild())('importLog', isNew);
  }
}

const step = fc.record({
  do: fc.constantFrom('own', 'own', 'others', 'fail', 'idle', 'attach', 'import', 'reopen'),
  items: fc.array(item, { minLength: 1, maxLength: 5 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function rowsOf(store: AnyStore): ReadonlyMap<unknown, Row> {
  return new Map([...store.get(rows)].map((row) => [(row as Row).k, row as Row]));
}

/** The tab after it has read the log, beside a fold from scratch. */
async function expectWhole(tabs: Tabs): Promise<void> {
  const { store, horizon } = tabs;
  const all = await tabs.all();
  const handle = testHandle(store);
  expect(handle.position).toBe(all.length);
  for (const model of models) expect(plain(handle.state(model.name))).toEqual(plain(scratch(model, all, horizon)));
  expect(store.status.skipped).toBe(all.filter(({ type }) => type === 'of.another.app').length);
  const out = outOf(all, horizon);
  for (const { position, event } of handle.heldEvents)
    expect([position, event.id, handle.isSkipped(position)]).toEqual([
      position,
      all[position - 1]!.id,
      !isControl(event) && out.has(position),
    ]);
  const anew = createUndo(store);
  expect(tabs.undo.state).toEqual(anew.state);
  anew.close();
}

/** Reads what another has written, and checks what the tab holds then. Returns the changes of the store. */
async function expectRead(tabs: Tabs, how: 'attach' | 'import', items: readonly Item[]): Promise<readonly string[]> {
  const isOfOthers = await tabs.others(items.slice(1));
  const before = rowsOf(tabs.store);
  tabs.kinds.length = 0;
  await tabs.read(how, isOfOthers);
  await expectWhole(tabs);
  const kinds = tabs.kinds.filter((kind) => kind === 'adopt' || kind === 'replaceTail');
  expect(kinds.length).toBeLessThanOrEqual(1);
  // Rows that stay equal stay the same objects, unless all was folded from the log again.
  if (!kinds.includes('adopt'))
    for (const [k, row] of rowsOf(tabs.store))
      expect(row === before.get(k)).toBe(isDeepStrictEqual(row, before.get(k)));
  return kinds;
}

async function take(tabs: Tabs, { do: what, items }: Step): Promise<readonly string[]> {
  switch (what) {
    case 'own':
      for (const one of items) await tabs.own(one);
      return [];
    case 'others':
      await tabs.others(items);
      return [];
    case 'fail':
      tabs.log.faults.push(items.length > 3 ? 'unknown' : 'lost');
      return [];
    case 'idle':
      await tabs.stored();
      tabs.env.runIdle();
      await testHandle(tabs.store).snapshotsSaved();
      return [];
    case 'reopen':
      await tabs.reopen();
      await expectWhole(tabs);
      return [];
    default:
      return expectRead(tabs, what, items);
  }
}

test('[KERNEL-3] a tab that reads what another has written equals one that opens the log', async () => {
  const kinds: string[] = [];
  await fc.assert(
    sizedProperty(fc.array(step, { maxLength: 14 }), fc.constantFrom(3, 12, 1_000), async (steps, horizon) => {
      const tabs = new Tabs(horizon);
      await tabs.open();
      for (const one of steps) {
        kinds.push(...(await take(tabs, one)));
        expect(new Set(tabs.announced).size).toBe(tabs.announced.length);
      }
      await Promise.allSettled([tabs.store.close()]);
    }),
    budget(150),
  );
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  expect(count('replaceTail')).toBeGreaterThan(count('adopt') / 2);
});
