import { Closed, Listed, sell, shopEvents, stock } from './shop.fixture.ts';
import { createTestStore } from './test-store.ts';

const store = await createTestStore({ events: shopEvents, views: [stock], commands: [sell], given: [Closed()] });
store.run(sell, { sku: 'tea', qty: 1 });
store.append(Closed());
store.clock.advance(1);

// @ts-expect-error the view folds events that are not listed
await createTestStore({ events: [Closed], views: [stock] });
// @ts-expect-error a given event that is not listed
await createTestStore({ events: [Closed], views: [], given: [Listed({ sku: 'a', cents: 1 })] });
