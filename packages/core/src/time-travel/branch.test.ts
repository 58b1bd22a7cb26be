import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyStore } from '../store/store.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { defineView } from '../model/view.ts';
import { budget } from '../property.fixture.ts';
import { branch } from './branch.ts';
import { Bumped, foldTo, logOf, openPast, plain, Put, rows, steps, tally, toEvents } from './history.fixture.ts';
import { at } from './state-at.ts';
import { createTimeline } from './create-timeline.ts';
import { lasting, openWall, pay, till, Written } from '../undo/undo.fixture.ts';
import { createUndo } from '../undo/create-undo.ts';
import { sizedProperty } from '../sizes.fixture.ts';

describe('[TIME-1] a branch', () => {
  test('begins with the state of the store, accepts new events, and has time travel', async () => {
    await fc.assert(
      sizedProperty(steps(30), steps(6), fc.nat(1_000), async (script, more, where) => {
        const events = toEvents(script);
        const { store } = await openPast(await logOf(events));
        const position = where % (events.length + 1);
        const tried = await branch(store, position);
        const shown = () => [plain(tried.get(rows)), plain(tried.get(tally))];
        const before = foldTo(events, position);
        expect(shown()).toEqual([before['rows'], before['tally']]);
        for (const { k, do: what } of more) tried.append(what === 'put' ? Put({ k, n: k }) : Bumped({ k }));
        const model = new Map((before['rows'] as readonly { k: number; n: number }[]).map((row) => [row.k, row.n]));
        for (const { k, do: what } of more) {
          const n = model.get(k);
          if (what === 'put') model.set(k, k);
          else if (n !== undefined) model.set(k, n * 2 + 1);
        }
        const after = [...model].sort(([a], [b]) => a - b).map(([k, n]) => ({ k, n }));
        expect(plain(tried.get(rows))).toEqual(after);
        expect(plain((await at(tried, position)).get(rows))).toEqual(before['rows']);
        const now = foldTo(events, events.length);
        expect([plain(store.get(rows)), plain(store.get(tally))]).toEqual([now['rows'], now['tally']]);
        await tried.close();
        await store.close();
      }),
      budget(80),
    );
  });

  test('runs commands while its store shows the past, and leaves that store and its log alone', async () => {
    const log = lasting();
    const { store, put, texts } = await openWall(log);
    await put('a', '1').until('stored');
    await put('a', '2').until('stored');
    const timeline = createTimeline(store);
    await timeline.seek(1);
    expect(() => store.run(pay, { cents: 5 })).toThrow(expect.objectContaining({ code: 'store.travelling' }));
    const tried = await branch(store, timeline.state.position);
    const told: unknown[] = [];
    store.events$.subscribe((event) => told.push(event));
    const outcome = tried.run(pay, { cents: 5 });
    if (!outcome.ok) throw new Error('was rejected');
    await outcome.receipt.until('stored');
    expect([tried.get(till).cents, store.get(till).cents, told]).toEqual([5, 0, []]);
    await tried.destroy();
    timeline.live();
    expect(texts()).toEqual(['a=2']);
    expect([testHandle(store).position, (await log.open()).position]).toEqual([2, 2]);
    await store.close();
  });

  test('undoes back to where it began, and can be branched again', async () => {
    const { store, put } = await openWall();
    put('a', '1');
    const tried = await branch(store, 1);
    const undo = createUndo(tried);
    expect(undo.undo()).toMatchObject({ ok: false, reason: 'nothing' });
    tried.run(pay, { cents: 5 });
    const again = await branch(tried, 2);
    again.run(pay, { cents: 2 });
    expect([again.get(till).cents, tried.get(till).cents, store.get(till).cents]).toEqual([7, 5, 0]);
    await expect(branch(tried, 0)).rejects.toMatchObject({ code: 'address.out_of_range' });
  });

  test('has read models attached since, and reports those that had stopped by then', async () => {
    const { store, put } = await openWall();
    put('a', '1');
    const texts = defineView('texts', { initial: { all: '' } }).on(Written, (draft, e) => {
      if (e.data.text === 'bad') throw new Error('bad');
      draft.all += e.data.text;
    });
    await store.attach(texts);
    put('b', '2');
    put('c', 'bad');
    const any: AnyStore = store;
    const [good, bad] = [await branch(any, 2), await branch(any, 3)];
    for (const tried of [good, bad]) tried.append(Written({ id: 'd', text: '4' }));
    expect([good.get(texts).all, good.status.incomplete]).toEqual(['124', []]);
    expect([bad.get(texts).all, bad.status.incomplete]).toEqual(['4', [{ model: 'texts', since: 3 }]]);
    expect((await branch(bad, 4)).status.incomplete).toEqual([{ model: 'texts', since: 3 }]);
  });
});
