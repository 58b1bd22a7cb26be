import type { Observable } from 'rxjs';
import * as z from 'zod';
import {
  type AnyStore,
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  defineQuery,
  defineView,
  type Envelope,
  type Frozen,
  type Immutable,
  isRefoldError,
  memoryLog,
  type Readable,
  type Receipt,
  Redone,
  type Rejection,
  reject,
  type Store,
  Undone,
} from './index.ts';
import {
  compare,
  closeDay,
  dayReport,
  type events,
  type makeTill,
  OrderPlaced,
  type Order,
  orders,
  OrderVoided,
  placeOrder,
  type Product,
  stock,
  takings,
  voidOrder,
} from './till.fixture.ts';
import type { Past } from './history.ts';
import { storeStates } from './binding/index.ts';
import { watch } from './binding/watch.ts';

// The guarantees of types. The compiler checks this file, nothing runs it. The compiler must refuse each line under a
// `@ts-expect-error`.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(isSame: Same<A, B>): void => void isSame;
type PlacedData = {
  orderId: string;
  lines: { sku: string; qty: number }[];
  cents: number;
  customerId?: string | undefined;
};
declare const store: ReturnType<typeof makeTill>;

export function reducers(): void {
  defineView('t', { initial: { n: 0 } }).on(OrderPlaced, (draft, e) => {
    same<typeof draft, { n: number }>(true);
    same<typeof e, Envelope<'order.placed', Frozen<PlacedData>>>(true);
    const data: PlacedData = e.data;
    // @ts-expect-error a payload is read-only
    e.data.cents = 1;
    // @ts-expect-error at any depth
    e.data.lines[0]!.qty = 1;
    void data;
    // @ts-expect-error the field of version 1 is gone
    void e.data.total;
    // @ts-expect-error not a field of the view
    draft.nope = 1;
  });
  defineView('t', { initial: { last: '' } }).on([OrderPlaced, OrderVoided], (draft, e) => {
    draft.last = e.data.orderId;
    if (e.type === 'order.placed') same<typeof e.data.cents, number>(true);
    // @ts-expect-error only one of the two has it
    void e.data.cents;
  });
  // @ts-expect-error an event is a definition, not a string
  defineView('t', { initial: { n: 0 } }).on('order.placed', () => {});
  // @ts-expect-error a reducer returns the next state or nothing
  defineView('t', { initial: { n: 0 } }).on(OrderPlaced, (draft) => (draft.n += 1));
  // @ts-expect-error a reducer is synchronous
  defineView('t', { initial: { n: 0 } }).on(OrderPlaced, async () => ({ n: 1 }));
  defineCollection('c', {
    key: (o: { readonly id: string; readonly n: number; readonly deep: readonly { readonly x: 1 }[] }) => o.id,
  }).on(OrderPlaced, (rows) => {
    rows.update('a', (row) => {
      row.n += 1;
      row.deep.push({ x: 1 });
    });
    rows.update('a', (row) => ({ ...row, n: 2 }));
    // @ts-expect-error a row lacks a field
    rows.put({ id: 'a' });
    // @ts-expect-error a key of another type
    rows.delete(1);
    // @ts-expect-error a recipe returns a row or nothing
    rows.update('a', (row) => (row.n += 1));
    // @ts-expect-error rows that are read are read-only: the row type says readonly
    rows.get('a')!.n = 2;
    // @ts-expect-error there is no index
    rows.where('n', 1);
  });
}

export function eventDefinitions(): void {
  same<ReturnType<typeof OrderPlaced>['data'], PlacedData>(true);
  // @ts-expect-error a payload that does not fit
  OrderPlaced({ orderId: 1, lines: [], cents: 1 });
  // @ts-expect-error a payload is missing
  OrderPlaced();
  // @ts-expect-error this event has no payload
  defineEvent('x')({});
  // @ts-expect-error an upcaster returns the shape of the next version
  defineEvent('x', z.object({ a: z.string() })).version(z.object({ b: z.number() }), (v1) => ({ b: v1.a }));
  // @ts-expect-error a date is not JSON, at any depth
  defineEvent('x', z.object({ at: z.object({ deep: z.array(z.date()) }) }));
  // @ts-expect-error a bigint is not JSON
  defineEvent('x', z.object({ n: z.bigint() }));
  // @ts-expect-error a map is not JSON
  defineEvent('x', z.object({ m: z.map(z.string(), z.number()) }));
  // @ts-expect-error the output of the transform does not fit its input
  defineEvent('x', z.object({ n: z.string().transform(Number) }));
  // @ts-expect-error the same in a later version
  defineEvent('x', z.object({ n: z.number() })).version(z.object({ n: z.date() }), () => ({ n: new Date(0) }));
  // Valid: the input is optional, the output is not; and all kinds of JSON.
  defineEvent('x', z.object({ n: z.number().default(0) }))({});
  const kinds = z.discriminatedUnion('k', [
    z.object({ k: z.literal('a') }),
    z.object({ k: z.literal('b'), v: z.tuple([z.number()]) }),
  ]);
  defineEvent('x', z.object({ n: z.number().optional(), any: z.json(), r: z.record(z.string(), z.number()), kinds }));
  const draft: { readonly type: string; readonly data: unknown } = OrderPlaced({ orderId: 'a', lines: [], cents: 1 });
  if (OrderPlaced.is(draft)) same<typeof draft.data, PlacedData>(true);
}

export function reads(): void {
  same<ReturnType<typeof store.get<Product[]>>, Product[]>(true);
  same<(typeof status)[number], Order>(true);
  const status = store.get(orders).where('status', 'open');
  store.get(orders).where('day', { gte: '2011-01-01', lt: '2012-01-01' }, { reverse: true, limit: 3 });
  store.get(orders).where('customerId', undefined);
  const one = store.get(orders).get('a');
  same<typeof one, Order | undefined>(true);
  const report = store.get(dayReport('2011-03-01'));
  same<typeof report.low, readonly Product[]>(true);
  const difference = store.get(compare('a', 'b'));
  same<typeof difference, number>(true);
  const count = store.observe(takings, (t) => t.count);
  same<typeof count, Observable<number>>(true);
  const watched = watch(store, orders, (rows) => rows.get('a')?.cents).current;
  same<typeof watched, number | undefined>(true);
  // Values that are read are deeply read-only, wherever they are read.
  interface Basket {
    lines: { sku: string; tags: string[] }[];
    byDay: Map<string, number[]>;
  }
  const basket = defineView('basket', { initial: { lines: [] } as unknown as Basket });
  const baskets = defineCollection('baskets', { key: (b: Basket & { id: string }) => b.id }).on(OrderPlaced, (rows) => {
    const row = rows.get('a')!;
    rows.put({ ...row, lines: [] });
    // @ts-expect-error rows change only in update or put
    row.id = 'b';
  });
  const firstOf = defineQuery(
    'first',
    { basket },
    (read, n: number): Basket['lines'] => read.basket.lines.slice(n) as [],
  );
  const shop = createStore({ events: [OrderPlaced], views: [basket, baskets] });
  same<ReturnType<typeof shop.get<Immutable<Basket>>>, Immutable<Basket>>(true);
  // @ts-expect-error in a view
  shop.get(basket).lines.push({ sku: '', tags: [] });
  // @ts-expect-error deep in it
  shop.get(basket).lines[0]!.tags[0] = '';
  // @ts-expect-error in a map
  shop.get(basket).byDay.set('', []);
  // @ts-expect-error in a value of a map
  shop.get(basket).byDay.get('')!.push(1);
  // @ts-expect-error in a row
  shop.get(baskets).get('a')!.lines = [];
  // @ts-expect-error in a list of rows
  shop.get(baskets).range()[0]!.lines[0]!.sku = '';
  // @ts-expect-error in what a query returns
  shop.get(firstOf(1)).reverse();
  // @ts-expect-error in what is observed
  shop.observe(basket, (b) => b.lines.pop());
  // @ts-expect-error in what is watched
  watch(shop, firstOf(1)).current[0]!.sku = '';
  // @ts-expect-error in what a query reads
  defineQuery('q', { basket }, (read) => read.basket.lines.reverse());
  // @ts-expect-error in what a query reads of another
  defineQuery('q', { firstOf }, (read) => read.firstOf(1).reverse());
  // @ts-expect-error in what a command reads
  defineCommand('c', { reads: { basket }, decide: (_, read) => (read.basket.lines.pop(), []) });
  const past = {} as Past;
  // @ts-expect-error in the past
  past.get(basket).lines.pop();
  // @ts-expect-error in a store state
  storeStates(shop).read(storeStates(shop).now, basket).lines.pop();
  // Values that are read can be passed on to a command and to an event.
  const lines = store.get(defineQuery('lines', { stock }, () => [{ sku: 'a', qty: 1 }])());
  store.run(placeOrder, { lines });
  OrderPlaced({ orderId: 'a', lines, cents: 1 });
  // @ts-expect-error there is no such index
  store.get(orders).where('cents', 3);
  // @ts-expect-error a value that the index cannot have
  store.get(orders).where('status', 'opne');
  // @ts-expect-error only a reducer may write rows
  void store.get(orders).put;
  // @ts-expect-error an index needs a string, a number or a boolean
  defineCollection('c', { key: (o: Order) => o.id, indexes: ['tags'] });
  // @ts-expect-error a key is a string or a number
  defineCollection('c', { key: (o: Order) => o.tags });
  // @ts-expect-error the arguments of a query are typed
  dayReport(5);
  // @ts-expect-error a query reads only what it lists
  defineQuery('q', { orders }, ({ stock }) => stock);
}

export function commands(): void {
  const outcome = store.run(placeOrder, { lines: [{ sku: 'a', qty: 1 }] });
  if (outcome.ok) {
    same<(typeof outcome.events)[number], Envelope<'order.placed', PlacedData>>(true);
    same<typeof outcome.receipt, Receipt>(true);
  } else {
    same<typeof outcome.rejection.code, 'unknown-product' | 'out-of-stock' | 'invalid-input' | 'over-limit'>(true);
    if (outcome.rejection.code === 'out-of-stock')
      same<typeof outcome.rejection.details, { sku: string; left: number }>(true);
    if (outcome.rejection.code === 'invalid-input')
      same<(typeof outcome.rejection.details.issues)[number]['path'], string>(true);
    if (outcome.rejection.code === 'over-limit') same<typeof outcome.rejection.details.max, number>(true);
    // @ts-expect-error not one of its rejections
    void (outcome.rejection.code === 'not-open');
  }
  const voided = store.run(voidOrder, { orderId: 'a' });
  if (voided.ok) same<(typeof voided.events)[number], Envelope<'order.voided', { orderId: string }>>(true);
  store.run(closeDay);
  // @ts-expect-error it takes no input
  store.run(closeDay, {});
  // @ts-expect-error input that does not fit
  store.run(placeOrder, { lines: 3 });
  // @ts-expect-error input is missing
  store.run(placeOrder);
  // @ts-expect-error decide is synchronous
  defineCommand('c', { input: z.object({}), decide: async () => OrderVoided({ orderId: '' }) });
  // @ts-expect-error decide must decide
  defineCommand('c', { input: z.object({}), decide: () => 'ok' });
  defineCommand('c', {
    input: z.object({ a: z.string().default('') }),
    reads: { stock },
    decide(input, reads, { now, actorId, newId }) {
      same<typeof input, { a: string }>(true);
      same<readonly [typeof now, typeof actorId, ReturnType<typeof newId>], readonly [Date, string, string]>(true);
      // @ts-expect-error it does not read orders
      void reads.orders;
      // @ts-expect-error a command writes only through its events
      void reads.stock.put;
      return [];
    },
  });
  defineCommand('c', {
    input: z.object({ orderId: z.string() }),
    reads: { stock },
    label: ({ orderId }) => orderId,
    scope: ({ orderId }) => orderId,
    coalesce: ({ orderId }) => orderId,
    decide: ({ orderId }) => (orderId === '' ? reject('none') : OrderVoided({ orderId })),
    compensate([voided], reads, { newId }) {
      same<typeof voided, Envelope<'order.voided', { orderId: string }> | undefined>(true);
      same<ReturnType<typeof newId>, string>(true);
      // @ts-expect-error it does not read orders
      void reads.orders;
      return voided === undefined ? reject('gone') : [OrderVoided(voided.data)];
    },
  });
  // @ts-expect-error a key is a text
  defineCommand('c', { input: z.object({ n: z.number() }), decide: () => [], coalesce: ({ n }) => n });
  // @ts-expect-error a compensation decides synchronously
  defineCommand('c', { decide: () => OrderVoided({ orderId: '' }), compensate: async () => [] });
  const no = reject('a');
  same<typeof no, Rejection<'a', undefined>>(true);
  const why = reject('b', { left: 1 });
  same<typeof why, Rejection<'b', { left: number }>>(true);
}

export function stores(): void {
  // @ts-expect-error takings folds order.placed and day.closed, which are not listed
  createStore({ events: [OrderVoided], views: [takings] });
  // @ts-expect-error placeOrder decides order.placed, which is not listed
  createStore({ events: [OrderVoided], views: [], commands: [placeOrder] });
  // The type error names the missing event.
  type Complaint = Parameters<typeof createStore<typeof OrderVoided, readonly [typeof takings]>>[0]['views'][0];
  same<Complaint extends { 'not listed in events': infer M } ? M : never, 'order.placed' | 'day.closed'>(true);

  // An unlisted definition can be neither read nor run.
  const other = defineView('other', { initial: { n: 0 } }).on(OrderPlaced, () => {});
  const ofOther = defineQuery('of-other', { other, orders }, (read) => read.other.n);
  const noop = defineCommand('noop', { decide: () => [] });
  // @ts-expect-error a view that the store does not list
  store.get(other);
  // @ts-expect-error a query that reads one
  store.get(ofOther());
  // @ts-expect-error at any depth
  store.get(defineQuery('deep', { ofOther }, (read) => read.ofOther())());
  // @ts-expect-error by observe
  store.observe(other);
  // @ts-expect-error by watch
  watch(store, ofOther());
  // @ts-expect-error a command that the store does not list
  store.run(noop);
  const attached = async (): Promise<void> => {
    const wider = await store.attach(other, noop);
    same<ReturnType<typeof wider.get<number>>, number>(true);
    wider.get(other);
    wider.get(orders);
    wider.run(noop);
    wider.run(closeDay);
    // @ts-expect-error an event that the store does not list
    await store.attach(defineView('more', { initial: 0 }).on(defineEvent('more'), () => 1));
    // A store of any type is checked at run time.
    const any: AnyStore = store;
    any.get(other);
    any.run(noop);
    any.append(OrderVoided({ orderId: 'a' }));
    // @ts-expect-error only a draft of a definition
    any.append({ type: 'nonsense', data: {} });
  };
  void attached;
  // A definition with an explicit type is not checked by name.
  const written: Readable<number> = ofOther();
  store.get(written);

  store.append(OrderVoided({ orderId: 'a' }), OrderVoided({ orderId: 'b' }));
  const Other = defineEvent('other', z.object({}));
  // @ts-expect-error not an event of this store
  store.append(Other({}));
  same<ReturnType<typeof store.transaction<number>>, number>(true);
  const count = store.transaction('Close the day', () => store.run(closeDay).ok, { scope: 'day' });
  same<typeof count, boolean>(true);
  // @ts-expect-error events after an await would not be part of it
  const later = (): unknown => store.transaction('Later', async () => store.run(closeDay));
  void later;
  // @ts-expect-error a transaction has a label
  store.transaction(() => store.run(closeDay));
  store.on('order.*').subscribe((e) => same<typeof e.type, 'order.placed' | 'order.voided'>(true));
  store.on('order.placed').subscribe((e) => same<typeof e.data, PlacedData>(true));
  type Known = '$undo' | '$redo' | '$rejected' | '$dismissed';
  store.events$.subscribe((e) => same<typeof e.type, (typeof events)[number]['type'] | Known>(true));
  // All stores have undo and redo events, though nobody may append them.
  store.on('$undo').subscribe((e) => same<typeof e.data.groups, readonly string[]>(true));
  store.on('$rejected').subscribe((e) => same<typeof e.data.code, string>(true));
  const audit = defineView('audit', { initial: { undone: 0 } }).on([Undone, Redone], (draft, e) => {
    same<typeof e.type, '$undo' | '$redo'>(true);
    draft.undone += e.data.groups.length;
  });
  createStore({ events: [OrderPlaced], views: [audit] });
  // @ts-expect-error only the toolkit appends it
  store.append(Undone({ groups: [] }));
  // @ts-expect-error no event of the toolkit has this name
  store.on('$undoo');
  // @ts-expect-error no event has this name
  store.on('order.plcaed');
  // @ts-expect-error no event has this prefix
  store.on('ordr.*');

  // A helper may take any store.
  const statusOf = (s: Store): unknown => s.status$;
  const close = (s: AnyStore): Promise<void> => s.close();
  statusOf(store);
  close(store).catch(statusOf);
  const sold = (s: Store<typeof OrderPlaced>): unknown => s.on('order.placed');
  sold(createStore({ events: [OrderPlaced], views: [], log: memoryLog() }));
}

export async function imports(): Promise<void> {
  const timestamp = '2020-01-01T00:00:00.000Z';
  const result = await store.import([{ id: 'evt_1', type: 'order.voided', timestamp, data: { orderId: 'a' } }], {
    source: 'csv',
  });
  same<typeof result.added, number>(true);
  const code = result.refused[0]!.error;
  if (isRefoldError(code, 'event.id_conflict'))
    same<typeof code.details, { readonly id: string; readonly type: string }>(true);
  // @ts-expect-error an imported event has a time of its own
  await store.import([{ id: 'evt_1', type: 'order.voided', data: { orderId: 'a' } }]);
  // @ts-expect-error not an event of this store
  await store.import([{ id: 'evt_1', type: 'order.shipped', timestamp, data: {} }]);
  // @ts-expect-error the payload is that of another event
  await store.import([{ id: 'evt_1', type: 'order.voided', timestamp, data: { sku: 'a', name: '', cents: 1 } }]);
}
