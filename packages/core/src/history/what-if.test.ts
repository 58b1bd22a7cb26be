import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import { foldAll, logOf, openPast, outOf, plain, rows, steps, tally, toEvents } from './history.fixture.ts';
import { whatIf } from './what-if.ts';

test('[TIME-4] what is left out is as if it had never been, and what is moved stands where another stood', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps(30),
      fc.array(fc.nat(5), { maxLength: 2 }),
      fc.array(fc.nat(1_000), { maxLength: 3 }),
      fc.uniqueArray(fc.nat(1_000), { maxLength: 4 }),
      async (script, groups, singles, moved) => {
        const events = toEvents(script);
        const facts = events.filter(({ type }) => !type.startsWith('$'));
        fc.pre(facts.length > 0);
        const pick = (at: number) => facts[at % facts.length]!.id;
        const known = groups.map((n) => `g${n}`).filter((g) => facts.some(({ metadata }) => metadata.group === g));
        const skip = [...known, ...singles.map(pick)];
        const order = [...new Set(moved.map(pick))];
        const out = outOf(events);
        const isOut = (i: number) =>
          out.has(i) || skip.includes(events[i]!.id) || skip.includes(events[i]!.metadata.group ?? '');
        const places = order.map((id) => events.findIndex((e) => e.id === id));
        const sorted = [...places].sort((a, b) => a - b);
        const folded = events.flatMap((_, i) => {
          const from = sorted.includes(i) ? places[sorted.indexOf(i)]! : i;
          return isOut(from) ? [] : [events[from]!];
        });
        const { store } = await openPast(await logOf(events));
        const before = [plain(store.get(rows)), store.get(tally)];
        const fork = await whatIf(store, { skip, order });
        expect({ rows: plain(fork.get(rows)), tally: fork.get(tally) }).toEqual(foldAll(folded));
        expect([plain(store.get(rows)), store.get(tally)]).toEqual(before);
        await store.close();
      },
    ),
    budget(120),
  );
});

test('[TIME-4] an undo is not left out, and what is not there is said', async () => {
  const step = { k: 0, later: 1, group: 0 };
  const events = toEvents([
    { ...step, do: 'put' },
    { ...step, do: 'undo' },
  ]);
  const { store } = await openPast(await logOf(events));
  await expect(whatIf(store, { skip: [events[1]!.id] })).rejects.toMatchObject({ code: 'fork.control' });
  await expect(whatIf(store, { order: ['g9'] })).rejects.toMatchObject({ code: 'address.unknown' });
  await expect(whatIf(store, { order: ['g0'] })).rejects.toMatchObject({ code: 'address.unknown' });
});
