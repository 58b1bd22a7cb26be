import { describe, expect, test } from 'vitest';
import { testEnv } from '../env/env.fixture.ts';
import { createStore } from '../store/create-store.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';
import {
  audit,
  events,
  lasting,
  notes,
  openWall,
  Paid,
  pay,
  Removed,
  Seen,
  till,
  write,
  Written,
} from './undo.fixture.ts';
import { rejectCommit } from '../rejections/reject-commit.ts';
import { createTimeline } from '../time-travel/create-timeline.ts';
import { createUndo } from './create-undo.ts';
import { whatIf } from '../time-travel/what-if.ts';
import { watch } from '../binding/watch.ts';

const wall = async (...given: Parameters<typeof openWall>) => {
  const opened = await openWall(...given);
  return { ...opened, undo: createUndo(opened.store) };
};

describe('[UNDO-1] undo appends a fact, and the fold leaves out the events that it names', () => {
  test('and redo appends another, which brings them back', async () => {
    const { store, put, texts, undo } = await wall();
    put('a', '1');
    put('b', '1');
    put('a', '2');
    const told: string[] = [];
    store.events$.subscribe((e) => told.push(e.type));
    const outcome = undo.undo();
    expect([texts(), outcome.ok && outcome.superseded]).toEqual([['a=1', 'b=1'], []]);
    undo.undo();
    expect(texts()).toEqual(['a=1']);
    undo.redo();
    undo.redo();
    expect([texts(), told]).toEqual([
      ['a=2', 'b=1'],
      ['$undo', '$undo', '$redo', '$redo'],
    ]);
    expect(store.get(audit).lines).toEqual(['ann $undo 1', 'ann $undo 1', 'ann $redo 1', 'ann $redo 1']);
  });

  test('undoes a transaction of more events than a call can have arguments', async () => {
    const limits = { commitEvents: 200_000, commitBytes: Infinity };
    const { store, put, texts, undo } = await wall(memoryLog('long', { undoHorizon: 200_000 }), testEnv(), limits);
    put('a', '1');
    const one = Written({ id: 'a', text: '2' });
    const commit = Array.from({ length: 70_000 }, () => one);
    store.transaction('Fill', () => {
      for (let i = 0; i < 2; i++) store.append(...commit);
    });
    expect(texts()).toEqual(['a=2']);
    expect(undo.undo().ok).toBe(true);
    expect(texts()).toEqual(['a=1']);
    expect(undo.redo().ok).toBe(true);
    expect(texts()).toEqual(['a=2']);
  });

  test('is stored like any event, and survives a reload with its stacks', async () => {
    const log = lasting();
    const first = await wall(log);
    first.put('a', '1');
    first.put('b', '1');
    const outcome = first.undo.undo();
    expect(outcome.ok).toBe(true);
    if (outcome.ok) await outcome.receipt.until('stored');
    await first.store.close();
    const again = await wall(log);
    expect([again.texts(), again.undo.state]).toEqual([['a=1'], { canUndo: true, canRedo: true }]);
    again.undo.redo();
    expect(again.texts()).toEqual(['a=1', 'b=1']);
    const { commits } = await log.read({ after: 2, limit: 1 });
    expect(commits[0]!.events[0]).toMatchObject({ type: '$undo', version: 1, metadata: { actorId: 'ann' } });
  });

  test('notifies once for its changes, and equal values keep their identity', async () => {
    const { store, put, undo } = await wall();
    put('a', '1');
    put('b', '1');
    put('c', '1');
    const [a, c] = [store.get(notes).get('a'), store.get(notes).get('c')];
    const all = store.get(till);
    let rows = 0;
    let others = 0;
    watch(store, notes, (n) => n.get('b')).subscribe(() => (rows += 1));
    watch(store, notes, (n) => n.get('a')).subscribe(() => (others += 1));
    put('b', '2');
    put('c', '2');
    put('c', '1');
    expect(rows).toBe(1);
    undo.undo();
    undo.undo();
    undo.undo();
    expect([rows, others, store.get(notes).get('b')]).toEqual([2, 0, { id: 'b', text: '1' }]);
    expect([store.get(notes).get('a') === a, store.get(till) === all]).toEqual([true, true]);
    expect(store.get(notes).get('c')).toEqual(c);
  });

  test('[VIEW-2] undo resumes a read model that stopped at an event, and redo stops it again', async () => {
    const { store, put, undo } = await wall();
    const strict = defineView('strict', { initial: { ids: '' } }).on(Written, (draft, e) => {
      if (e.data.text === 'bad') throw new Error('bad');
      draft.ids += e.data.id;
    });
    const both = await store.attach(strict);
    const told: string[] = [];
    store.system$.subscribe((e) => told.push(e.type));
    const now = (): unknown => [both.get(strict).ids, store.status.stopped.map(({ model }) => model)];
    put('a', '1');
    put('b', 'bad');
    put('c', '1');
    expect(now()).toEqual(['a', ['strict']]);
    undo.undo();
    expect(now()).toEqual(['a', ['strict']]);
    undo.undo();
    expect(now()).toEqual(['a', []]);
    undo.redo();
    undo.redo();
    expect([now(), told]).toEqual([
      ['a', ['strict']],
      ['model.stopped', 'model.stopped'],
    ]);
  });
});

describe('[UNDO-2] the unit of undo', () => {
  test('is a command, an append or a transaction, with its label', async () => {
    const { store, texts, undo } = await wall();
    const made = store.transaction('Tidy up', () => {
      store.append(Written({ id: 'a', text: '1' }));
      store.transaction('inside', () => store.append(Written({ id: 'b', text: '1' })));
      return store.run(write, { id: 'c', text: '1' }).ok;
    });
    store.append(Written({ id: 'd', text: '1' }), Written({ id: 'e', text: '1' }));
    expect([made, undo.state]).toEqual([true, { canUndo: true, canRedo: false }]);
    undo.undo();
    expect([texts(), undo.state]).toEqual([
      ['a=1', 'b=1', 'c=1'],
      { canUndo: true, canRedo: true, undoLabel: 'Tidy up' },
    ]);
    undo.undo();
    expect([texts(), undo.state]).toEqual([[], { canUndo: false, canRedo: true, redoLabel: 'Tidy up' }]);
    undo.redo();
    expect(texts()).toEqual(['a=1', 'b=1', 'c=1']);
  });

  test('[UNDO-2] keys join only runs close in time by both clocks: a clock set back or frozen begins a new group', async () => {
    const env = testEnv();
    const clock = { now: env.ms, elapsed: 0 };
    const { store, texts, undo } = await wall(memoryLog(), {
      ...env,
      now: () => clock.now,
      elapsed: () => clock.elapsed,
    });
    const type = (text: string): void => void store.run(write, { id: 'a', text });
    type('t');
    // Twenty minutes later, and the clock has been set back by an hour.
    clock.now -= 40 * 60_000;
    clock.elapsed += 20 * 60_000;
    type('te');
    // The next day, after the device slept.
    clock.now += 8 * 3_600_000;
    clock.elapsed += 100;
    type('tea');
    clock.now += 100;
    clock.elapsed += 100;
    type('teas');
    undo.undo();
    expect(texts()).toEqual(['a=te']);
    undo.undo();
    expect(texts()).toEqual(['a=t']);
    undo.undo();
    expect(texts()).toEqual([]);
  });

  test('[UNDO-6] a transaction refuses undo, redo, a rejection and a fork, and is one group', async () => {
    const { store, put, texts, undo } = await wall();
    put('a', '1');
    const fork = await whatIf(store, { skip: put('b', '0').ids });
    const error = { code: 'store.busy', details: { during: 'the transaction "Both"' } };
    store.transaction('Both', () => {
      const first = put('b', '1');
      for (const refused of [
        () => undo.undo(),
        () => undo.redo(),
        () => rejectCommit(store, first, { code: 'no' }),
        () => fork.commit(),
        () => store.transaction('Inner', () => undo.undo()),
      ])
        expect(refused).toThrow(
          expect.objectContaining({ code: error.code, details: expect.objectContaining(error.details) }),
        );
      put('c', '1');
    });
    expect(texts()).toEqual(['a=1', 'b=1', 'c=1']);
    expect(undo.undo()).toMatchObject({ ok: true, label: 'Both' });
    expect(texts()).toEqual(['a=1', 'b=0']);
    expect(undo.redo().ok).toBe(true);
    expect(texts()).toEqual(['a=1', 'b=1', 'c=1']);
  });

  test('[UNDO-6] a transaction that throws or returns a promise ends, and leaves nothing to undo', async () => {
    const { store, put, texts, undo } = await wall();
    const late = (() => Promise.resolve(put('a', '1'))) as unknown as () => string;
    expect(() => store.transaction('Late', late)).toThrow(
      expect.objectContaining({ code: 'transaction.async', details: { label: 'Late' } }),
    );
    const fail = (): never => {
      put('b', '1');
      throw new Error('stop');
    };
    expect(() => store.transaction('Fail', () => store.transaction('Inner', fail))).toThrow('stop');
    put('c', '1');
    expect(texts()).toEqual(['c=1']);
    undo.undo();
    expect([texts(), undo.undo().ok]).toEqual([[], false]);
  });

  test('[UNDO-6] a run that is rejected, or a transaction that throws, leaves the open group open', async () => {
    const { store, env, texts, undo } = await wall();
    store.run(write, { id: 'a', text: 't' });
    env.ms += 400;
    expect(store.run(write, { id: 'b', text: 'x'.repeat(70_000) })).toMatchObject({
      rejection: { code: 'over-limit' },
    });
    const over = (): unknown => store.append(Written({ id: 'c', text: 'x'.repeat(70_000) }));
    expect(over).toThrow('limit');
    expect(() => store.transaction('Over', over, { scope: 'home' })).toThrow('limit');
    store.run(write, { id: 'a', text: 'te' });
    undo.undo();
    expect(texts()).toEqual([]);
    expect(undo.state.canUndo).toBe(false);
  });

  test('[UNDO-6] a listener may undo the event it receives', async () => {
    const { store, put, texts, undo } = await wall();
    const end = store.on('note.written').subscribe(() => void undo.undo());
    put('a', '1');
    end.unsubscribe();
    expect(texts()).toEqual([]);
    expect(undo.redo().ok).toBe(true);
    expect(texts()).toEqual(['a=1']);
  });

  test('[UNDO-7] during time travel undo and redo are refused, and the state gives the reason', async () => {
    const { store, put, undo } = await wall();
    put('a', '1');
    put('b', '1');
    undo.undo();
    const live = { canUndo: true, canRedo: true };
    const seen: unknown[] = [];
    undo.subscribe(() => seen.push(undo.state));
    const timeline = createTimeline(store);
    await timeline.seek(1);
    expect(undo.state).toEqual({ canUndo: false, canRedo: false, reason: 'travelling' });
    expect(undo.state).toBe(undo.state);
    put('c', '1');
    timeline.live();
    expect(seen).toEqual([
      { canUndo: false, canRedo: false, reason: 'travelling' },
      { ...live, canRedo: false },
    ]);
    timeline.close();
  });

  test('is the runs of one key, within half a second, without another event between', async () => {
    const { store, env, texts, undo } = await wall();
    const type = (text: string, id = 'a'): void => void store.run(write, { id, text });
    type('t');
    env.ms += 500;
    type('te');
    env.ms += 500;
    type('tea');
    undo.undo();
    expect(texts()).toEqual([]);
    undo.redo();
    // After a redo, after a pause, or after another key, a new group begins.
    type('teas');
    env.ms += 501;
    type('teasp');
    type('x', 'b');
    type('teaspoon');
    for (const expected of ['a=teasp,b=x', 'a=teasp', 'a=teas', 'a=tea', '']) {
      undo.undo();
      expect(texts().join()).toBe(expected);
    }
  });

  test('stacks belong to the actor, and to a scope if one is given', async () => {
    const { store, act, put, texts, undo } = await wall();
    put('a', 'ann');
    act.as = 'bob';
    put('b', 'bob');
    store.run(write, { id: 'c', text: 'bob', wall: 'kitchen' });
    const kitchen = createUndo(store, { scope: 'kitchen' });
    expect([undo.state.undoLabel, kitchen.state.undoLabel]).toEqual(['Write c', 'Write c']);
    kitchen.undo();
    expect([texts(), kitchen.state.canUndo, kitchen.state.canRedo, undo.state.undoLabel]).toEqual([
      ['a=ann', 'b=bob'],
      false,
      true,
      undefined,
    ]);
    act.as = 'ann';
    expect(kitchen.state).toEqual({ canUndo: false, canRedo: false });
    undo.undo();
    expect([texts(), undo.state]).toEqual([['b=bob'], { canUndo: false, canRedo: true }]);
    expect(undo.undo()).toEqual({ ok: false, reason: 'nothing', superseded: [] });
  });
});

describe('[UNDO-3] the actions of others', () => {
  test('do not clear redo; only a new undoable group of the actor does', async () => {
    const { store, act, put, undo } = await wall();
    put('a', '1');
    undo.undo();
    act.as = 'bob';
    put('b', '1');
    act.as = 'ann';
    store.append(Paid({ cents: 5 }));
    store.append(Seen(), Paid({ cents: 5 }));
    await store.import([
      {
        id: 'evt_00000000-0000-4000-8000-000000000001',
        type: 'page.seen',
        timestamp: '2020-01-01T00:00:00.000Z',
        data: undefined,
      },
    ]);
    expect(undo.state).toEqual({ canUndo: false, canRedo: true });
    put('c', '1');
    expect(undo.state).toEqual({ canUndo: true, canRedo: false });
    expect(undo.redo()).toEqual({ ok: false, reason: 'nothing', superseded: [] });
  });

  test('supersede a group: undo leaves it alone, tries the next, and reports why', async () => {
    const { store, act, put, texts, undo } = await wall();
    put('z', '1');
    store.run(write, { id: 'a', text: 'ann' });
    act.as = 'bob';
    put('a', 'bob');
    put('b', 'bob');
    act.as = 'ann';
    const outcome = undo.undo();
    const bobs = { type: 'note.written', actorId: 'bob' };
    expect(outcome).toMatchObject({
      ok: true,
      groups: [expect.any(String), expect.any(String)],
      superseded: [{ label: 'Write a', by: bobs }],
    });
    expect([texts(), undo.state]).toEqual([['a=bob', 'b=bob'], { canUndo: false, canRedo: true }]);
    undo.redo();
    expect([texts(), undo.state.undoLabel]).toEqual([['a=bob', 'b=bob', 'z=1'], 'Write a']);
    // It is undone all the same: it shows once the later event is undone too.
    undo.undo();
    act.as = 'bob';
    undo.undo();
    undo.undo();
    expect(texts()).toEqual([]);
  });

  test('if ten groups would change nothing, the next call tries ten more', async () => {
    const { store, act, put, undo } = await wall();
    put('z', '1');
    for (let i = 0; i < 12; i++) put('a', `${i}`);
    store.append(Seen());
    act.as = 'bob';
    store.append(Removed({ id: 'a' }));
    act.as = 'ann';
    const outcome = undo.undo();
    expect([outcome.ok, !outcome.ok && outcome.reason, outcome.superseded.length]).toEqual([false, 'superseded', 10]);
    expect(outcome.superseded.map(({ by }) => by?.type)).toEqual([
      undefined,
      ...Array.from({ length: 9 }, () => 'note.removed'),
    ]);
    expect(undo.undo()).toMatchObject({ ok: true, groups: { length: 14 } });
    expect([...store.get(notes)]).toEqual([]);
  });

  test('a group beyond the horizon is refused, and then dropped', async () => {
    const { store, put, texts, undo } = await wall(lasting(8));
    store.append(Written({ id: 'a', text: '1' }), Written({ id: 'b', text: '1' }));
    for (let i = 0; i < 7; i++) store.append(Paid({ cents: 1 }));
    expect(undo.state).toEqual({ canUndo: false, canRedo: false });
    expect(undo.undo()).toEqual({ ok: false, reason: 'out-of-horizon', superseded: [] });
    store.append(Paid({ cents: 1 }));
    expect(undo.undo()).toEqual({ ok: false, reason: 'nothing', superseded: [] });
    put('c', '1');
    undo.undo();
    for (let i = 0; i < 8; i++) store.append(Paid({ cents: 1 }));
    expect([undo.redo(), texts()]).toEqual([{ ok: false, reason: 'nothing', superseded: [] }, ['a=1', 'b=1']]);
  });

  test('a control of unknown groups has no effect', async () => {
    const { store, put, texts } = await wall();
    put('a', '1');
    const result = await store.import([
      {
        id: 'evt_00000000-0000-4000-8000-000000000001',
        type: '$undo',
        timestamp: '2020-01-01T00:00:00.000Z',
        data: { groups: ['cor_gone'] },
      },
    ]);
    expect([result.added, texts(), store.get(audit).lines.length]).toEqual([1, ['a=1'], 1]);
  });
});

describe('[UNDO-4] an event that must stay', () => {
  test('without a compensation is not undone; undo takes the group before it', async () => {
    const { store, put, texts, undo } = await wall();
    put('a', '1');
    store.append(Paid({ cents: 5 }));
    undo.undo();
    expect([texts(), store.get(till).cents]).toEqual([[], 5]);
  });

  test('is undone by its command’s compensation, which redo takes out again', async () => {
    const log = lasting();
    const { store, undo } = await wall(log);
    store.run(pay, { cents: 5 });
    expect(undo.state).toEqual({ canUndo: true, canRedo: false, undoLabel: 'Pay 5' });
    expect(undo.undo()).toMatchObject({ ok: true, label: 'Pay 5', groups: { length: 1 } });
    expect([store.get(till).cents, undo.state]).toEqual([0, { canUndo: false, canRedo: true, redoLabel: 'Pay 5' }]);
    expect(undo.redo()).toMatchObject({ ok: true, label: 'Pay 5' });
    expect([store.get(till).cents, undo.state]).toEqual([5, { canUndo: true, canRedo: false, undoLabel: 'Pay 5' }]);
    await store.close();
    // After a reload, the command is found by name.
    const again = await wall(log);
    expect(again.undo.undo()).toMatchObject({ ok: true });
    expect([again.store.get(till).cents, again.undo.state.canRedo]).toEqual([0, true]);
    const { commits } = await log.read({ after: 0, limit: 9 });
    const [paid, refunded] = commits.map(({ events: [event] }) => event!);
    expect([refunded!.type, refunded!.metadata.compensates]).toEqual(['bill.refunded', paid!.metadata.group]);
  });

  test('in a group with an event unknown to this app', async () => {
    const log = lasting();
    const newer = createStore({ events: [...events, defineEvent('note.pinned')], views: [], log, actor: () => 'ann' });
    await newer.ready;
    newer.append(Written({ id: 'a', text: '1' }));
    await newer.append(Written({ id: 'b', text: '1' }), { type: 'note.pinned', data: undefined }).until('stored');
    const { texts, undo } = await wall(log);
    expect(undo.state.canUndo).toBe(false);
    expect(undo.undo()).toEqual({ ok: false, reason: 'not-undoable', superseded: [] });
    expect(texts()).toEqual(['a=1', 'b=1']);
  });

  test('a compensation may be rejected', async () => {
    const { store, undo } = await wall();
    store.run(pay, { cents: 5 });
    store.append(Paid({ cents: -3 }));
    expect(undo.undo()).toEqual({ ok: false, reason: 'rejected', rejection: { code: 'spent' }, superseded: [] });
    expect(store.get(till).cents).toBe(2);
  });
});

describe('[UNDO-5] an undo', () => {
  test('is an event that can be listened to', async () => {
    const { store, put, undo } = await wall();
    put('a', '1');
    const told: unknown[] = [];
    store.on('$undo').subscribe((e) => told.push([e.data.groups.length, store.get(notes).size]));
    undo.undo();
    undo.redo();
    expect(told).toEqual([[1, 0]]);
  });
});

test('the state is identical until it changes, and then listeners run', async () => {
  const { store, act, put, undo } = await wall();
  const told: unknown[] = [];
  const end = undo.subscribe(() => told.push(undo.state));
  put('a', '1');
  const { state } = undo;
  act.as = 'bob';
  put('b', '1');
  act.as = 'ann';
  put('c', '1');
  expect([undo.state === state, told.length]).toEqual([true, 1]);
  undo.undo();
  expect(told).toEqual([state, undo.state]);
  end();
  undo.undo();
  expect(told.length).toBe(2);
  await store.close();
  expect(() => undo.undo()).toThrow(expect.objectContaining({ code: 'store.closed' }) as Error);
});

test('[RX-1] an undo listener that throws does not affect others, and is reported', async () => {
  const { store, env, put } = await openWall();
  const undo = createUndo(store);
  const told: string[] = [];
  undo.subscribe(() => {
    throw new Error('listener');
  });
  undo.subscribe(() => void told.push('second'));
  put('a', 'one');
  expect(told).toEqual(['second']);
  expect(env.reported).toMatchObject([{ message: 'listener' }]);
});

test('[BOOT-1] it may be created before the store is ready, and notifies when it is', async () => {
  const log = lasting();
  const first = await wall(log);
  await first.put('a', '1').until('stored');
  const store = createStore({ events, views: [notes], log, env: testEnv(), actor: () => 'ann' });
  const undo = createUndo(store);
  const told: unknown[] = [];
  undo.subscribe(() => told.push(undo.state));
  expect(undo.state).toEqual({ canUndo: false, canRedo: false });
  expect(() => undo.undo()).toThrow(expect.objectContaining({ code: 'store.not_ready' }) as Error);
  await store.ready;
  await Promise.resolve();
  expect(told).toEqual([{ canUndo: true, canRedo: false }]);
});
