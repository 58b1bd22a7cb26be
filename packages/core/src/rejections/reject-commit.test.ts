import type { SystemEvent } from '../fold/telemetry.ts';
import { describe, expect, test } from 'vitest';
import { testHandle } from '../test-handle.fixture.ts';
import { eventIdFrom } from '../model/ids.ts';
import { Redone, Rejected, Undone } from '../model/control-events.ts';
import { at } from '../time-travel/state-at.ts';
import { rejectCommit } from './reject-commit.ts';
import { lasting, openWall, Paid, pay, till, write, Written } from '../undo/undo.fixture.ts';
import { createUndo } from '../undo/create-undo.ts';
import { whatIf } from '../time-travel/what-if.ts';

const NO = { code: 'no-room', details: { max: 1 } };

describe('[SYNC-4] a commit that is rejected for good', () => {
  test('is out of the fold as a whole, and no other commit is', async () => {
    const { store, put, texts } = await openWall();
    put('a', '1');
    const two = store.append(Written({ id: 'a', text: '2' }), Written({ id: 'b', text: '2' }));
    put('c', '1');
    const told: unknown[] = [];
    store.on('$rejected').subscribe((e) => told.push([e.data, e.metadata.actorId, texts()]));
    rejectCommit(store, two, NO);
    expect(texts()).toEqual(['a=1', 'c=1']);
    expect(told).toEqual([[{ events: two.ids, ...NO }, 'ann', ['a=1', 'c=1']]]);
  });

  test('is reported once, with its events', async () => {
    const { store, put } = await openWall();
    const told: SystemEvent[] = [];
    store.system$.subscribe((event) => told.push(event));
    const receipt = put('a', '1');
    const [id] = rejectCommit(store, receipt, NO)!.ids;
    expect(told).toEqual([{ type: 'commit.rejected', id, events: receipt.ids, ...NO }]);
    expect(rejectCommit(store, receipt.ids, { code: 'again' })).toBeUndefined();
    testHandle(store).appendControl(Rejected({ events: [...receipt.ids, 'evt_nobody'], code: 'again' }));
    expect(told.length).toBe(1);
  });

  test('stays out after a reload and a redo, even if it cannot be undone, and earlier positions still show it', async () => {
    const log = lasting();
    const { store, texts, put } = await openWall(log);
    const first = put('a', '1');
    const paid = store.run(pay, { cents: 5 });
    const group = { groups: [paid.ok ? paid.events[0]!.metadata.group! : ''] };
    testHandle(store).appendControl(Undone(group));
    if (paid.ok) rejectCommit(store, paid.receipt, { code: 'card-refused' });
    rejectCommit(store, first, NO);
    testHandle(store).appendControl(Redone(group));
    expect([texts(), store.get(till).cents]).toEqual([[], 0]);
    await store.close();
    const again = await openWall(log);
    expect([again.texts(), again.store.get(till).cents]).toEqual([[], 0]);
    expect((await at(again.store, 2)).get(till).cents).toBe(5);
  });

  test('[LOG-2] its receipt says `rejected`, whatever its durability, and that it will not sync', async () => {
    const { store, put } = await openWall();
    const receipt = put('a', '1');
    const other = put('b', '1');
    const told: string[] = [];
    receipt.subscribe(() => told.push(receipt.stage));
    const end = other.subscribe(() => told.push('other'));
    rejectCommit(store, receipt, NO);
    end();
    expect([receipt.stage, other.stage, told]).toEqual(['rejected', 'memory', ['rejected']]);
    await receipt.until('stored');
    await receipt.until('flushed');
    expect(receipt.stage).toBe('rejected');
    await expect(receipt.until('synced')).rejects.toMatchObject({
      code: 'commit.rejected',
      details: { events: receipt.ids, ...NO },
    });
    await expect(other.until('synced')).rejects.toMatchObject({ code: 'sync.absent' });
  });

  test('may be rejected elsewhere, and arrive as events do', async () => {
    const { store, put, texts } = await openWall();
    const receipt = put('a', '1');
    const told: string[] = [];
    store.system$.subscribe((event) => told.push(event.type));
    const given = { id: eventIdFrom('server', '1'), timestamp: '2026-01-01T00:00:00.000Z' };
    await store.import([{ ...given, ...Rejected({ events: [...receipt.ids, 'evt_of another device'], code: 'no' }) }]);
    expect([texts(), receipt.stage, told]).toEqual([[], 'rejected', ['commit.rejected']]);
  });

  test('a refused rejection throws, and appends nothing', async () => {
    const { store, put } = await openWall(lasting(4));
    const old = put('a', '1');
    put('a', '2');
    const id = eventIdFrom('from', 'elsewhere');
    await store.import([{ ...Paid({ cents: 5 }), id, timestamp: '2026-01-01T00:00:00.000Z' }]);
    put('b', '1');
    const undone = createUndo(store).undo();
    if (!undone.ok) throw new Error('was not undone');
    const { position } = testHandle(store);
    const refusal = (ids: readonly string[]): unknown => {
      try {
        return rejectCommit(store, ids, NO);
      } catch (error) {
        return (error as { details: unknown }).details;
      }
    };
    expect(refusal(['evt_x'])).toEqual({ id: 'evt_x', reason: 'out-of-reach', horizon: 4 });
    expect(refusal(old.ids)).toMatchObject({ reason: 'out-of-reach' });
    expect(refusal([id])).toMatchObject({ reason: 'imported' });
    expect(refusal(undone.receipt.ids)).toMatchObject({ reason: 'control' });
    expect(refusal(Array.from({ length: 501 }, (_, i) => `evt_${i}`))).toMatchObject({ limit: 'events', max: 500 });
    expect(refusal([])).toBeUndefined();
    expect(() => rejectCommit(store, [], { code: 'no', details: 1n })).not.toThrow();
    expect(() => rejectCommit(store, put('c', '1'), { code: 'no', details: 1n })).toThrow('not JSON');
    expect(testHandle(store).position).toBe(position + 1);
  });
});

describe('[SYNC-4] undo stacks equal those of a log without the rejected events', () => {
  test('redo still works, and undo takes out the rest of a group', async () => {
    const { store, put, texts } = await openWall();
    const undo = createUndo(store);
    put('a', '1');
    put('b', '1');
    undo.undo();
    const refused = store.run(write, { id: 'c', text: '1' });
    expect(undo.state).toEqual({ canUndo: true, canRedo: false, undoLabel: 'Write c' });
    if (refused.ok) rejectCommit(store, refused.receipt, NO);
    expect(undo.state).toEqual({ canUndo: true, canRedo: true });
    undo.redo();
    expect(texts()).toEqual(['a=1', 'b=1']);
    const half = store.transaction('Both', () => [put('d', '1'), put('e', '1')]);
    rejectCommit(store, half[0]!.ids, NO);
    expect([texts(), undo.state.undoLabel]).toEqual([['a=1', 'b=1', 'e=1'], 'Both']);
    undo.undo();
    undo.redo();
    expect(texts()).toEqual(['a=1', 'b=1', 'e=1']);
  });

  test('a rejected compensation compensates nothing', async () => {
    const { store } = await openWall();
    const undo = createUndo(store);
    store.run(pay, { cents: 5 });
    const undone = undo.undo();
    expect([store.get(till).cents, undo.state.canRedo]).toEqual([0, true]);
    if (undone.ok) rejectCommit(store, undone.receipt, NO);
    expect([store.get(till).cents, undo.state]).toEqual([5, { canUndo: true, canRedo: false, undoLabel: 'Pay 5' }]);
  });

  test('[TIME-4] a fork skips the rest of a group, and has nothing to commit if all of it was rejected', async () => {
    const { store, texts, put } = await openWall();
    const both = store.transaction('Both', () => [put('a', '1'), put('b', '1')]);
    rejectCommit(store, both[0]!.ids, NO);
    const ids = both.flatMap((receipt) => receipt.ids);
    const fork = await whatIf(store, { skip: [ids[0]!] });
    expect(fork.commit()).toEqual({ ok: false, reason: 'nothing' });
    for (const skip of [ids, [ids[1]!]]) {
      const outcome = (await whatIf(store, { skip })).commit();
      expect([outcome.ok, texts()]).toEqual([true, []]);
      createUndo(store).redo();
      expect(texts()).toEqual(['b=1']);
    }
  });

  test('typing after a rejection begins a new group', async () => {
    const { store, texts } = await openWall();
    const undo = createUndo(store);
    const first = store.run(write, { id: 'a', text: '1' });
    if (first.ok) rejectCommit(store, first.receipt, NO);
    store.run(write, { id: 'a', text: '12' });
    undo.undo();
    expect([texts(), undo.state.canUndo]).toEqual([[], false]);
  });
});
