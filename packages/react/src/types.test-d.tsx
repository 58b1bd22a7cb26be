import type { Immutable, Receipt, Rejection } from '@refold/core';
import { ConcurrentProvider } from './concurrent/index.ts';
import {
  StoreProvider,
  useCommand,
  useEvent,
  useReceipt,
  useRejected,
  useStatus,
  useStore,
  useTimeline,
  useUndo,
  useView,
} from './index.ts';
import { low, makeShop, nothing, type Product, sell, Sold, stock, takings } from './shop.fixture.ts';

// The guarantees of the hooks' types: they follow from the definition, without annotations.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(isSame: Same<A, B>): void => void isSame;

export function Views(): undefined {
  const sold = useView(takings, (t) => t.sold);
  same<typeof sold, number>(true);
  const whole = useView(takings);
  same<typeof whole, { readonly sold: number }>(true);
  const one = useView(stock, (rows) => rows.get('a'));
  same<typeof one, Immutable<Product> | undefined>(true);
  const some = useView(
    stock,
    (rows) => rows.where('left', { lte: 3 }),
    (a, b) => a.length === b.length,
  );
  same<typeof some, readonly Immutable<Product>[]>(true);
  const names = useView(low(3));
  same<typeof names, readonly string[]>(true);
  // @ts-expect-error no such field in the view
  useView(takings, (t) => t.slod);
  // @ts-expect-error no such index in the collection
  useView(stock, (rows) => rows.where('sku', 'a'));
  // @ts-expect-error only a reducer may write rows
  useView(stock, (rows) => rows.put);
  // @ts-expect-error a command is not read
  useView(sell);
  return undefined;
}

export function Commands(): undefined {
  const [run, { stage, rejection, reset }] = useCommand(sell);
  same<Parameters<typeof run>, [input: { readonly sku: string }]>(true);
  same<typeof stage, Receipt['stage'] | 'idle'>(true);
  same<typeof reset, () => void>(true);
  if (rejection?.code === 'over-limit') same<typeof rejection.details.actual, number>(true);
  if (rejection?.code === 'out-of-stock') same<typeof rejection, Rejection<'out-of-stock', { sku: string }>>(true);
  if (rejection?.code === 'invalid-input') same<(typeof rejection.details.issues)[number]['path'], string>(true);
  // @ts-expect-error not one of its rejections
  void (rejection?.code === 'gone');
  const outcome = run({ sku: 'a' });
  if (outcome.ok) same<(typeof outcome.events)[number]['data'], { sku: string }>(true);
  // @ts-expect-error input that does not fit
  run({ sku: 1 });
  // @ts-expect-error input is missing
  run();
  const [go] = useCommand(nothing);
  go();
  // @ts-expect-error it takes no input
  go({});
  // @ts-expect-error a view is not a command
  useCommand(takings);
  const given = useReceipt({} as Receipt);
  same<typeof given, Receipt['stage']>(true);
  const perhaps = useReceipt(undefined as Receipt | undefined);
  same<typeof perhaps, Receipt['stage'] | undefined>(true);
  // @ts-expect-error a stage is not a receipt
  useReceipt('stored');
  const { storage } = useStatus({ store: makeShop() });
  same<typeof storage, 'ok' | 'degraded' | 'full' | 'blocked' | 'lost'>(true);
  useStatus({ store: useStore(stock) });
  // @ts-expect-error a name is not a store
  useStatus({ store: 'stock' });
  // @ts-expect-error a view is not a store
  useStatus({ store: takings });
  // @ts-expect-error a view does not choose a store
  useStatus(takings);
  // @ts-expect-error the store is passed by name
  useStatus(makeShop());
  return undefined;
}

export function Events(): undefined {
  useEvent(Sold, (event) => {
    same<typeof event.type, 'order.placed'>(true);
    same<typeof event.data, { sku: string }>(true);
    // @ts-expect-error no such field in the payload
    void event.data.qty;
  });
  // @ts-expect-error a view is not an event
  useEvent(takings, () => undefined);
  // @ts-expect-error the handler receives the event of the definition
  useEvent(Sold, (event: { readonly data: { readonly sku: number } }) => void event);
  useStore(Sold);
  useStore(sell);
  useStore(low).append(Sold({ sku: 'a' }));
  // @ts-expect-error only a draft of a definition is appended to a store of any events
  useStore(low).append({ type: 'nonsense', data: {} });
  // @ts-expect-error a name is not a definition
  useStore('shop');
  return undefined;
}

export function History(): undefined {
  const { undo, canUndo, undoLabel, redoLabel } = useUndo({ scope: 'basket', store: makeShop() });
  same<typeof canUndo, boolean>(true);
  same<typeof undoLabel, string | undefined>(true);
  same<typeof redoLabel, string | undefined>(true);
  const outcome = undo();
  if (!outcome.ok)
    same<typeof outcome.reason, 'nothing' | 'superseded' | 'not-undoable' | 'out-of-horizon' | 'rejected' | 'reading'>(
      true,
    );
  // @ts-expect-error undo takes no argument
  undo('group');
  // @ts-expect-error a command is not a scope
  useUndo({ scope: sell });
  // @ts-expect-error the scope is passed by name
  useUndo('basket');
  // @ts-expect-error a name is not a store
  useTimeline({ store: 'stock' });
  const { position, isLive, seek } = useTimeline({ store: makeShop() });
  same<typeof position, number>(true);
  same<typeof isLive, boolean>(true);
  same<ReturnType<typeof seek>, Promise<boolean>>(true);
  // @ts-expect-error not an address
  seek satisfies (to: { readonly day: number }) => unknown;
  return undefined;
}

export function Refused(): undefined {
  const rejected = useRejected({ scope: 'basket', store: makeShop() });
  type Entry = (typeof rejected)[number];
  same<Entry['details'], unknown>(true);
  same<Entry['label'], string | undefined>(true);
  same<Entry['command'], string | undefined>(true);
  same<ReturnType<Entry['retry']>, Receipt | undefined>(true);
  same<Entry['events'][number]['id'], string>(true);
  // @ts-expect-error the list is read-only
  void rejected.push;
  // @ts-expect-error a command is not a scope
  useRejected({ scope: sell });
  // @ts-expect-error the scope is passed by name
  useRejected('basket');
  return undefined;
}

export const providers = [
  <StoreProvider key="a" store={makeShop()} />,
  <ConcurrentProvider key="b" store={makeShop()} />,
  // @ts-expect-error a store is needed
  <ConcurrentProvider key="c" />,
  // @ts-expect-error of the right kind
  <StoreProvider key="d" store={{ get: () => undefined }} />,
];
