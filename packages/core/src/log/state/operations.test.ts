import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../errors/codes.ts';
import { isRefoldError } from '../../errors/refold-error.ts';
import { chainOf, EMPTY_CHAIN } from '../../protocol/chain.ts';
import type { Page } from '../../protocol/wire.ts';
import { confirmLine, toLine } from '../../protocol/wire-line.ts';
import { sampleBatch, sampleEvent } from '../../testing/contracts/log-fixture.ts';
import { append } from './append.ts';
import { apply } from './apply.ts';
import { cursorsBack } from './cursors.ts';
import { complete, cutPower, flush, newDisk, stateOn } from './disk.ts';
import { dropOldest } from './drop-oldest.ts';
import { find } from './find.ts';
import { join } from './join.ts';
import { lead } from './lead.ts';
import { cursorOf, emptyLog, headOf, type LogState, type Step } from './log-state.ts';
import { news } from './news.ts';
import { outgoing } from './outgoing.ts';
import { refusedCommits } from './refused.ts';
import { rewind } from './rewind.ts';

const authority = { incarnation: 'i1', client: 'c1', undoHorizon: 7 };
const idOf = (name: string): string => sampleEvent(name).id;

/** The first results of operations are states, so that they can be chained. */
const after = <T>([state]: Step<T>): LogState => state;
const local = after(append(emptyLog('log', 9), sampleBatch('w', 1, ['a'], ['b', 'c'])));
const joined = after(join(local, authority));

/** The page after a log, in which another client adds a commit for each name. */
function pageOf(state: LogState, ...names: readonly string[]): Page {
  const before = cursorOf(state);
  const lines = names.map((name, index) =>
    confirmLine(toLine({ events: [sampleEvent(name)] }), { seq: before.seq + index + 1, at: 'now', by: 'other' }),
  );
  const cursor = { ...before, seq: before.seq + names.length, chain: chainOf(before.chain, names.map(idOf)) };
  return { after: before, lines, cursor };
}

function codeOf(work: () => unknown): ErrorCode | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (isRefoldError(error)) return error.code;
    throw error;
  }
}

describe('[LOG-13] [SYNC-6] a log as plain data', () => {
  test('loses its last transactions in a power cut, but none that was flushed', () => {
    const states = [1, 2, 3, 4].map((n) => ({ ...local, row: n }));
    const disk = states.reduce(complete, newDisk(local));
    const rows = [0, 1, 3, 4, 9].map((lost) => stateOn(cutPower(disk, lost)).row);
    expect(rows).toEqual([4, 3, 1, local.row, local.row]);
    expect(stateOn(cutPower(complete(flush(disk), local), 9)).row).toBe(4);
  });

  test('joins an authority once: everything is pending, in order, and the horizon is that of the authority', () => {
    expect(headOf(joined)).toMatchObject({
      position: 0,
      undoHorizon: 7,
      mark: { generation: 1, confirmed: 0, row: 1 },
      sync: { client: 'c1', incarnation: 'i1', chain: EMPTY_CHAIN, settled: 0 },
    });
    expect(joined.pending.flatMap(({ ids }) => ids)).toEqual(['a', 'b', 'c'].map(idOf));
    expect(after(join(joined, { ...authority, client: 'c2' }))).toBe(joined);
    expect(codeOf(() => join(joined, { ...authority, incarnation: 'i2' }))).toBe('log.joined');
  });

  test('does not join an authority once its beginning is dropped', () => {
    const [compacted, dropped] = dropOldest(local, 1);
    expect(dropped).toBe(1);
    expect(codeOf(() => join(compacted, authority))).toBe('sync.log_compacted');
  });

  test('that has joined no authority has nothing to push, apply or rewind', () => {
    const page = pageOf(joined, 'x');
    expect(codeOf(() => outgoing(local, 9))).toBe('log.not_joined');
    expect(codeOf(() => apply(local, page, 0))).toBe('log.not_joined');
    expect(codeOf(() => rewind(local, { to: page.after, client: 'c2' }, 0))).toBe('log.not_joined');
    expect(codeOf(() => cursorsBack(local))).toBe('log.not_joined');
  });

  test('refuses a page that skips, repeats or changes events', () => {
    const page = pageOf(joined, 'x', 'y');
    const next = after(apply(joined, page, 0));
    expect(codeOf(() => apply(next, page, 0))).toBe('cursor.mismatch');
    expect(codeOf(() => apply(joined, pageOf(next, 'z'), 0))).toBe('cursor.mismatch');
    expect(codeOf(() => apply(joined, { ...page, lines: page.lines.slice(0, 1) }, 0))).toBe('cursor.mismatch');
    expect(codeOf(() => apply(joined, { ...page, lines: [...page.lines].reverse() }, 0))).toBe('cursor.mismatch');
    expect(codeOf(() => apply(joined, { ...page, after: { ...page.after, incarnation: 'i2' } }, 0))).toBe(
      'cursor.mismatch',
    );
  });

  test('refuses the work of an earlier leader', () => {
    const [led, term] = lead(joined);
    const page = pageOf(led, 'x');
    const [ledAgain] = lead(led);
    expect(headOf(after(apply(led, page, term))).position).toBe(1);
    expect(codeOf(() => apply(ledAgain, page, term))).toBe('log.term_over');
    expect(codeOf(() => rewind(ledAgain, { to: page.after, client: 'c2' }, term))).toBe('log.term_over');
  });

  test('rewinds to the end of a commit that it has, or to the beginning', () => {
    const whole = after(apply(joined, pageOf(joined, 'x', 'y', 'z'), 0));
    const cursors = cursorsBack(whole);
    expect(cursors.map(({ seq }) => seq)).toEqual([3, 2, 0]);
    const compacted = after(dropOldest(whole, 2));
    const to = cursors[1]!;
    expect(codeOf(() => rewind(whole, { to: { ...to, chain: EMPTY_CHAIN }, client: 'c2' }, 0))).toBe('cursor.mismatch');
    expect(codeOf(() => rewind(compacted, { to: { ...to, seq: 1 }, client: 'c2' }, 0))).toBe('log.compacted');
    expect(rewind(compacted, { to, client: 'c2' }, 0)[1]).toMatchObject({ dropped: 1, compacted: 0 });
    const [begun, outcome] = rewind(compacted, { to: cursors[2]!, client: 'c2' }, 0);
    expect(outcome).toEqual({ mark: { generation: 2, confirmed: 0, row: 1 }, returned: 0, dropped: 1, compacted: 2 });
    expect(headOf(begun)).toMatchObject({ floor: 0, position: 0, sync: { client: 'c2', formerClients: ['c1'] } });
    expect(headOf(after(apply(begun, pageOf(begun, 'x'), 0))).position).toBe(1);
  });

  test('keeps the text of a refused commit, and lists it under the id of the refusal', () => {
    const refusal = { ...sampleEvent('no', { events: [idOf('b'), idOf('c')], code: 'no' }), type: '$rejected' };
    const line = confirmLine(toLine({ events: [refusal] }), { seq: 1, at: 'now', by: 'c1' });
    const page = pageOf(joined, 'no');
    const next = after(apply(joined, { ...page, lines: [line] }, 0));
    expect(refusedCommits(next)).toEqual([
      { rejection: refusal.id, commit: { events: [sampleEvent('b'), sampleEvent('c')] } },
    ]);
    expect([...find(next, ['a', 'b', 'no', 'nowhere'].map(idOf)).values()].map((event) => event?.type)).toEqual([
      '$rejected',
      'sample.happened',
      'sample.happened',
    ]);
    // The refusal has taken a number.
    expect(outgoing(next, 9)).toMatchObject({ client: 'c1', first: 2, lines: [{ ids: [idOf('a')] }] });
  });

  test('returns confirmed news in pages, and everything pending with the last one', () => {
    const whole = after(apply(joined, pageOf(joined, 'x', 'y', 'z'), 0));
    const since = { generation: 1, confirmed: 0, row: 0 };
    const first = news(whole, { since, limit: 2 });
    expect(first).toMatchObject({ kind: 'continued', confirmed: [{ position: 1 }, { position: 2, by: 'other' }] });
    expect(first).not.toHaveProperty('pending');
    expect(news(whole, { since: first.mark, limit: 2 })).toMatchObject({
      confirmed: [{ position: 3 }],
      pending: [{ events: [{ id: idOf('a') }] }, { events: [{ id: idOf('b') }, { id: idOf('c') }] }],
      mark: headOf(whole).mark,
    });
    expect(news(whole, { since: headOf(local).mark, limit: 2 })).toEqual({
      kind: 'restarted',
      mark: headOf(whole).mark,
    });
    expect(news(after(dropOldest(whole, 1)), { since, limit: 2 }).kind).toBe('restarted');
  });
});
