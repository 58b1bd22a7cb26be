import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineCommand, defineEvent, defineView, eventIdFrom, Redone, Rejected, Undone } from '../index.ts';
import { expectView } from './expect-view.ts';
import { given } from './given.ts';
import { close, Closed, greet, Greeted, Listed, Received, sell, Sold, stock } from './shop.fixture.ts';

const listed = Listed({ sku: 'tea', cents: 300 });
const shelf = [listed, Received({ sku: 'tea', qty: 5 })];

describe('given, when, then', () => {
  test("[TEST-1] folds given events into the command's reads; ids count, and time stands still", () => {
    given(...shelf)
      .when(sell, { sku: 'tea', qty: 2 })
      .thenEvents(Sold({ id: 'ord_1', lines: [['tea', 2]], cents: 600 }));
    given(...shelf)
      .when(sell, { sku: 'tea', qty: 2 }, { actorId: 'ann' })
      .thenEvents(Sold({ id: 'ord_1', lines: [['tea', 2]], cents: 600, note: 'ann at 2026-01-01T00:00:00.000Z' }));
    given(...shelf)
      .when(sell, { sku: 'tea', qty: 2 }, { actorId: 'ann', now: '2026-05-01T09:00:00Z', newId: () => 'mine' })
      .thenEvents(Sold({ id: 'mine', lines: [['tea', 2]], cents: 600, note: 'ann at 2026-05-01T09:00:00.000Z' }));
  });

  test('[TEST-1] [UNDO-1] given events may include an undo', () => {
    const received = { ...Received({ sku: 'tea', qty: 5 }), metadata: { group: 'delivery' } };
    const undone = Undone({ groups: ['delivery'] });
    given(listed, received, undone).when(sell, { sku: 'tea', qty: 2 }).thenRejects('out-of-stock');
    expectView(stock, listed, received, undone, Redone({ groups: ['delivery'] })).toMatch([{ sku: 'tea', left: 5 }]);
  });

  test('[TEST-1] [SYNC-4] given events may include a rejection', () => {
    const id = eventIdFrom('delivery');
    const received = { ...Received({ sku: 'tea', qty: 5 }), id, metadata: { group: 'delivery' } };
    const rejected = Rejected({ events: [id], code: 'not-yours' });
    given(listed, received, rejected).when(sell, { sku: 'tea', qty: 2 }).thenRejects('out-of-stock');
    expectView(stock, listed, received, rejected, Redone({ groups: ['delivery'] })).toMatch([{ sku: 'tea', left: 0 }]);
  });

  test('[TEST-1] ids of given events ascend, and are the same each time', () => {
    const ids = defineView('ids', { initial: { all: [] as readonly string[] } }).on(Received, ({ all }, { id }) => ({
      all: [...all, id],
    }));
    const read = (): readonly string[] => {
      const seen: string[] = [];
      const look = defineCommand('look', { reads: { ids }, decide: (_, read) => (seen.push(...read.ids.all), []) });
      given(...Array.from({ length: 50 }, () => Received({ sku: 'tea', qty: 1 }))).when(look);
      return seen;
    };
    const first = read();
    expect(new Set(first).size).toBe(50);
    expect([...first].sort()).toEqual(first);
    expect(read()).toEqual(first);
  });

  test('[TEST-1] an id without a prefix is a UUID that counts', () => {
    const Made = defineEvent('made', z.object({ id: z.uuid() }));
    const make = defineCommand('make', {
      decide: (_input, _reads, { newId }) => [newId(), newId()].map((id) => Made({ id })),
    });
    given()
      .when(make)
      .thenEvents(
        Made({ id: '00000000-0000-7000-8000-000000000001' }),
        Made({ id: '00000000-0000-7000-8000-000000000002' }),
      );
  });

  test('[TEST-1] given, decided and expected events are as a store would store them', () => {
    // The schema fills in a quantity of 1.
    given(listed, Received({ sku: 'tea' }))
      .when(sell, { sku: 'tea', qty: 1 })
      .thenEvents(Sold({ id: 'ord_1', lines: [['tea', 1]], cents: 300 }));
    expect(() => given(Listed({ sku: '', cents: 1 })).when(sell, { sku: 'tea', qty: 1 })).toThrow(
      expect.objectContaining({ code: 'event.invalid' }),
    );
    // No read model folds it, and still it is checked.
    expect(() => given().when(greet, { name: '' })).toThrow(expect.objectContaining({ code: 'event.invalid' }));
    expect(() =>
      given()
        .when(greet, { name: 'Ann' })
        .thenEvents(Greeted({ name: '' })),
    ).toThrow('No command can decide the expected event, because a store would refuse it.');
  });

  test('[TEST-1] events of an older version are upcast', () => {
    const takings = defineView('sold', { initial: { cents: 0 } }).on(Sold, (draft, e) => {
      draft.cents += e.data.cents;
    });
    const tell = defineCommand('tell', {
      reads: { takings },
      decide: (_, read) => Greeted({ name: `${read.takings.cents}` }),
    });
    given({ type: 'product.sold', version: 1, data: { id: 'a', total: 12.5 } })
      .when(tell)
      .thenEvents(Greeted({ name: '1250' }));
  });

  test('[TEST-1] a given event may set its time and actor', () => {
    const log = defineView('log', { initial: [] as string[] }).on([Greeted, Closed], (draft, e) => {
      draft.push(`${e.timestamp} ${e.metadata.actorId}`);
    });
    const tell = defineCommand('tell', {
      reads: { log },
      decide: (_, read) => read.log.map((name) => Greeted({ name })),
    });
    given(Closed(), { ...Closed(), timestamp: '2026-05-01T09:00:00.000Z', metadata: { actorId: 'ann' } })
      .when(tell)
      .thenEvents(
        Greeted({ name: '2026-01-01T00:00:00.000Z tester' }),
        Greeted({ name: '2026-05-01T09:00:00.000Z ann' }),
      );
    expect(() => given({ ...Closed(), timestamp: 'noon' }).when(tell)).toThrow(
      expect.objectContaining({ code: 'event.envelope_invalid' }),
    );
  });

  test('[TEST-1] no events, no payload, no input', () => {
    given().when(greet, { name: 'nobody' }).thenEvents();
    given().when(close).thenEvents(Closed());
    given().when(close, undefined, { actorId: 'ann' }).thenEvents(Closed());
  });

  test('[TEST-1] a rejection is expected by its code and by some of its details', () => {
    given().when(sell, { sku: 'tea', qty: 2 }).thenRejects('unknown-product');
    given(listed).when(sell, { sku: 'tea', qty: 2 }).thenRejects('out-of-stock');
    given(listed)
      .when(sell, { sku: 'tea', qty: 2 })
      .thenRejects('out-of-stock', { left: 0, low: ['tea'] });
    given()
      .when(sell, { sku: 'tea', qty: 0 })
      .thenRejects('invalid-input', { issues: [{ path: 'qty' }] });
  });

  test('[TEST-1] returns the outcome for other checks', () => {
    expect(given(listed).when(sell, { sku: 'tea', qty: 2 }).outcome).toMatchObject({
      ok: false,
      rejection: { code: 'out-of-stock' },
    });
    const { outcome } = given(...shelf).when(sell, { sku: 'tea', qty: 2 });
    expect(outcome.ok && outcome.events[0]?.data.cents).toBe(600);
  });

  test('[TEST-1] accepts matchers of a test framework', () => {
    given(...shelf)
      .when(sell, { sku: 'tea', qty: 2 })
      .thenEvents(Sold({ id: expect.any(String) as string, lines: [['tea', 2]], cents: 600 }));
  });

  test('[TEST-1] a command or a reducer that throws is a fault, not a rejection', () => {
    const bad = defineView('bad', { initial: {} }).on(Closed, () => {
      throw new Error('boom');
    });
    const look = defineCommand('look', { reads: { bad }, decide: () => Closed() });
    const fail = defineCommand('fail', {
      decide: (): ReturnType<typeof Closed> => {
        throw new Error('boom');
      },
    });
    expect(() => given(Closed()).when(look)).toThrow(expect.objectContaining({ code: 'model.threw' }));
    expect(() => given().when(fail)).toThrow(expect.objectContaining({ code: 'command.threw' }));
  });
});

describe('[TEST-2] the message of a failed case', () => {
  const messageOf = (fail: () => void): string => {
    try {
      fail();
    } catch (error) {
      expect((error as Error).name).toBe('AssertionError');
      // The first line that a runner can point at is in the test.
      expect((error as Error).stack?.split('\n').find((line) => line.trim().startsWith('at '))).toContain(
        'given.test.ts',
      );
      return (error as Error).message;
    }
    throw new Error('it did not fail');
  };

  test('other events', () => {
    expect(
      messageOf(() =>
        given(...shelf)
          .when(sell, { sku: 'tea', qty: 2 })
          .thenEvents(Sold({ id: 'ord_1', lines: [['tea', 3]], cents: 600 })),
      ),
    ).toMatchInlineSnapshot(`
      "Given product.listed, stock.received, when "product.sell" ran, it decided other events (- expected, + found)

        [
      -   { type: "product.sold", data: { id: "ord_1", lines: [["tea", 3]], cents: 600 } },
      +   { type: "product.sold", data: { id: "ord_1", lines: [["tea", 2]], cents: 600 } },
        ]
      "
    `);
  });

  test('none of several events', () => {
    expect(
      messageOf(() =>
        given()
          .when(greet, { name: 'nobody' })
          .thenEvents(Greeted({ name: 'Ann' })),
      ),
    ).toMatchInlineSnapshot(`
      "Given nothing, when "customer.greet" ran, it decided other events (- expected, + found)

      - [{ type: "customer.greeted", data: { name: "Ann" } }]
      + []
      "
    `);
  });

  test('a rejection instead of events', () => {
    expect(
      messageOf(() =>
        given(listed)
          .when(sell, { sku: 'tea', qty: 2 })
          .thenEvents(Sold({ id: 'ord_1', lines: [], cents: 0 })),
      ),
    ).toMatchInlineSnapshot(`
      "Given product.listed, when "product.sell" ran, it did not decide product.sold, but was rejected with "out-of-stock", with

      { sku: "tea", left: 0, low: ["tea"] }
      "
    `);
  });

  test('events instead of a rejection', () => {
    expect(
      messageOf(() =>
        given(...shelf)
          .when(sell, { sku: 'tea', qty: 2 })
          .thenRejects('out-of-stock'),
      ),
    ).toMatchInlineSnapshot(`
      "Given product.listed, stock.received, when "product.sell" ran, it was not rejected with "out-of-stock", but decided these events:

      [
        { type: "product.sold", data: { id: "ord_1", lines: [["tea", 2]], cents: 600 } },
      ]
      "
    `);
  });

  test('another rejection, and other details', () => {
    expect(messageOf(() => given().when(sell, { sku: 'tea', qty: 0 }).thenRejects('unknown-product')))
      .toMatchInlineSnapshot(`
      "Given nothing, when "product.sell" ran, it was not rejected with "unknown-product", but with "invalid-input", with

      { issues: [{ path: "qty", message: "Too small: expected number to be >0" }] }
      "
    `);
    expect(
      messageOf(() =>
        given(listed).when(sell, { sku: 'tea', qty: 2 }).thenRejects('out-of-stock', { left: 1, low: [] }),
      ),
    ).toMatchInlineSnapshot(`
      "Given product.listed, when "product.sell" ran, it was rejected with "out-of-stock", but with other details (- expected, + found)

      - { left: 1, low: [] }
      + { left: 0, low: ["tea"] }
      "
    `);
  });

  test('an event without a definition', () => {
    expect(() =>
      given({ type: 'product.lsited', data: {} }).when(sell, { sku: 'tea', qty: 2 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[Error: The given event "product.lsited" is unknown: no definition made it, and no read model of this test folds it. Make it by calling its definition, or correct its type.]`,
    );
  });
});
