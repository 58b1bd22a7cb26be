import { given } from './given.ts';
import { close, Closed, greet, Greeted, Listed, sell, Sold } from './shop.fixture.ts';

given(Listed({ sku: 'tea', cents: 1 }))
  .when(sell, { sku: 'tea', qty: 1 })
  .thenEvents(Sold({ id: 'a', lines: [], cents: 1 }));
given()
  .when(greet, { name: 'Ann' })
  .thenEvents(Greeted({ name: 'Ann' }), Greeted({ name: 'Ann' }));
given().when(close).thenEvents(Closed());
given().when(close, undefined, { now: '2026-01-01' }).thenEvents();
given().when(sell, { sku: 'tea', qty: 1 }).thenRejects('out-of-stock', { left: 1 });
given()
  .when(sell, { sku: 'tea', qty: 1 })
  .thenRejects('invalid-input', { issues: [{ path: 'qty' }] });
const { outcome } = given().when(sell, { sku: 'tea', qty: 1 });
if (outcome.ok) outcome.events[0]?.data.lines satisfies readonly [string, number][] | undefined;
else if (outcome.rejection.code === 'out-of-stock') outcome.rejection.details.left satisfies number;

// @ts-expect-error the command needs its input
given().when(sell);
// @ts-expect-error the input is of another type
given().when(sell, { sku: 'tea', qty: '1' });
// @ts-expect-error a command without an input is given none
given().when(close, { any: 'thing' });
const closing = given().when(close);
// @ts-expect-error the command never decides this event
closing.thenEvents(Greeted({ name: 'Ann' }));
// @ts-expect-error the command never rejects with this code
given().when(sell, { sku: 'tea', qty: 1 }).thenRejects('sold-out');
// @ts-expect-error a detail of another type
given().when(sell, { sku: 'tea', qty: 1 }).thenRejects('out-of-stock', { left: 'none' });
// @ts-expect-error a command that cannot reject is rejected for its input alone
given().when(greet, { name: 'Ann' }).thenRejects('rude');
// @ts-expect-error a given event has a type
given({ data: {} });
