import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  type AnyStore,
  compact,
  createStore,
  defineCollection,
  defineEvent,
  defineView,
  memoryLog,
  type ReadModel,
} from '../index.ts';
import type { EventLog } from '../log/index.ts';
import { budget } from '../property.fixture.ts';
import { testEnv } from '../env/env.fixture.ts';
import { sizedProperty } from '../sizes.fixture.ts';

const Put = defineEvent('row.put', z.object({ k: z.number(), n: z.number() }));
const Noted = defineEvent('note.noted');
type Events = typeof Put | typeof Noted;
interface Row {
  k: number;
  n: number;
}
let reduced = 0;
const rows = defineCollection('rows', { key: (row: Row) => row.k }).on(Put, (all, e) => all.put(e.data));
const totalOf = (revision: number) =>
  defineView('total', { initial: { n: 0 }, revision }).on(Put, (draft, e) => {
    reduced += 1;
    draft.n += e.data.n;
  });
const total = totalOf(1);
const puts = (count: number) => Array.from({ length: count }, (_, i) => Put({ k: i % 40, n: 1 }));

/** A log that outlives its stores. */
const lasting = (): EventLog => ({
  ...memoryLog('shop', { undoHorizon: 100 }),
  close: () => Promise.resolve(),
});

async function open(
  log: EventLog,
  views: readonly ReadModel<Events>[] = [rows, total],
  events: Events[] = [Put, Noted],
) {
  const env = testEnv();
  const told: { readonly type: string }[] = [];
  const store: AnyStore = createStore({ events, views: views as readonly ReadModel[] as readonly [], log, env });
  store.system$.subscribe((event) => told.push(event));
  await store.ready;
  reduced = 0;
  return { store, env, told };
}

/** A log of `count` events, saved and closed. */
async function filled(count: number): Promise<EventLog> {
  const log = lasting();
  const { store } = await open(log);
  for (let i = 0; i < count; i += 250) await store.append(...puts(250)).until('stored');
  await store.close();
  return log;
}

describe('[LOG-8] a log that is compacted', () => {
  test('keeps as many events as the policy says, reports what it dropped, and all read models continue', async () => {
    const log = await filled(2_000);
    const { store, told } = await open(log);
    expect(await compact(store, { keepEvents: 1_000 })).toEqual({ floor: 1_000, dropped: 1_000 });
    expect(told).toEqual([{ type: 'log.compacted', floor: 1_000, dropped: 1_000 }]);
    await store.append(Put({ k: 1, n: 5 })).until('stored');
    await store.close();
    const again = await open(log);
    expect([again.store.get(total).n, again.store.get(rows).get(1)?.n]).toEqual([2_005, 5]);
    expect([again.store.status.incomplete, again.told]).toEqual([[], []]);
  });

  test('keeps events younger than the policy says, and all events after them', async () => {
    const log = lasting();
    const { store, env } = await open(log);
    const days = 86_400_000;
    await store.append(...puts(100)).until('stored');
    env.ms += 10 * days;
    // A segment that is just too young.
    await store.append(...puts(1)).until('stored');
    await store.append(...puts(99)).until('stored');
    env.ms -= 10 * days;
    await store.append(...puts(300)).until('stored');
    env.ms += 15 * days;
    expect(await compact(store, { keepDays: 20 })).toMatchObject({ dropped: 0 });
    expect(await compact(store, { keepDays: 7 })).toMatchObject({ floor: 100 });
    expect(await compact(store, { keepDays: 1, keepEvents: 350 })).toMatchObject({ floor: 101 });
    expect(await compact(store, { keepDays: 1 })).toMatchObject({ floor: 200 });
  });

  test('drops nothing if the policy is not a number', async () => {
    const { store } = await open(await filled(500));
    for (const policy of [{}, { keepEvents: NaN }, { keepDays: NaN }, { keepDays: Infinity }])
      expect(await compact(store, policy as { keepEvents: number })).toMatchObject({ floor: 0, dropped: 0 });
  });

  test('[EVT-5] keeps all events that another version of the app may understand', async () => {
    const log = await filled(500);
    const { store } = await open(log);
    await store.append(Noted()).until('stored');
    for (let i = 0; i < 2; i++) await store.append(...puts(250)).until('stored');
    await store.close();
    const { store: old } = await open(log, [rows, total], [Put]);
    const outcome = await compact(old, { keepEvents: 0 });
    expect(outcome.dropped + (outcome.limit?.by === 'skipped' ? 0 : 1)).toBe(0);
  });

  test('[VIEW-4] a read model of another revision has the remaining events and is incomplete; the old one can return', async () => {
    const log = await filled(1_000);
    const { store } = await open(log);
    await compact(store, { keepEvents: 500 });
    await store.close();
    const second = totalOf(2);
    const next = await open(log, [rows, second]);
    expect(next.store.get(second).n).toBe(500);
    const lack = { model: 'total', since: 500 };
    expect([next.store.status.incomplete, next.told]).toEqual([[lack], [{ type: 'model.incomplete', ...lack }]]);
    for (let i = 0; i < 4; i++) await next.store.append(...puts(250)).until('stored');
    const { limit, floor } = await compact(next.store, { keepEvents: 250 });
    expect([limit, floor <= 1_000]).toMatchObject([{ by: 'revision', model: 'total' }, true]);
    await next.store.close();
    const saved = await open(log, [rows, second]);
    expect([saved.store.get(second).n, saved.store.status.incomplete]).toEqual([1_500, [lack]]);
    await saved.store.close();
    const before = await open(log);
    expect([before.store.get(total).n, before.store.status.incomplete]).toEqual([2_000, []]);
    await before.store.close();
    const sure = await open(log, [rows, second]);
    expect((await compact(sure.store, { keepEvents: 250, forget: ['total'] })).floor).toBe(1_750);
    await sure.store.close();
    expect((await open(log)).store.status.incomplete).toEqual([{ model: 'total', since: 1_750 }]);
  });

  test('[VIEW-5] a damaged snapshot is made again from the base', async () => {
    const log = await filled(1_000);
    const { store } = await open(log);
    await compact(store, { keepEvents: 400 });
    await store.append(...puts(250)).until('stored');
    await store.close();
    const inner = log.snapshots!;
    await inner.put('total', [{ id: 'bad', rows: [{ n: -1 }] }]);
    const { id } = await log.open();
    const pages = [{ id: 'bad', first: '' }];
    await inner.commit({ model: 'total', revision: 7, log: id, position: 1_100, skipped: [], pages });
    const { store: again } = await open(log);
    expect([again.get(total).n, again.status.incomplete]).toEqual([1_250, []]);
  });

  test('[VIEW-4] a new read model has the remaining events, and is incomplete as long as it exists', async () => {
    const log = await filled(500);
    const { store } = await open(log, [rows]);
    await compact(store, { keepEvents: 250, forget: ['total'] });
    await store.attach(total as never);
    expect([store.get(total).n, store.status.incomplete]).toEqual([250, [{ model: 'total', since: 250 }]]);
    await store.attach(defineView('total', { initial: { n: 0 } }).on(Noted, () => undefined) as never);
    expect(store.status.incomplete).toEqual([{ model: 'total', since: 250 }]);
  });

  test('a store that no longer knows the whole log saves nothing, so nothing is dropped', async () => {
    const log = await filled(500);
    const [{ store }, { store: other }] = [await open(log, [total]), await open(log, [total])];
    await store.append(...puts(250)).until('stored');
    await other.append(...puts(250)).until('stored');
    await log.snapshots!.drop('total');
    expect(await compact(other, { keepEvents: 0, forget: ['rows'] })).toMatchObject({
      dropped: 0,
      limit: { by: 'unsaved', position: 0, model: 'total' },
    });
  });

  test('a read before the floor during a compaction rejects with `log.compacted`, and succeeds when repeated', async () => {
    const log = await filled(500);
    const { store } = await open(log, [rows]);
    const { store: other } = await open(log, [rows]);
    let isOvertaken = false;
    const overtaken: EventLog = {
      ...log,
      async read(options) {
        if (!isOvertaken) await compact(store, { keepEvents: 250, forget: ['total'] });
        isOvertaken = true;
        return log.read(options);
      },
    };
    await log.snapshots!.drop('total');
    await expect(open(overtaken)).rejects.toMatchObject({ code: 'log.compacted' });
    expect((await open(overtaken)).store.get(total).n).toBe(250);
    await other.attach(total as never);
    expect(other.get(total).n).toBe(250);
  });

  test('during constant appends it drops as far as snapshots reach, or reports that nothing is saved', async () => {
    const inner = await filled(2_000);
    let onWrite = (): void => undefined;
    const log: EventLog = {
      ...inner,
      // A write lasts longer than a writer needs to append again.
      append: async (batch) => {
        onWrite();
        await new Promise((resolve) => void setImmediate(resolve));
        return inner.append(batch);
      },
    };
    const { store, env } = await open(log);
    let appended = 2_000;
    let isOver = false;
    const write = async (): Promise<void> => {
      while (!isOver) {
        const receipt = store.append(...puts(10));
        appended += 10;
        await receipt.until('stored');
      }
    };
    // Two writers take turns: the second one begins during a write of the first, so events are always pending.
    const compactAmidWrites = async () => {
      isOver = false;
      const hasBegun = new Promise<void>((resolve) => (onWrite = resolve));
      const first = write();
      await hasBegun;
      const writing = Promise.all([first, write()]);
      const compacted = await compact(store, { keepEvents: 0 });
      isOver = true;
      await writing;
      return compacted;
    };
    expect(await compactAmidWrites()).toMatchObject({ dropped: 0, limit: { by: 'unsaved', position: 0 } });
    // Once writes stop, the next events cause a save.
    await store.append(...puts(10)).until('stored');
    appended += 10;
    await expect
      .poll(async () => {
        env.runIdle();
        return (await log.snapshots!.read('total'))?.manifest.position ?? 0;
      })
      .toBeGreaterThan(0);
    const saved = (await log.snapshots!.read('total'))!.manifest.position;
    const { floor, limit } = await compactAmidWrites();
    expect([floor > saved - 250 && floor <= saved, limit]).toEqual([
      true,
      { by: 'snapshot', position: saved, model: expect.any(String) as string },
    ]);
    await store.close();
    const again = await open(log);
    expect([again.store.get(total).n, again.store.status.incomplete]).toEqual([appended, []]);
  });

  test('read models are the same after any appends, compactions, reopenings and damaged snapshots', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 250 }) }),
      fc.record({ do: fc.constant('compact' as const), keepEvents: fc.nat({ max: 600 }) }),
      fc.record({ do: fc.constantFrom('reopen' as const, 'bad' as const), model: fc.constantFrom('rows', 'total') }),
    );
    await fc.assert(
      sizedProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        const log = lasting();
        let { store } = await open(log);
        const expected = new Map<number, number>();
        let count = 0;
        let dropped = 0;
        for (const action of steps) {
          let most = dropped;
          if (action.do === 'append') {
            const drafts = Array.from({ length: action.count }, (_, i) => ({ k: i % 40, n: (count += 1) }));
            for (const { k, n } of drafts) expected.set(k, n);
            await store.append(...drafts.map((data) => Put(data))).until('stored');
          } else if (action.do === 'compact') {
            most = Math.max(dropped, count - Math.max(100, action.keepEvents));
            await compact(store, action);
          } else {
            await store.close();
            if (action.do === 'bad') await log.snapshots!.drop(action.model);
            ({ store } = await open(log));
          }
          const { floor } = await log.open();
          expect([floor >= dropped, floor <= most]).toEqual([true, true]);
          dropped = floor;
          expect(store.get(total).n).toBe((count * (count + 1)) / 2);
          expect(new Map([...store.get(rows)].map((row) => [row.k, row.n]))).toEqual(expected);
          expect(store.status.incomplete).toEqual([]);
        }
      }),
      budget(30),
    );
  });
});
