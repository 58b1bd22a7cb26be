import fc from 'fast-check';
import { expect, test } from 'vitest';
import { budget } from '../property.fixture.ts';
import {
  Bumped,
  foldAll,
  HORIZON,
  logOf,
  openPast,
  outOf,
  plain,
  Put,
  rows,
  steps,
  tally,
  toEvents,
} from './history.fixture.ts';
import { createUndo } from '../undo/create-undo.ts';
import { whenRead } from '../undo/when-read.fixture.ts';
import { whatIf } from './what-if.ts';
import { sizedProperty } from '../sizes.fixture.ts';

test('[TIME-4] a skipped event is as if it never happened, and a moved one takes the place of another', async () => {
  await fc.assert(
    sizedProperty(
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

test('[TIME-4] refuses to skip an undo, and an id that does not exist', async () => {
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

test('[TIME-4] [UNDO-1] committing a fork is an undo: the store equals the fork, and redo reverts it', async () => {
  await fc.assert(
    sizedProperty(
      fc.array(fc.tuple(fc.nat(3), fc.boolean()), { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
      async (script, picks) => {
        const { store } = await openPast(await logOf([]));
        const groups: string[] = [];
        store.events$.subscribe((event) => groups.push(event.metadata.group!));
        for (const [k, isPut] of script) store.append(isPut ? Put({ k, n: k }) : Bumped({ k }), Bumped({ k }));
        const before = [plain(store.get(rows)), store.get(tally).text];
        const skip = [...new Set(picks.map((pick) => groups[pick % groups.length]!))];
        const fork = await whatIf(store, { skip });
        const inReach = fork.skipped[0]! > fork.position - HORIZON;
        const outcome = await whenRead(store, () => fork.commit());
        expect(outcome).toMatchObject(inReach ? { ok: true, groups: skip } : { ok: false, reason: 'out-of-horizon' });
        expect([plain(store.get(rows)), store.get(tally).text]).toEqual(
          inReach ? [plain(fork.get(rows)), fork.get(tally).text] : before,
        );
        // The undo itself may have moved it beyond the horizon.
        const undo = createUndo(store);
        const isBack = !inReach || (await whenRead(store, () => undo.redo())).ok;
        expect([plain(store.get(rows)), store.get(tally).text]).toEqual(
          isBack ? before : [plain(fork.get(rows)), fork.get(tally).text],
        );
        expect(isBack || fork.skipped[0] === fork.position - HORIZON + 1).toBe(true);
        await store.close();
      },
    ),
    budget(60),
  );
});

test('[TIME-4] refuses to commit what an undo could not do, and writes nothing', async () => {
  const event = { do: 'put' as const, k: 0, later: 1, group: 0 };
  const [foreign] = toEvents([event]);
  const { store } = await openPast(await logOf([foreign!]));
  const ids: string[] = [];
  store.events$.subscribe((e) => ids.push(e.id));
  store.append(Put({ k: 1, n: 1 }), Put({ k: 2, n: 2 }));
  const reason = async (what: Parameters<typeof whatIf>[1]) => (await whatIf(store, what)).commit();
  expect([
    await reason({}),
    await reason({ order: ids }),
    await reason({ skip: ids.slice(0, 1) }),
    await reason({ skip: [foreign!.id] }),
  ]).toEqual(['nothing', 'moved', 'part-of-group', 'foreign'].map((expected) => ({ ok: false, reason: expected })));
  expect(ids).toHaveLength(2);
});
