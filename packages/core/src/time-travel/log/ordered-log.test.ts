import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compact } from '../../store/compact.ts';
import { isControl } from '../../model/control-events.ts';
import type { Envelope } from '../../model/envelope.ts';
import { budget } from '../../property.fixture.ts';
import { foldTo, logOf, openPast, plain, Put, rows, steps, tally, toEvents } from '../history.fixture.ts';
import { createTimeline } from '../create-timeline.ts';

/** Keys that ignore log order, and are often equal. */
const orderBy = ({ id, timestamp }: Envelope): string => String((Number(id.slice(-4)) * 7 + Date.parse(timestamp)) % 9);

/**
 * Sorts events by key. Controls keep their log order among the events they name and other controls of the same events.
 */
function inOrder(events: readonly Envelope[]): readonly { key: string; event: Envelope }[] {
  const entries: { key: string; event: Envelope }[] = [];
  const names = (event: Envelope): readonly string[] =>
    isControl(event)
      ? Object.values(event.data as object)
          .filter(Array.isArray)
          .flat()
      : [event.id, event.metadata.group ?? event.id];
  for (const event of events) {
    const bound = entries.filter(
      (entry) =>
        (isControl(entry.event) || isControl(event)) && names(entry.event).some((name) => names(event).includes(name)),
    );
    entries.push({ key: [orderBy(event), ...bound.map(({ key }) => key)].sort().at(-1)!, event });
  }
  return entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

test('[TIME-5] in another order, the state at each place is the fold of the events up to it in that order', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps(30),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      async (script, seeks, perCommit) => {
        const events = toEvents(script);
        const entries = inOrder(events);
        const sorted = entries.map(({ event }) => event);
        const { store } = await openPast(await logOf(events, perCommit));
        const timeline = createTimeline(store, { checkpoints: 3, orderBy });
        for (const seek of seeks) {
          expect(await timeline.seek({ upTo: String(seek) })).toBe(true);
          const position = entries.filter(({ key }) => key <= String(seek)).length;
          expect(timeline.state.position).toBe(position);
          expect({ rows: plain(store.get(rows)), tally: store.get(tally) }).toEqual(
            foldTo(sorted, position, events.length),
          );
          const decodeEntries = seek % (events.length + 1);
          await timeline.seek(decodeEntries);
          expect({ rows: plain(store.get(rows)), tally: store.get(tally) }).toEqual(
            foldTo(sorted, decodeEntries, events.length),
          );
        }
        timeline.close();
        await store.close();
      },
    ),
    budget(60),
  );
});

const put = (k: number) => ({ do: 'put' as const, group: k, k, later: 1 });

test('[TIME-5] the next seek includes new events, stored or pending', async () => {
  const { store } = await openPast(await logOf(toEvents([put(0), put(1)])));
  const timeline = createTimeline(store, { orderBy: ({ data }) => String(99 - (data as { n: number }).n) });
  await timeline.seek({ upTo: '98' });
  expect(plain(store.get(rows))).toEqual([{ k: 1, n: 1 }]);
  timeline.live();
  store.append(Put({ k: 2, n: 5 }));
  await timeline.seek({ upTo: '94' });
  expect(plain(store.get(rows))).toEqual([{ k: 2, n: 5 }]);
  timeline.live();
  expect(plain(store.get(rows))).toHaveLength(3);
});

test('[TIME-5] refuses a compacted log, and a key without `orderBy`', async () => {
  const log = await logOf([]);
  const { store } = await openPast(log);
  // oxlint-disable-next-line no-await-in-loop -- one piece of the log after the other
  for (let k = 0; k < 40; k++) await store.append(Put({ k, n: k })).until('stored');
  await log.seal();
  await expect(createTimeline(store).seek({ upTo: '1' })).rejects.toMatchObject({ code: 'address.invalid' });
  expect((await compact(store, { keepEvents: 1 })).dropped).toBeGreaterThan(0);
  const timeline = createTimeline(store, { orderBy });
  await expect(timeline.seek({ upTo: '1' })).rejects.toMatchObject({ code: 'log.compacted' });
  expect(timeline.state.isLive).toBe(true);
});
