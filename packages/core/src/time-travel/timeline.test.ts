import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compact } from '../store/compact.ts';
import { Closed, closeDay, Listed, low, openShop, sell, Sold, stock, takings } from '../store/shop.fixture.ts';
import { createStore } from '../store/create-store.ts';
import type { Envelope } from '../model/envelope.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineView } from '../model/view.ts';
import { budget } from '../property.fixture.ts';
import {
  Bumped,
  foldTo,
  logOf,
  openPast,
  plain,
  Put,
  rows,
  START_MS,
  steps,
  tally,
  toEvents,
} from './history.fixture.ts';
import { at } from './state-at.ts';
import { rejectCommit } from '../rejections/reject-commit.ts';
import { createTimeline } from './create-timeline.ts';
import { createUndo } from '../undo/create-undo.ts';
import { sizedProperty } from '../sizes.fixture.ts';
import { watch } from '../binding/watch.ts';

async function openTravelled() {
  const shop = await openShop();
  await shop.append(Listed({ sku: 'tea', left: 9 })).until('stored');
  for (let qty = 1; qty < 4; qty++) shop.run(sell, { sku: 'tea', qty });
  return { shop, timeline: createTimeline(shop) };
}

test('[TIME-1] a seek moves all views and queries together, and live() returns to the present', async () => {
  const { shop, timeline } = await openTravelled();
  const seen: unknown[] = [];
  const look = () => [shop.get(stock).get('tea')?.left, shop.get(takings).sold, shop.get(low(6))];
  watch(shop, takings).subscribe(() => seen.push(look()));
  expect(await timeline.seek(2)).toBe(true);
  expect([look(), timeline.state]).toEqual([
    [8, 1, []],
    { position: 2, head: 4, isLive: false, floor: 0, isPlaying: false, time: '2026-01-31T12:00:00.000Z' },
  ]);
  expect(await timeline.step(1)).toBe(true);
  expect(await timeline.step(-99)).toBe(true);
  timeline.live();
  expect(seen).toEqual([
    [8, 1, []],
    [6, 3, ['tea']],
    [undefined, 0, []],
    [3, 6, ['tea']],
  ]);
  expect(timeline.state).toEqual({ position: 4, head: 4, isLive: true, floor: 0, isPlaying: false });
});

test('[TIME-1] time travel refuses what people do; facts are stored meanwhile and show at live()', async () => {
  const { shop, timeline } = await openTravelled();
  const told: string[] = [];
  shop.events$.subscribe((event) => told.push(event.type));
  // This import began before, so it continues.
  const importing = shop.import([
    {
      id: 'evt_00000000-0000-4000-8000-000000000001',
      type: 'day.closed',
      timestamp: '2026-01-01T00:00:00.000Z',
      data: undefined,
    },
  ]);
  await timeline.seek(1);
  await importing;
  const refused = expect.objectContaining({ code: 'store.travelling' }) as Error;
  expect(() => shop.run(closeDay)).toThrow(refused);
  expect(() => shop.transaction('Close', () => shop.append(Closed()))).toThrow(refused);
  expect(() => createUndo(shop).undo()).toThrow(refused);
  expect(() => createUndo(shop).redo()).toThrow(refused);
  // An effect reports what happened outside, and does not wait.
  const done = shop.append(Closed());
  const { added } = await shop.import([
    {
      id: 'evt_00000000-0000-4000-8000-000000000002',
      type: 'day.closed',
      timestamp: '2026-01-02T00:00:00.000Z',
      data: undefined,
    },
  ]);
  await done.until('stored');
  rejectCommit(shop, done, { code: 'twice' });
  expect([added, told, shop.get(takings).days, timeline.state]).toMatchObject([
    1,
    ['day.closed', 'day.closed', 'day.closed', '$rejected'],
    0,
    { position: 1, head: 8, isLive: false },
  ]);
  timeline.live();
  expect([shop.get(takings).days, timeline.state.position]).toEqual([2, 8]);
  expect(shop.run(closeDay).ok).toBe(true);
});

test('[TIME-1] seeking in any order shows what at() returns, and what a fold from scratch returns', async () => {
  await fc.assert(
    sizedProperty(steps(30), fc.array(fc.nat(1_000), { minLength: 1, maxLength: 8 }), async (script, seeks) => {
      const events = toEvents(script);
      const { store } = await openPast(await logOf(events));
      const timeline = createTimeline(store, { checkpoints: 3 });
      for (const seek of seeks) {
        const position = seek % (events.length + 1);
        expect(await timeline.seek(position)).toBe(true);
        const past = await at(store, position);
        const shown = { rows: plain(store.get(rows)), tally: store.get(tally) };
        expect([shown, { rows: plain(past.get(rows)), tally: past.get(tally) }]).toEqual([
          foldTo(events, position),
          foldTo(events, position),
        ]);
      }
      timeline.close();
      await store.close();
    }),
    budget(60),
  );
});

test('[TIME-1] addresses: a position, an id, a time, times among some events only', async () => {
  const event = (later: number) => ({ do: 'put' as const, group: 0, k: 0, later });
  // The first two are younger than the imported events after them.
  const events = toEvents([event(1_000), event(0), event(-900), event(100), event(0), event(100), event(2_000)]);
  const { store } = await openPast(await logOf(events));
  const position = async (address: Parameters<typeof at>[1]) => (await at(store, address)).position;
  const imported = (e: { readonly id: string }) => e.id > events[1]!.id;
  expect([
    await position(4),
    await position({ id: events[3]!.id }),
    await position({ time: START_MS + 1_000 }),
    await position(new Date(START_MS + 999)),
    await position({ time: START_MS + 99, among: imported }),
    await position({ time: START_MS + 100, among: imported }),
    await position({ time: new Date(START_MS + 200).toISOString(), among: imported }),
    await position({ time: START_MS + 300, among: imported }),
    await position({ time: START_MS + 9_999, among: imported }),
  ]).toEqual([4, 4, 6, 0, 2, 3, 5, 6, 7]);
  for (const [address, code] of [
    [-1, 'address.out_of_range'],
    [8, 'address.out_of_range'],
    [1.5, 'address.invalid'],
    [new Date(Number.NaN), 'address.invalid'],
    [{ id: 'evt_00000000-0000-4000-8000-000000000000' }, 'address.unknown'],
  ] as const) {
    await expect(at(store, address)).rejects.toMatchObject({ code });
  }
});

test('[TIME-1] an id follows its pending event; for a lost event it resolves to the predecessor, with a note', async () => {
  const { shop } = await openTravelled();
  const ids: string[] = [];
  shop.events$.subscribe((event) => ids.push(event.id));
  const { receipt } = shop.run(sell, { sku: 'tea', qty: 1 }) as { receipt: { until(stage: 'stored'): Promise<void> } };
  expect(await at(shop, { id: ids[0]! })).toMatchObject({ position: 5 });
  await receipt.until('stored');
  const past = await at(shop, { id: ids[0]! });
  expect([past.position, 'note' in past]).toEqual([5, false]);
  // Another store made this id in the same millisecond, and never stored it here.
  const gone = `${ids[0]!.slice(0, 20)}fff-8fff-ffffffffffff`;
  expect(await at(shop, { id: gone })).toMatchObject({ position: 5, note: 'event-gone' });
});

test('[TIME-2] a later seek, live() or the signal ends a seek, and the display stays', async () => {
  const { shop, timeline } = await openTravelled();
  const first = timeline.seek(1);
  const second = timeline.seek(2);
  expect([await first, await second, timeline.state.position]).toEqual([false, true, 2]);
  const third = timeline.seek(3);
  timeline.live();
  expect([await third, timeline.state.isLive]).toEqual([false, true]);
  const stop = new AbortController();
  const fourth = timeline.seek(1, stop);
  stop.abort(new Error('enough'));
  await expect(fourth).rejects.toThrow('enough');
  await expect(timeline.seek(99)).rejects.toMatchObject({ code: 'address.out_of_range' });
  expect([timeline.state.isLive, shop.get(takings).sold]).toEqual([true, 6]);
  // Steps add up, even if nothing awaits them.
  await timeline.seek(4);
  const steps_ = [timeline.step(-1), timeline.step(-1)];
  expect([await Promise.all(steps_), timeline.state.position]).toEqual([[false, true], 2]);
});

test('[TIME-1] only one timeline of a store can show the past', async () => {
  const { shop, timeline } = await openTravelled();
  const other = createTimeline(shop);
  await timeline.seek(1);
  await expect(other.seek(2)).rejects.toMatchObject({ code: 'store.travelling', details: { position: 1 } });
  other.live();
  expect([shop.get(takings).sold, timeline.state.position]).toEqual([0, 1]);
  timeline.close();
  expect([shop.get(takings).sold, await other.seek(2), shop.get(takings).sold]).toEqual([6, true, 1]);
});

test('[TIME-1] a displayed position keeps its number and its states while another tab writes, and live() shows it', async () => {
  const log = memoryLog();
  const [mine, other] = [await openShop(log), await openShop(log)];
  await mine
    .append(Listed({ sku: 'tea', left: 9 }), Sold({ sku: 'tea', qty: 1 }), Sold({ sku: 'tea', qty: 2 }))
    .until('stored');
  const timeline = createTimeline(mine);
  await timeline.seek(2);
  const [states, tea] = [await at(mine, 2), mine.get(stock).get('tea')];
  const late = defineView('late', { initial: { sold: 0 } }).on(Sold, (draft) => void (draft.sold += 1));
  await other.append(Sold({ sku: 'tea', qty: 3 })).until('stored');
  await mine.attach(late);
  expect(timeline.state).toMatchObject({ position: 2, head: 4, isLive: false });
  expect(mine.get(stock).get('tea')).toBe(tea);
  expect(tea).toEqual({ sku: 'tea', left: 8 });
  expect([...(await at(mine, 2)).get(stock)]).toEqual([...states.get(stock)]);
  expect((await at(mine, 4)).get(stock).get('tea')!.left).toBe(3);
  timeline.live();
  expect([mine.get(stock).get('tea')!.left, timeline.state]).toMatchObject([3, { position: 4, head: 4, isLive: true }]);
});

test('[TIME-1] play steps by the clock up to the head, and is live there', async () => {
  const { store, env } = await openPast(
    await logOf(toEvents(Array.from({ length: 5 }, () => ({ do: 'put', group: 0, k: 0, later: 1 })))),
  );
  const timeline = createTimeline(store);
  await timeline.seek(0);
  const shown: number[] = [];
  timeline.subscribe(() => shown.push(timeline.state.position));
  timeline.play({ by: 2 });
  for (const position of [2, 4]) {
    env.runScheduled();
    await expect.poll(() => timeline.state.position).toBe(position);
  }
  env.runScheduled();
  await expect.poll(() => timeline.state).toMatchObject({ isLive: true, isPlaying: false, position: 5 });
  expect([...new Set(shown)]).toEqual([0, 2, 4, 5]);
  await timeline.seek(1);
  const stop = timeline.play();
  expect(timeline.state.isPlaying).toBe(true);
  stop();
  env.runScheduled();
  expect(timeline.state).toMatchObject({ isPlaying: false, position: 1 });
});

test('[TIME-1] a read model attached during time travel shows its state at that position', async () => {
  const { shop, timeline } = await openTravelled();
  await timeline.seek(2);
  const count = defineView('count', { initial: { n: 0 } }).on(Sold, (draft) => void (draft.n += 1));
  const both = await shop.attach(count);
  await expect.poll(() => both.get(count).n).toBe(1);
  expect(timeline.state.position).toBe(2);
  timeline.live();
  expect(both.get(count).n).toBe(3);
});

test('[TIME-2] a seek reads a long log page by page, reports progress, yields, and can be cancelled', async () => {
  const log = await logOf(
    toEvents(Array.from({ length: 5_000 }, (_, i) => ({ do: 'put', group: i, k: i % 9, later: 1 }))),
    100,
  );
  let reads = 0;
  const counting = { ...log, read: (options: Parameters<typeof log.read>[0]) => ((reads += 1), log.read(options)) };
  const { env } = await openPast(log);
  let pauses = 0;
  // The clock advances a millisecond each time it is read.
  const busy = { ...env, elapsed: () => (env.ms += 1), pause: () => ((pauses += 1), Promise.resolve()) };
  const store = createStore({ events: [Put, Bumped], views: [rows], log: counting, env: busy });
  await store.ready;
  [reads, pauses] = [0, 0];
  const progress: unknown[] = [];
  const timeline = createTimeline(store);
  timeline.subscribe(() => {
    progress.push(timeline.state.progress);
    if (progress.length === 2) timeline.live();
  });
  expect([await timeline.seek(4_000), timeline.state.isLive]).toEqual([false, true]);
  const before = reads;
  expect([before < 3, await timeline.seek(4_000), store.get(rows).get(3)]).toEqual([true, true, { k: 3, n: 3_999 }]);
  // 256 events a page, eight pages a read.
  expect([reads - before <= 3, pauses > 10, progress.at(-1)]).toEqual([true, true, undefined]);
  expect(progress).toContainEqual({ done: 1_024, of: 4_000 });
  reads = 0;
  await timeline.seek(3_990);
  expect([reads, store.get(rows).get(3)]).toEqual([0, { k: 3, n: 3_981 }]);
});

test('[TIME-1] a compacted log begins at its floor, and a seek before that is refused', async () => {
  const log = await logOf([]);
  const { store, env } = await openPast(log);
  const events: Envelope[] = [];
  store.events$.subscribe((event) => events.push(event));
  for (let i = 0; i < 58; i++) {
    await store.append(i % 3 === 0 ? Bumped({ k: i % 4 }) : Put({ k: i % 4, n: i })).until('stored');
  }
  createUndo(store).undo();
  await store.append(Put({ k: 1, n: 99 })).until('stored');
  await log.seal();
  const { floor: cut } = await compact(store, { keepEvents: 20 });
  const timeline = createTimeline(store);
  timeline.subscribe(() => undefined);
  await expect.poll(() => timeline.state.floor).toBeGreaterThan(0);
  const { floor } = (await timeline.seek(55), timeline.state);
  expect([cut > 0, floor >= cut, floor < 55]).toEqual([true, true, true]);
  for (const position of [55, floor, floor + 1, 60]) {
    await timeline.seek(position);
    expect({ rows: plain(store.get(rows)), tally: store.get(tally) }).toEqual(foldTo(events, position));
  }
  await expect(timeline.seek(floor - 1)).rejects.toMatchObject({ code: 'address.out_of_range', details: { floor } });
  await expect(timeline.seek(new Date(START_MS))).rejects.toMatchObject({ code: 'address.out_of_range' });
  await timeline.step(-99);
  expect([timeline.state.position, env.reported]).toEqual([floor, []]);
});
