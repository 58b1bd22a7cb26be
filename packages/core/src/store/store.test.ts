import { firstValueFrom, take, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import {
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  defineQuery,
  defineView,
  eventIdFrom,
  memoryLog,
  reject,
} from '../index.ts';

const Added = defineEvent('counter.added', z.object({ by: z.number() }));
const Cleared = defineEvent('counter.cleared');
const Listed = defineEvent('item.listed', z.object({ id: z.string(), left: z.number() }));
const counter = defineView('counter', { initial: { total: 0 } })
  .on(Added, (draft, e) => {
    draft.total += e.data.by;
  })
  .on(Cleared, () => ({ total: 0 }));
interface Item {
  id: string;
  left: number;
}
const items = defineCollection('items', { key: (i: Item) => i.id, indexes: ['left'] })
  .on(Listed, (rows, e) => rows.put(e.data))
  .on(Added, (rows, e) => {
    for (const row of rows.where('left', { gt: 0 })) rows.update(row.id, (r) => void (r.left -= e.data.by));
  });
const low = defineQuery('low', { items }, ({ items }, max: number) =>
  items.where('left', { lte: max }).map((i) => i.id),
);
const add = defineCommand('counter.add', {
  input: z.object({ by: z.number().min(1) }),
  reads: { counter, low },
  label: ({ by }) => `Add ${by}`,
  decide: ({ by }, { counter, low }) =>
    counter.total + by > 10 ? reject('too-much', { total: counter.total, low: low(0) }) : Added({ by }),
});
const events = [Added, Cleared, Listed];
const open = async (log = memoryLog()) => {
  const store = createStore({ events, views: [counter, items], commands: [add], log });
  await store.ready;
  return store;
};

test('[LOG-2] read models are up to date when append returns, and the same after a reload', async () => {
  const log = memoryLog();
  const store = await open(log);
  store.append(Listed({ id: 'a', left: 3 }), Listed({ id: 'b', left: 9 }));
  const outcome = store.run(add, { by: 2 });
  expect(store.get(counter)).toEqual({ total: 2 });
  expect(store.get(low(5))).toEqual(['a']);
  expect(outcome.ok && outcome.events[0]!.metadata.label).toBe('Add 2');
  if (!outcome.ok) throw new Error('refused');
  expect(outcome.receipt.stage).toBe('memory');
  await outcome.receipt.until('flushed');
  const again = await open(log);
  expect(again.get(counter)).toEqual({ total: 2 });
  expect([...again.get(items)]).toEqual([...store.get(items)]);
});

test('[CMD-1] a rejection is a value, and nothing is stored', async () => {
  const store = await open();
  const seen = firstValueFrom(store.events$.pipe(take(1), toArray()));
  expect(store.run(add, { by: 0 })).toMatchObject({
    ok: false,
    rejection: { code: 'invalid-input', details: { issues: [{ path: 'by' }] } },
  });
  expect(store.run(add, { by: 11 })).toEqual({
    ok: false,
    rejection: { code: 'too-much', details: { total: 0, low: [] } },
  });
  store.append(Cleared());
  expect((await seen).map((e) => e.type)).toEqual(['counter.cleared']);
});

test('[EVT-3] an imported event is folded and published like any other, and telemetry is never in the log', async () => {
  const Paid = defineEvent('stripe.payment.succeeded', z.object({ cents: z.number() }), { undo: false });
  const paid = defineView('paid', { initial: { cents: 0 } }).on(Paid, (draft, e) => {
    draft.cents += e.data.cents;
  });
  const broken = defineView('broken', { initial: {} }).on(Paid, () => {
    throw new Error('broken');
  });
  const log = memoryLog();
  const store = createStore({ events: [Paid], views: [paid, broken], log });
  await store.ready;
  const published: string[] = [];
  const told: string[] = [];
  store.events$.subscribe((e) => published.push(`${e.metadata.source} ${e.type}`));
  store.system$.subscribe((e) => told.push(e.type));
  const given = { ...Paid({ cents: 5 }), id: eventIdFrom('stripe', 'evt_1'), timestamp: '2026-01-31T12:00:00.000Z' };
  await store.import([given], { source: 'stripe' });
  expect([store.get(paid), published, told]).toEqual([
    { cents: 5 },
    ['stripe stripe.payment.succeeded'],
    ['model.stopped'],
  ]);
  expect((await log.open()).position).toBe(1);
  expect(() => defineEvent('$undo')).toThrow('begin with "$"');
});
