import { expectView } from './expect-view.ts';
import { low, stock, takings } from './shop.fixture.ts';

expectView(takings).toEqual({ cents: 1, last: null });
expectView(takings).toMatch({ cents: 1 });
expectView(stock).toEqual([{ sku: 'tea', cents: 1, left: 1 }]);
expectView(stock).value.where('left', 1);
expectView(low(1)).toEqual(['tea']);

// @ts-expect-error a view of another shape
expectView(takings).toEqual({ pence: 1 });
// @ts-expect-error a collection is expected as its rows
expectView(stock).toEqual({ sku: 'tea' });
// @ts-expect-error a query is read with arguments
expectView(low);
// @ts-expect-error a part of what is there
expectView(takings).toMatch({ pence: 1 });
