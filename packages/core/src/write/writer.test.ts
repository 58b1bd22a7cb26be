import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Commit } from '../log/commit.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import { budget } from '../property.fixture.ts';
import { faultyLog, testEnv } from '../env/env.fixture.ts';
import type { Receipt } from './receipt.ts';
import { findEvents, importCommits } from './import-commits.ts';
import { Writer, type WriterStatus } from './writer.ts';

const event = (n: number): Envelope => ({ id: `evt_${n}` }) as Envelope;
const commit = (...numbers: readonly number[]): Commit => ({ events: numbers.map(event) });
const idsIn = async (log: EventLog): Promise<readonly string[]> =>
  (await log.read({ after: 0, limit: Infinity })).commits.flatMap((c) => c.events.map((e) => e.id));

function open(log = faultyLog()) {
  const env = testEnv();
  const told: WriterStatus[] = [];
  const writer = new Writer(log, 'w', env.idle, (status) => void told.push(status));
  return { log, env, writer, told };
}
/** Resolves when the queued commits have been written or have failed. */
const settled = (promise: Promise<void>): Promise<unknown> => promise.catch((error: unknown) => error);

describe('[LOG-3] group commit', () => {
  test('writes commits of one turn in one batch, and commits that arrive meanwhile in the next', async () => {
    const { log, writer } = open();
    const first = writer.add(commit(1));
    writer.add(commit(2, 3));
    let last = first;
    await first.until('stored');
    for (const n of [4, 5, 6]) last = writer.add(commit(n));
    await last.until('stored');
    expect(log.batches).toEqual([2, 3]);
    expect(await idsIn(log)).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5', 'evt_6']);
  });

  test('writes a long queue in several batches, and never splits a commit', async () => {
    const { log, writer } = open();
    const sizes = [300, 300, 900, 1, 1];
    const receipts = sizes.map((size, i) =>
      writer.add(commit(...Array.from({ length: size }, (_, n) => i * 1_000 + n))),
    );
    await receipts.at(-1)!.until('stored');
    expect(log.batches).toEqual([1, 1, 1, 2]);
  });

  test('seals after many batches, in idle time only', async () => {
    const { log, env, writer } = open();
    let seals = 0;
    log.seal = async () => void seals++;
    for (let n = 0; n < 64; n++) await writer.add(commit(n)).until('stored');
    expect(seals).toBe(0);
    env.runIdle();
    expect(seals).toBe(1);
    writer.begin({ generation: 0, confirmed: 0, row: 64 }, 64);
    env.runIdle();
    expect(seals).toBe(2);
  });

  test('does not seal during a write, but once it is stored', async () => {
    const { log, env, writer } = open();
    let seals = 0;
    log.seal = async () => void seals++;
    for (let n = 0; n < 64; n++) await writer.add(commit(n)).until('stored');
    const last = writer.add(commit(64));
    env.runIdle();
    expect(seals).toBe(0);
    await last.until('stored');
    env.runIdle();
    expect(seals).toBe(1);
  });

  test('seals even during an import, or when very much has been written', async () => {
    const { log, env, writer } = open();
    let seals = 0;
    log.seal = async () => void seals++;
    const append = log.append.bind(log);
    log.append = (batch) => {
      env.runIdle();
      return append(batch);
    };
    const add = (from: number): Receipt => writer.add(commit(...Array.from({ length: 500 }, (_, i) => from + i)));
    const many = Array.from({ length: 90 }, (_, n) => add(n * 500));
    await many[70]!.until('stored');
    expect(seals).toBe(0);
    await many.at(-1)!.until('stored');
    expect(seals).toBe(1);
    env.runIdle();
    expect(seals).toBe(2);
    for (let n = 0; n < 64; n++) await writer.add(commit(60_000 + n)).until('stored');
    const importing = importCommits(writer, [commit(70_000)]);
    env.runIdle();
    expect(seals).toBe(3);
    await importing;
  });
});

describe('[LOG-2] a receipt', () => {
  test('goes from memory to stored to flushed', async () => {
    const { log, writer } = open();
    const flushes: number[] = [];
    log.flush = async () => void flushes.push(1);
    const receipt = writer.add(commit(1));
    const stages: string[] = [];
    receipt.subscribe(() => stages.push(receipt.stage));
    expect([receipt.ids, receipt.stage]).toEqual([['evt_1'], 'memory']);
    await receipt.until('stored');
    expect([receipt.stage, flushes.length]).toEqual(['stored', 0]);
    await receipt.until('flushed');
    await receipt.until('flushed');
    await receipt.until('stored');
    expect([receipt.stage, flushes.length, stages]).toEqual(['flushed', 1, ['stored', 'flushed']]);
  });

  test('of a commit without events is stored at once, and writes nothing', async () => {
    const { log, writer } = open();
    const receipt = writer.add({ events: [] });
    expect(receipt.stage).toBe('stored');
    await writer.drain();
    expect(log.batches).toEqual([]);
  });

  test('never becomes synced without sync', async () => {
    const { writer } = open();
    await expect(writer.add(commit(1)).until('synced')).rejects.toMatchObject({ code: 'sync.absent' });
  });

  test('stops waiting when the signal aborts, and the commit is stored all the same', async () => {
    const { log, writer } = open();
    const abort = new AbortController();
    const receipt = writer.add(commit(1));
    const waiting = receipt.until('stored', { signal: abort.signal });
    abort.abort(new Error('left the page'));
    await expect(waiting).rejects.toThrow('left the page');
    await expect(receipt.until('flushed', { signal: abort.signal })).rejects.toThrow('left the page');
    await receipt.until('stored');
    expect(await idsIn(log)).toEqual(['evt_1']);
  });

  test('stops waiting for a flush when the signal aborts', async () => {
    const { log, writer } = open();
    log.flush = () => new Promise(() => {});
    const abort = new AbortController();
    const receipt = writer.add(commit(1));
    await receipt.until('stored');
    const waiting = receipt.until('flushed', { signal: abort.signal });
    abort.abort(new Error('left the page'));
    await expect(waiting).rejects.toThrow('left the page');
    expect(receipt.stage).toBe('stored');
  });

  test('creates no promise unless asked, so that a failure is not unhandled', async () => {
    const { log, writer } = open();
    log.faults.push('lost');
    const receipt = writer.add(commit(1));
    await new Promise<void>((resolve) => receipt.subscribe(resolve));
    expect(receipt.stage).toBe('failed');
  });
});

describe('[LOG-4] after failures the log has each append once, in order', () => {
  test('a failed write is reported, kept, and retried with the next commit', async () => {
    const { log, writer, told } = open();
    log.faults.push('lost');
    const first = writer.add(commit(1));
    const error = await settled(first.until('stored'));
    expect(error).toMatchObject({
      code: 'log.write_failed',
      details: { log: 'memory', events: 1 },
      cause: { message: 'disk' },
    });
    expect((error as Error).message).toMatchInlineSnapshot(
      `"Writing 1 event to the log "memory" failed (see cause). Unwritten events stay in memory, and the next write includes them. Call store.storage.retry() to write them now. [log.write_failed]"`,
    );
    expect([first.stage, told.at(-1)]).toEqual(['failed', { pending: 1, status: 'degraded', error }]);
    const second = writer.add(commit(2));
    expect(first.stage).toBe('memory');
    await Promise.all([first.until('stored'), second.until('stored')]);
    expect(told.at(-1)).toEqual({ pending: 0, status: 'ok', error: undefined });
    expect(await idsIn(log)).toEqual(['evt_1', 'evt_2']);
  });

  test('whatever fails, before or after it took effect', async () => {
    const fault = fc.constantFrom('lost' as const, 'unknown' as const, undefined, undefined);
    const action = fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }).map((size) => ({ do: 'append' as const, size })) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }).map((size) => ({ do: 'import' as const, size })) },
      { weight: 2, arbitrary: fc.constant({ do: 'wait' as const, size: 0 }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { maxLength: 20 }),
        fc.array(fault, { maxLength: 12 }),
        async (actions, faults) => {
          const { log, writer } = open();
          log.faults.push(...faults);
          const expected: string[] = [];
          let last: Promise<unknown> = Promise.resolve();
          for (const { do: what, size } of actions) {
            const events = Array.from({ length: size }, (_, i) => event(expected.length + i));
            expected.push(...events.map((e) => e.id));
            if (what === 'append') last = settled(writer.add({ events }).until('stored'));
            if (what === 'import')
              last = importCommits(
                writer,
                events.map((e) => ({ events: [e], imported: true as const })),
              ).catch((e: unknown) => e);
            if (what === 'wait') await last;
          }
          await last;
          log.faults.length = 0;
          const receipt = writer.add(commit(-1));
          await receipt.until('stored');
          expect(await idsIn(log)).toEqual([...expected, 'evt_-1']);
        },
      ),
      budget(150),
    );
  });

  test('a commit that a listener appends on a failure is the next attempt', async () => {
    const log = faultyLog();
    log.faults.push('lost');
    const notes: Promise<void>[] = [];
    let isNoted = false;
    const writer: Writer = new Writer(log, 'w', testEnv().idle, ({ error }) => {
      if (error === undefined || isNoted) return;
      isNoted = true;
      notes.push(writer.add(commit(2)).until('stored'));
    });
    await settled(writer.add(commit(1)).until('stored'));
    await Promise.all(notes);
    expect(await idsIn(log)).toEqual(['evt_1', 'evt_2']);
  });

  test('drain() retries a failed write once', async () => {
    const { log, writer } = open();
    log.faults.push('lost');
    await settled(writer.add(commit(1)).until('stored'));
    await writer.drain();
    expect(await idsIn(log)).toEqual(['evt_1']);
  });
});

test('[LOG-4] an import finds stored and pending events', async () => {
  const { log, writer } = open();
  await writer.add(commit(1)).until('stored');
  log.faults.push('lost');
  await settled(writer.add(commit(2)).until('stored'));
  expect([...(await findEvents(log, writer, ['evt_1', 'evt_2', 'evt_3'])).keys()].sort()).toEqual(['evt_1', 'evt_2']);
});

test('[LOG-2] [LOG-4] commits flushed when the page hides count once if the page stays', async () => {
  const { log, writer } = open();
  const first = writer.add(commit(1));
  await Promise.resolve();
  const second = writer.add(commit(2));
  await writer.flushOnHide();
  await Promise.all([first.until('stored'), second.until('stored')]);
  await writer.add(commit(3)).until('stored');
  expect(await idsIn(log)).toEqual(['evt_1', 'evt_2', 'evt_3']);
  // Do not send flushed commits again: the log forgets a writer after many others.
  expect(log.batches).toEqual([1, 2, 1]);
});

test('[LOG-2] flushing on hide leaves out an import and later commits: an import needs a look-up', async () => {
  const { log, writer } = open();
  // Early writes are appended; an import that is under way is held up.
  let importNow = (): void => undefined;
  const held = new Promise<void>((resolve) => (importNow = resolve));
  const importBatch = log.import.bind(log);
  log.import = async (batch) => {
    await held;
    return importBatch(batch);
  };
  const first = writer.add(commit(1));
  const importing = importCommits(writer, [{ events: [event(2)], imported: true }]);
  const last = writer.add(commit(3));
  await writer.flushOnHide();
  expect([log.batches, await idsIn(log)]).toEqual([[1], ['evt_1']]);
  await first.until('stored');
  await writer.flushOnHide();
  expect([log.batches, last.stage]).toEqual([[1], 'memory']);
  importNow();
  await Promise.all([importing, last.until('stored')]);
  expect([log.batches, await idsIn(log)]).toEqual([
    [1, 1, 1],
    ['evt_1', 'evt_2', 'evt_3'],
  ]);
});

test.each([
  ['nobody', true],
  ['another', false],
])('[LOG-2] [TAB-2] a flush on hide when %s has written in between: the whole log is known, %s', async (who, is) => {
  const { log, writer } = open();
  await writer.add(commit(1)).until('stored');
  if (who === 'another') await log.append({ writer: 'o', first: 1, commits: [commit(9)] });
  const second = writer.add(commit(2));
  await writer.flushOnHide();
  await second.until('stored');
  expect([writer.isUpToDate, log.batches.length]).toEqual([is, who === 'another' ? 3 : 2]);
});

test('[LOG-2] flushed commits are stored even if sending them again fails; later ones are not', async () => {
  const { log, writer } = open();
  const { append } = log;
  let fail = (): void => undefined;
  // The first hangs, as on a connection that dies while the page sleeps.
  log.append = () => new Promise((_, reject) => (fail = () => reject(new Error('gone'))));
  const receipts = [writer.add(commit(1)), writer.add(commit(2))];
  await Promise.resolve();
  log.append = append;
  await writer.flushOnHide();
  const third = writer.add(commit(3));
  log.faults.push('lost');
  fail();
  await Promise.all(receipts.map((receipt) => receipt.until('stored')));
  await expect(third.until('stored')).rejects.toMatchObject({ code: 'log.write_failed' });
  expect(writer.pending.map(({ id }) => id)).toEqual(['evt_3']);
  await writer.drain();
  expect(await idsIn(log)).toEqual(['evt_1', 'evt_2', 'evt_3']);
});
