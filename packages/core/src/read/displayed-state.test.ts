import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { Computed } from './computed.ts';
import { Closed, openShop, sell, stock, takings, Listed } from '../store/shop.fixture.ts';
import { DisplayedState } from './displayed-state.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { LiveState } from '../fold/live-state.ts';

const MODELS = ['a', 'b'];
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('fold' as const), model: fc.constantFrom(...MODELS), value: fc.nat(3) }),
    fc.record({ do: fc.constant('show' as const), value: fc.nat(3) }),
    fc.record({ do: fc.constantFrom('live' as const, 'read' as const) }),
  ),
  { maxLength: 30 },
);

test('[TIME-1] cached reads equal fresh ones, however often the past and the present alternate', () => {
  fc.assert(
    fc.property(steps, (script) => {
      const live = new LiveState(MODELS.map((model) => [model, { value: 0 }]));
      const shown = new DisplayedState(live);
      const sum = new Computed(
        shown,
        (note) =>
          MODELS.reduce((total, model) => {
            const value = shown.state(model).value as number;
            note({ kind: 'whole', model, value });
            return total + value;
          }, 0),
        Object.is,
      );
      let epoch = shown.epoch;
      for (const step of script) {
        if (step.do === 'fold') live.advance([[step.model, { value: step.value }]], new Map([[step.model, 'whole']]));
        if (step.do === 'show') shown.show({ position: 1, states: new Map([['a', { value: step.value }]]) });
        if (step.do === 'live') shown.show(undefined);
        const read = MODELS.map((model) => shown.state(model).value as number);
        // Not read after each step, so that cached values differ in age.
        const isRead = step.do === 'read' || script.length % 2 === 0;
        expect([isRead ? sum.get() : undefined, shown.epoch >= epoch]).toEqual([
          isRead ? read[0]! + read[1]! : undefined,
          true,
        ]);
        epoch = shown.epoch;
      }
    }),
    budget(300),
  );
});

test('[TIME-1] while the past is shown, events are still folded and stored, and actions of people are refused', async () => {
  const shop = await openShop();
  await shop.append(Listed({ sku: 'tea', left: 5 })).until('stored');
  const handle = testHandle(shop);
  const before = new Map([['stock', handle.state('stock')]]);
  shop.run(sell, { sku: 'tea', qty: 2 });
  const seen: (number | undefined)[] = [];
  shop.observe(stock, (rows) => rows.get('tea')?.left).subscribe((left) => seen.push(left));
  handle.display({ position: 1, states: before });
  const refusal = (action: string): Error =>
    expect.objectContaining({ code: 'store.travelling', details: { action, position: 1 } }) as Error;
  expect(() => shop.run(sell, { sku: 'tea', qty: 1 })).toThrow(refusal('run("order.place")'));
  expect(() => shop.transaction('Sell', () => shop.append(Closed()))).toThrow(refusal('transaction'));
  shop.append(Listed({ sku: 'tea', left: 1 }));
  expect(shop.get(stock).get('tea')?.left).toBe(5);
  handle.display(undefined);
  expect([seen, shop.get(takings).sold]).toEqual([[3, 5, 1], 2]);
});
