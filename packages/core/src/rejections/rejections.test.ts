import fc from 'fast-check';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { testEnv } from '../env/env.fixture.ts';
import { compact } from '../store/compact.ts';
import { createStore } from '../store/create-store.ts';
import { testHandle } from '../test-handle.fixture.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { isControl } from '../model/control-events.ts';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';
import { budget } from '../property.fixture.ts';
import { readAll } from '../testing/contracts/log-fixture.ts';
import { rejectCommit } from './reject-commit.ts';
import { createRejections } from './create-rejections.ts';
import type { RejectedCommit } from './rejections.ts';
import { createTimeline } from '../time-travel/create-timeline.ts';
import { audit, lasting, notes, openWall, pay, Seen, till, write, Written } from '../undo/undo.fixture.ts';
import { createUndo } from '../undo/create-undo.ts';
import { sizedProperty } from '../sizes.fixture.ts';

const NO = { code: 'no-room', details: { max: 1 } };

const wall = async (...given: Parameters<typeof openWall>) => {
  const opened = await openWall(...given);
  const rejections = createRejections(opened.store);
  const refuse = (id: string, wallName?: string): void => {
    const input = wallName === undefined ? { id, text: '1' } : { id, text: '1', wall: wallName };
    const outcome = opened.store.run(write, input);
    if (outcome.ok) rejectCommit(opened.store, outcome.receipt, NO);
  };
  return { ...opened, rejections, refuse };
};

/** The data of an entry, without its functions. */
const dataOf = ({ retry, dismiss, ...data }: RejectedCommit): unknown => (
  expect([retry, dismiss]).toHaveLength(2),
  data
);

describe('[SYNC-4] a rejected commit is listed', () => {
  test('with its reason, events and time, until it is dealt with, also after a reload', async () => {
    const log = lasting();
    const { store, rejections, refuse } = await wall(log);
    const none = rejections.list;
    refuse('a');
    const events = store.transaction('Both', () => [
      store.append(Seen()),
      store.append(Written({ id: 'b', text: '2' })),
    ]);
    expect(none).toEqual([]);
    rejectCommit(store, [...events[1]!.ids, ...events[0]!.ids], { code: 'late' });
    const { list } = rejections;
    expect(list.map(dataOf)).toMatchObject([
      {
        ...NO,
        command: 'note.write',
        label: 'Write a',
        at: '2026-01-31T12:00:00.000Z',
        events: [{ type: 'note.written', data: { id: 'a', text: '1' } }],
      },
      { code: 'late', details: undefined, label: 'Both', events: [{ type: 'page.seen' }, { data: { id: 'b' } }] },
    ]);
    expect('command' in list[1]!).toBe(false);
    store.append(Seen());
    await store.attach(notes, till, audit);
    expect(rejections.list).toBe(list);
    await store.close();
    expect((await wall(log)).rejections.list.map(dataOf)).toEqual(list.map(dataOf));
  });

  test('until it is retried, which appends its events again in one commit', async () => {
    const log = lasting();
    const { store, rejections, refuse, texts } = await wall(log);
    const undo = createUndo(store);
    refuse('a', 'kitchen');
    const [rejected] = rejections.list;
    const receipt = rejected!.retry();
    expect([texts(), rejections.list, rejected!.retry(), rejected!.dismiss()]).toEqual([
      ['a=1'],
      [],
      undefined,
      undefined,
    ]);
    expect(createUndo(store, { scope: 'kitchen' }).state.undoLabel).toBe('Write a');
    await receipt!.until('stored');
    const events = (await readAll(log)).flatMap((commit) => commit.events);
    expect(events.length).toBe(3);
    const [first, control, second] = events;
    const { label, command, scope, actorId } = first!.metadata;
    expect(second).toMatchObject({
      type: first!.type,
      data: first!.data,
      metadata: { label, command, scope, actorId },
    });
    expect(second).toMatchObject({ id: receipt!.ids[0], metadata: { retries: control!.id } });
    expect(second!.metadata.group).not.toBe(first!.metadata.group);
    undo.undo();
    expect([texts(), rejections.list]).toEqual([[], []]);
    undo.redo();
    rejectCommit(store, receipt!, { code: 'again' });
    expect([texts(), rejections.list.map(({ code }) => code)]).toEqual([[], ['again']]);
    await store.close();
    expect((await wall(log)).rejections.list.map(({ code }) => code)).toEqual(['again']);
  });

  test('until it is dismissed for good, and the others stay', async () => {
    const log = lasting();
    const { store, rejections, refuse, texts } = await wall(log);
    for (const id of ['a', 'b', 'c']) refuse(id);
    const [, b, c] = rejections.list;
    const told: unknown[] = [];
    const end = rejections.subscribe(() => told.push(rejections.list.map(({ label }) => label)));
    b!.dismiss();
    expect([rejections.list[1], b!.dismiss(), b!.retry(), texts()]).toEqual([c, undefined, undefined, []]);
    end();
    c!.dismiss();
    expect(told).toEqual([['Write a', 'Write c']]);
    await store.close();
    expect((await wall(log)).rejections.list.map(({ label }) => label)).toEqual(['Write a']);
  });

  test('if it is the actor’s own, and of the requested scope', async () => {
    const { store, act, put, rejections, refuse } = await wall();
    refuse('a');
    refuse('b', 'kitchen');
    const mine = put('c', '1');
    act.as = 'bob';
    refuse('d');
    rejectCommit(store, [...mine.ids, ...put('e', '1').ids], { code: 'both' });
    const whose = (list = rejections.list): unknown =>
      list.map(({ events }) => events.map(({ data }) => (data as { id: string }).id).join());
    expect(whose()).toEqual(['d', 'e']);
    act.as = 'ann';
    expect(whose()).toEqual(['a', 'b', 'c']);
    expect(whose(createRejections(store, { scope: 'kitchen' }).list)).toEqual(['b']);
  });

  test('as far back as undo reaches, the same before and after a reload', async () => {
    const log = lasting(5);
    const { store, rejections, refuse, put } = await wall(log);
    refuse('a');
    for (let i = 0; i < 3; i++) put('b', String(i));
    const [last] = rejections.list;
    put('b', '3');
    expect([last!.label, rejections.list, last!.retry(), last!.dismiss()]).toEqual([
      'Write a',
      [],
      undefined,
      undefined,
    ]);
    await store.close();
    expect((await wall(log)).rejections.list).toEqual([]);
  });

  test('[LOG-8] and is not in the base snapshots of a log that was compacted since', async () => {
    const log = lasting(20);
    const first = await wall(log);
    first.put('b', '1');
    first.refuse('a');
    for (let i = 0; i < 3; i++) first.store.append(...Array.from({ length: 400 }, () => Seen()));
    first.refuse('c');
    await testHandle(first.store).written();
    expect((await compact(first.store, { keepEvents: 100 })).floor).toBeGreaterThan(500);
    await first.store.close();
    const again = await wall(log);
    expect([again.texts(), again.rejections.list.map(({ label }) => label)]).toEqual([['b=1'], ['Write c']]);
  });

  test('and a retried compensation compensates the same group', async () => {
    const { store, rejections } = await wall();
    const undo = createUndo(store);
    store.run(pay, { cents: 5 });
    const undone = undo.undo();
    if (undone.ok) rejectCommit(store, undone.receipt, NO);
    expect(store.get(till).cents).toBe(5);
    rejections.list[0]!.retry();
    expect([store.get(till).cents, undo.state]).toEqual([0, { canUndo: false, canRedo: true, redoLabel: 'Pay 5' }]);
  });

  test('and cannot be retried during time travel; a retry appends the newest version of an old event', async () => {
    const log = lasting();
    const first = await wall(log);
    first.refuse('a');
    await first.store.close();
    const Next = defineEvent('note.written', z.object({ id: z.string(), text: z.string() })).version(
      z.object({ id: z.string(), words: z.string().max(5) }),
      ({ id, text }) => ({ id, words: `${text}!` }),
    );
    const words = defineView('words', { initial: { text: '' } }).on(
      Next,
      (draft, e) => void (draft.text = e.data.words),
    );
    const store = createStore({ events: [Next], views: [words], log, env: testEnv(), actor: () => 'ann' });
    await store.ready;
    const rejections = createRejections(store);
    const timeline = createTimeline(store);
    await timeline.seek(1);
    const [rejected] = rejections.list;
    expect(() => rejected!.retry()).toThrow(expect.objectContaining({ code: 'store.travelling' }));
    expect(() => rejected!.dismiss()).toThrow(expect.objectContaining({ code: 'store.travelling' }));
    timeline.live();
    rejected!.retry();
    expect([store.get(words).text, rejections.list]).toEqual(['1!', []]);
  });
});

const acts = fc.array(
  fc.record({
    do: fc.constantFrom('add', 'add', 'add', 'reject', 'reject', 'retry', 'dismiss', 'undo'),
    actor: fc.constantFrom('ann', 'bob'),
    n: fc.nat(9),
  }),
  { maxLength: 30 },
);

/** Runs each actor alone on a device; returns the resulting logs. */
async function live(script: readonly { readonly do: string; readonly n: number }[], actor: string, horizon: number) {
  const log = lasting(horizon);
  const { store, act, rejections, put } = await wall(log);
  act.as = actor;
  const undo = createUndo(store);
  for (const { do: what, n } of script) {
    const facts = testHandle(store)
      .heldEvents.filter(({ event }) => !isControl(event))
      .slice(-horizon);
    const { list } = rejections;
    if (what === 'add') put(`${actor}${n}`, String(n));
    else if (what === 'reject' && facts.length > 0 && facts.at(-1 - (n % 4)) !== undefined) {
      const { position, event } = facts.at(-1 - (n % 4))!;
      if (position > testHandle(store).position - horizon) rejectCommit(store, [event.id], { code: String(n) });
    } else if (what === 'retry') list[n % list.length]?.retry();
    else if (what === 'dismiss') list[n % list.length]?.dismiss();
    else if (what === 'undo') undo.undo();
  }
  const listed = rejections.list.map(dataOf);
  await testHandle(store).written();
  const events = (await readAll(log)).flatMap((commit) => commit.events);
  return { log, listed, events };
}

test("[SYNC-4] the list follows from the log: after a reload, and in whatever order several actors' events arrive", async () => {
  await fc.assert(
    sizedProperty(acts, fc.infiniteStream(fc.boolean()), async (script, choices) => {
      const of = (actor: string) =>
        live(
          script.filter((one) => one.actor === actor),
          actor,
          1_000,
        );
      const devices = { ann: await of('ann'), bob: await of('bob') };
      expect((await wall(devices.ann.log)).rejections.list.map(dataOf)).toEqual(devices.ann.listed);
      const together = await openWall(memoryLog());
      const rejections = createRejections(together.store);
      const left = [[...devices.ann.events], [...devices.bob.events]];
      while (left.some((events) => events.length > 0)) {
        const event =
          (choices.next().value === true ? left[0]!.shift() : undefined) ?? left[1]!.shift() ?? left[0]!.shift();
        await together.store.import([event as never]);
      }
      for (const actor of ['ann', 'bob'] as const) {
        together.act.as = actor;
        expect(rejections.list.map(dataOf)).toEqual(devices[actor].listed);
      }
    }),
    budget(60),
  );
});

test('[SYNC-4] a reload lists the same, however near the horizon', async () => {
  await fc.assert(
    sizedProperty(acts, async (script) => {
      const { log, listed, events } = await live(script, 'ann', 6);
      expect((await wall(log)).rejections.list.map(dataOf)).toEqual(listed);
      const settled = new Set(
        events.flatMap(({ type, data, metadata: { retries = '' } }) =>
          type === '$dismissed' ? (data as { rejections: string[] }).rejections : [retries],
        ),
      );
      // Each names one event that is rejected only once. A rejection too old for undo is not listed.
      const open = events.filter(({ id, type, data }) => {
        const at = events.findIndex((event) => (data as { events?: string[] }).events?.includes(event.id) ?? false);
        return type === '$rejected' && at + 1 > events.length - 6 && !settled.has(id);
      });
      expect(listed.map((entry) => (entry as { id: string }).id)).toEqual(open.map(({ id }) => id));
    }),
    budget(100),
  );
});
