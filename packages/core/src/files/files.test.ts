import type { SystemEvent } from '../fold/telemetry.ts';
import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { dexieLog } from '../dexie/dexie-log.ts';
import { absentLog } from '../log/absent-log.ts';
import { compact } from '../store/compact.ts';
import { faultyLog } from '../env/env.fixture.ts';
import { Listed, Sold, stock, takings } from '../store/shop.fixture.ts';
import type { EventLog } from '../log/event-log.ts';
import type { Envelope } from '../model/envelope.ts';
import { eventIdFrom } from '../model/ids.ts';
import { budget } from '../property.fixture.ts';
import { readAll } from '../testing/contracts/log-fixture.ts';
import { exportLog } from './export-log.ts';
import { fileOf, header, lettersOf, line, openShop, stagingLog, textOf } from './files.fixture.ts';
import { importLog } from './import-log.ts';
import { sizedProperty } from '../sizes.fixture.ts';

const dexie = (): EventLog => dexieLog('shop', { indexedDB: new IDBFactory(), IDBKeyRange, hints: false });
const logs: readonly (readonly [string, () => EventLog])[] = [
  ['memory', stagingLog],
  ['IndexedDB', dexie],
];

/** Envelopes that some store may have recorded, also with types and versions that the shop does not know. */
const recorded: fc.Arbitrary<readonly Envelope[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom('order.placed', 'order.shipped', 'day.closed'),
      text: fc.string({ unit: 'binary' }),
      number: fc.double({ noDefaultInfinity: true, noNaN: true }),
      key: fc.constantFrom('a', '7', 'z', 'é'),
      command: fc.option(fc.string(), { nil: undefined }),
    }),
    { maxLength: 40 },
  )
  .map((all) =>
    all.map(({ type, text, number, key, command }, i): Envelope => ({
      id: eventIdFrom('recorded', `${i}`),
      type,
      timestamp: '2026-01-31T12:00:00.000Z',
      version: type === 'order.placed' ? 2 : 1,
      data: type === 'day.closed' ? undefined : { z: text, [key]: [number, { deep: null }], a: '\u2028' },
      metadata: { correlationId: `cor_${i}`, source: 'x', actorId: 'y', ...(command !== undefined && { command }) },
    })),
  );
const cut = (text: string, places: readonly number[]): readonly Uint8Array[] => {
  const bytes = new TextEncoder().encode(text);
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i, all) => bytes.slice(all[i - 1] ?? 0, end));
};
async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

describe.each(logs)('[LOG-7] an exported log, with logs in %s', (_, newLog) => {
  test('imports into an empty log as the same log, byte for byte, in any chunks; a second import adds nothing', async () => {
    await fc.assert(
      sizedProperty(recorded, fc.array(fc.nat(), { maxLength: 8 }), async (events, places) => {
        const from = stagingLog();
        await from.append({ writer: 'w', first: 1, commits: [{ events }] });
        const text = await textOf(from);
        const { store, log } = await openShop(newLog());
        const imported = await importLog(store, each(cut(text, places)));
        expect(imported).toMatchObject({ added: events.length, duplicates: 0, quarantined: { total: 0 }, missing: 0 });
        expect(await lettersOf(log)).toEqual(await lettersOf(from));
        const again = await importLog(store, each([text]));
        expect(again).toMatchObject({ added: 0, duplicates: events.length, quarantined: { total: 0 } });
        expect((await textOf(store)).split('\n').slice(1)).toEqual(text.split('\n').slice(1));
        await store.close();
      }),
      budget(25),
    );
  });

  test('has a header with the log, its head and the time; later appends are not in it', async () => {
    const { store, log } = await openShop(newLog());
    await store.append(Listed({ sku: 'a', left: 5 }), Sold({ sku: 'a', qty: 1 })).until('stored');
    const reader = exportLog(store).pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader.read()).value!;
    const { id } = await log.open();
    expect(JSON.parse(first)).toEqual({
      format: 'refold-log',
      number: 1,
      log: id,
      position: 2,
      events: 2,
      at: '2026-01-31T12:00:00.000Z',
    });
    await store.append(Sold({ sku: 'a', qty: 2 })).until('stored');
    let rest = '';
    for (let r = await reader.read(); !r.done; r = await reader.read()) rest += r.value;
    expect(rest.trimEnd().split('\n').length).toBe(2);
    await store.close();
  });

  test('imports into a log with events after these, and read models show all of it at once', async () => {
    const { store, log } = await openShop(newLog());
    store.append(Listed({ sku: 'a', left: 50 }));
    const seen: number[] = [];
    store.observe(takings).subscribe((t) => seen.push(t.sold));
    let isAppended = false;
    const onProgress = (): void => {
      if (!isAppended) store.append(Sold({ sku: 'a', qty: 100 }));
      isAppended = true;
    };
    const events: string[] = [];
    store.events$.subscribe((e) => events.push(e.type));
    const lines = Array.from({ length: 1_200 }, (_unused, i) => line(`${i}`));
    const result = await importLog(store, fileOf(...lines), { onProgress });
    expect(result).toMatchObject({ added: 1_200, duplicates: 0, quarantined: { total: 0, lines: [] } });
    expect([seen, store.get(stock).get('a')?.left, events]).toEqual([[0, 100, 1_300], 50 - 1_300, ['order.placed']]);
    expect(store.status.progress).toBe(undefined);
    const commits = await readAll(log);
    expect(commits.map((c) => c.imported === true)).toEqual([false, false, ...lines.map(() => true)]);
    store.append(Sold({ sku: 'a', qty: 1 }));
    await store.close();
  });
});

describe('[LOG-7] an export', () => {
  test('has pending events, in order, after the stored ones; or those alone', async () => {
    const log = faultyLog(stagingLog());
    const { store } = await openShop(log);
    await store.append(Listed({ sku: 'a', left: 5 })).until('stored');
    log.faults.push('lost', 'lost');
    await expect(store.append(Sold({ sku: 'a', qty: 1 })).until('stored')).rejects.toMatchObject({
      code: 'log.write_failed',
    });
    await expect(store.append(Sold({ sku: 'a', qty: 2 })).until('stored')).rejects.toMatchObject({
      code: 'log.write_failed',
    });
    const data = (text: string): unknown[] =>
      text
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((json) => (JSON.parse(json) as Envelope).data);
    expect(data(await textOf(store))).toEqual([
      { sku: 'a', left: 5 },
      { sku: 'a', qty: 1 },
      { sku: 'a', qty: 2 },
    ]);
    log.read = () => Promise.reject(new Error('disk'));
    await expect(textOf(store)).rejects.toThrow('disk');
    const unsaved = await new Response(exportLog(store, { events: 'unsaved' })).text();
    expect(data(unsaved)).toEqual([
      { sku: 'a', qty: 1 },
      { sku: 'a', qty: 2 },
    ]);
    // A truncated file is detected.
    const { store: next } = await openShop();
    const lines = unsaved.split('\n').slice(0, 2);
    expect(await importLog(next, each([lines.join('\n')]))).toMatchObject({ added: 1, missing: 1 });
  });

  test('has an event once that is stored during the export', async () => {
    const { store } = await openShop();
    const receipt = store.append(Listed({ sku: 'a', left: 5 }));
    const stream = exportLog(store);
    await receipt.until('stored');
    expect((await new Response(stream).text()).trimEnd().split('\n').length).toBe(2);
  });

  test('reads a page on demand, and none after it is cancelled', async () => {
    const inner = stagingLog();
    const { store } = await openShop(inner);
    for (let i = 0; i < 10; i++)
      await store.append(...Array.from({ length: 500 }, () => Sold({ sku: 'a', qty: 1 }))).until('stored');
    let reads = 0;
    const stream = exportLog({ ...inner, read: (options) => ((reads += 1), inner.read(options)) });
    expect(reads).toBe(0);
    const reader = stream.getReader();
    for (let i = 0; i < 3; i++) await reader.read();
    expect(reads).toBe(2);
    await reader.cancel();
    expect(reads).toBe(2);
  });

  test('ends at the head that the log had at the start, even if the last page has more', async () => {
    const { store } = await openShop();
    await store.append(...Array.from({ length: 500 }, () => Sold({ sku: 'a', qty: 1 }))).until('stored');
    await store.append(Sold({ sku: 'a', qty: 1 })).until('stored');
    const reader = exportLog(store).pipeThrough(new TextDecoderStream()).getReader();
    const header = await reader.read();
    await store.append(Sold({ sku: 'a', qty: 2 })).until('stored');
    let text = header.value!;
    for (let r = await reader.read(); !r.done; r = await reader.read()) text += r.value;
    expect([JSON.parse(text.split('\n')[0]!), text.trimEnd().split('\n').length]).toMatchObject([{ events: 501 }, 502]);
  });

  test('[LOG-8] fails when a compaction overtakes it; a new one begins at the floor', async () => {
    const { store } = await openShop();
    for (let i = 0; i < 4; i++)
      await store.append(...Array.from({ length: 500 }, () => Sold({ sku: 'a', qty: 1 }))).until('stored');
    const reader = exportLog(store).getReader();
    for (let i = 0; i < 2; i++) await reader.read();
    expect(await compact(store, { keepEvents: 500 })).toMatchObject({ floor: 1_500 });
    await expect(reader.read()).rejects.toMatchObject({ code: 'log.compacted' });
    expect(JSON.parse((await textOf(store)).split('\n')[0]!)).toMatchObject({ floor: 1_500, events: 500 });
  });

  test('rejects for a store that is not open', async () => {
    const { store } = await openShop();
    await store.close();
    expect(() => exportLog(store)).toThrow(expect.objectContaining({ code: 'store.closed' }));
  });
});

describe('[LOG-7] [EVT-5] an import', () => {
  test('skips bad lines, reports each with its error, and adds the others', async () => {
    const { store, log } = await openShop();
    await importLog(store, fileOf(line('known')));
    const result = await importLog(
      store,
      fileOf(
        line('a'),
        '{"id":',
        '',
        'null',
        line('b', 1, { id: 'x' }),
        line('c', 1, { data: { sku: 5 } }),
        line('d', 1, { data: JSON.parse('{"__proto__":1}') as object }),
        line('known', 9),
        line('a', 9),
        line('a'),
        line('e', 1, { type: 'order.shipped' }),
        line('f', 1, { version: 7 }),
        line('known'),
        line('g'),
      ),
    );
    expect(result.quarantined.lines.map((q) => [q.line, q.error.code])).toEqual([
      [3, 'file.line_invalid'],
      [5, 'event.envelope_invalid'],
      [6, 'event.envelope_invalid'],
      [7, 'event.invalid'],
      [8, 'event.key_forbidden'],
      [9, 'event.id_conflict'],
      [10, 'event.id_conflict'],
    ]);
    expect(result).toMatchObject({ added: 4, duplicates: 2, quarantined: { total: 7 } });
    expect(result.quarantined.lines[0]!.error.message).toMatchInlineSnapshot(
      `"Line 3 of the file is not JSON (see cause). It was skipped. Correct the line and import the file again. [file.line_invalid]"`,
    );
    expect((await readAll(log)).flatMap((c) => c.events.map((e) => `${e.type} ${e.version}`))).toEqual([
      'order.placed 1',
      'order.placed 1',
      'order.shipped 1',
      'order.placed 7',
      'order.placed 1',
    ]);
  });

  test('keeps a bounded list of bad lines, and counts all', async () => {
    const { store } = await openShop();
    const result = await importLog(store, fileOf(...Array.from({ length: 1_000 }, () => 'x')), { maxQuarantined: 5 });
    expect([result.quarantined.total, result.quarantined.lines.map((q) => q.line)]).toEqual([1_000, [2, 3, 4, 5, 6]]);
  });

  test('emits `event.skipped` once for each unknown event, and an app that understands it folds it', async () => {
    const { store, env, log } = await openShop();
    const told: SystemEvent[] = [];
    store.system$.subscribe((e) => told.push(e));
    await store.import([JSON.parse(line('early', 1, { type: 'order.shipped' })) as never]);
    const later = (name: string): string => line(name, 1, { version: 2 });
    await importLog(store, fileOf(line('a'), later('b'), later('c')));
    await importLog(store, fileOf(later('d')));
    expect([told.map((e) => e.type === 'event.skipped' && e.position), store.status.skipped]).toEqual([
      [1, 3, 4, 5],
      4,
    ]);
    const more = Array.from({ length: 1_000 }, () => Sold({ sku: 'a', qty: 1 }));
    for (let i = 0; i < 2; i++) await store.append(...more.slice(0, 500)).until('stored');
    env.runIdle();
    await expect
      .poll(async () => (await log.snapshots!.read('takings'))?.manifest)
      .toMatchObject({
        position: 1_005,
        skipped: [
          { type: 'order.shipped', newest: 0, count: 1 },
          { type: 'order.placed', newest: 1, count: 3 },
        ],
      });
  });

  test('continues to save snapshots, which equal the log', async () => {
    const { store, env, log } = await openShop();
    await store.append(Listed({ sku: 'a', left: 5 })).until('stored');
    await importLog(store, fileOf(...Array.from({ length: 1_500 }, (_, i) => line(`${i}`))));
    env.runIdle();
    await expect.poll(async () => (await log.snapshots!.read('takings'))?.manifest.position).toBe(1_501);
    for (let i = 0; i < 3; i++)
      await store.append(...Array.from({ length: 400 }, () => Sold({ sku: 'a', qty: 1 }))).until('stored');
    env.runIdle();
    await expect.poll(async () => (await log.snapshots!.read('takings'))?.manifest.position).toBe(2_701);
    const { store: again } = await openShop({ ...log, read: (o) => (expect(o.after).toBe(2_701), log.read(o)) });
    expect([again.get(takings), again.get(stock).get('a')]).toEqual([store.get(takings), store.get(stock).get('a')]);
  });

  test('[TAB-2] holds back appends while it folds, so that the store still knows the whole log', async () => {
    const inner = stagingLog();
    let isFolding = false;
    const log: EventLog = {
      ...inner,
      async append(batch) {
        // Longer than folding the imported events takes.
        for (let i = 0; i < 10_000; i++) await Promise.resolve();
        return inner.append(batch);
      },
      async read(options) {
        const page = await inner.read(options);
        if (isFolding) store.append(Sold({ sku: 'a', qty: 1 }));
        for (let i = 0; i < 20; i++) await Promise.resolve();
        return page;
      },
    };
    const { store, env } = await openShop(log);
    isFolding = true;
    await importLog(store, fileOf(...Array.from({ length: 1_500 }, (_, i) => line(`${i}`))));
    isFolding = false;
    await store.append(Sold({ sku: 'a', qty: 1 })).until('stored');
    const { position } = await log.open();
    expect([position > 1_502, store.get(takings).sold]).toEqual([true, position]);
    env.runIdle();
    await expect.poll(async () => (await log.snapshots!.read('takings'))?.manifest.position).toBe(position);
  });

  test('refuses a file that is not an exported log, or has a newer format', async () => {
    const { store, log } = await openShop();
    const code = (text: string): Promise<unknown> =>
      importLog(store, new Blob([text]).stream()).catch((e: unknown) => (e as { readonly code?: string }).code);
    expect(await Promise.all(['', line('a'), '\n', 'id,type', '[]', 'null'].map(code))).toEqual(
      Array.from({ length: 6 }, () => 'file.not_a_log'),
    );
    expect(await code('{"format":"refold-log","number":2}')).toBe('file.format_newer');
    expect(await code('{"format":"refold-log","number":1,"events":"many"}')).toBe('file.not_a_log');
    await expect(importLog(store, new Blob(['PK\u0003\u0004 zipped']).stream())).rejects.toThrow(
      'The file is not an exported log: its first line should be {"format":"refold-log","number":1,…}, found PK',
    );
    expect(await lettersOf(log)).toEqual([]);
  });

  test('reports how many events a truncated file lacks', async () => {
    const { store } = await openShop();
    const cutShort = `{"format":"refold-log","number":1,"events":5}\n${line('a')}\n${line('b')}`;
    expect(await importLog(store, each([cutShort]))).toMatchObject({ added: 2, missing: 3 });
  });

  test('is refused on a server, where there is no log', async () => {
    const { store } = await openShop(absentLog('shop'));
    await expect(importLog(store, fileOf())).rejects.toMatchObject({ code: 'log.absent' });
  });

  test('leaves pending events to the store, which stores them itself', async () => {
    const log = faultyLog(stagingLog());
    const { store } = await openShop(log);
    log.faults.push('lost');
    const receipt = store.append(Sold({ sku: 'a', qty: 1 }));
    await expect(receipt.until('stored')).rejects.toMatchObject({ code: 'log.write_failed' });
    const text = await textOf(store);
    expect(await importLog(store, each([`${text}${line('x')}\n`]))).toMatchObject({ added: 1, duplicates: 1 });
    await store.append(Sold({ sku: 'a', qty: 5 })).until('stored');
    expect([store.get(takings).sold, (await lettersOf(log)).length]).toEqual([7, 3]);
    expect((await openShop(log)).store.get(takings)).toEqual(store.get(takings));
  });

  test('waits for the import before it, and finds its events', async () => {
    const { store } = await openShop();
    const results = await Promise.all([
      importLog(store, fileOf(line('a'), line('b'))),
      importLog(store, fileOf(line('b'), line('c'))),
      store.import([JSON.parse(line('c')) as never]),
    ]);
    expect(results).toMatchObject([{ added: 2 }, { added: 1, duplicates: 1 }, { added: 0, duplicates: 1 }]);
    expect(store.get(takings).sold).toBe(3);
  });

  test('fills in the metadata that a line lacks', async () => {
    const { store, log } = await openShop();
    await importLog(store, fileOf(line('a', 1, { metadata: { label: 'x' } })), { source: 'till 3' });
    expect((await readAll(log))[0]!.events[0]!.metadata).toMatchObject({
      source: 'till 3',
      actorId: 'ann',
      label: 'x',
    });
  });
});

describe.each(logs)('[LOG-7] an import that fails leaves nothing visible, with logs in %s', (_, newLog) => {
  const lines = Array.from({ length: 1_100 }, (_unused, i) => line(`${i}`));

  test('cancelled at any chunk', async () => {
    const text = [header, ...lines].join('\n');
    const chunks = cut(text, [1, 100, 90_000, 180_000, 270_000]);
    const { store, log } = await openShop(newLog());
    for (let at = 0; at <= chunks.length; at++) {
      const abort = new AbortController();
      async function* source(): AsyncGenerator<Uint8Array> {
        for (const [i, chunk] of chunks.entries()) {
          if (i === at) abort.abort(new Error('enough'));
          yield chunk;
        }
        abort.abort(new Error('enough'));
      }
      await expect(importLog(store, source(), { signal: abort.signal })).rejects.toThrow('enough');
      expect([await lettersOf(log), store.get(takings).sold]).toEqual([[], 0]);
    }
    expect(await importLog(store, each(chunks))).toMatchObject({ added: 1_100 });
    await store.close();
  });

  test('cancelled while the source is silent, and the source is cancelled too', async () => {
    const { store, log } = await openShop(newLog());
    const abort = new AbortController();
    let cancelled: unknown;
    const silent = new ReadableStream<Uint8Array>({ cancel: (reason) => void (cancelled = reason) });
    const result = importLog(store, silent, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
    expect([cancelled, await lettersOf(log)]).toEqual([expect.objectContaining({ message: 'enough' }), []]);
    await store.close();
  });

  test('failed in its source, or in its header', async () => {
    const { store, log } = await openShop(newLog());
    async function* failing(): AsyncGenerator<string> {
      yield [header, ...lines].join('\n');
      throw new Error('unplugged');
    }
    await expect(importLog(store, failing())).rejects.toThrow('unplugged');
    expect(await lettersOf(log)).toEqual([]);
    await store.close();
  });

  test('crashed between staging and publishing', async () => {
    const log = newLog();
    const { store } = await openShop({
      ...log,
      ...{ name: log.name, open: () => log.open(), read: (o) => log.read(o), append: (b) => log.append(b) },
      close: () => log.close(),
      staging: {
        async begin() {
          const staged = await log.staging!.begin();
          const stage: typeof staged.stage = (commits) => staged.stage(commits);
          // As after a crash, nothing more happens.
          return { stage, publish: () => Promise.reject(new Error('crash')), discard: () => Promise.resolve() };
        },
      },
    });
    await expect(importLog(store, fileOf(...lines))).rejects.toThrow('crash');
    expect([await lettersOf(log), store.get(takings).sold]).toEqual([[], 0]);
    const { store: again } = await openShop(log);
    expect(await importLog(again, fileOf(line('only')))).toMatchObject({ added: 1, duplicates: 0 });
    expect((await lettersOf(log)).length).toBe(1);
    await again.close();
  });

  test('with its store closed', async () => {
    const { store } = await openShop(newLog());
    const result = importLog(store, fileOf(...lines)).catch((error: unknown) => error);
    await store.close();
    expect(await result).toMatchObject({ code: expect.stringMatching(/^(store|log)\.closed$/) as string });
  });
});

test(
  '[LOG-7] a file of 100,000 events is in memory only a batch at a time, on import and export',
  { timeout: 60_000 },
  async () => {
    const total = 100_000;
    let made = 0;
    let taken = 0;
    let widest = 0;
    async function* source(): AsyncGenerator<string> {
      yield `${header}\n`;
      for (; made < total; made += 100) {
        // Events that were generated and are not staged are in memory.
        widest = Math.max(widest, made - taken);
        yield Array.from({ length: 100 }, (_, i) => `${line(`${made + i}`)}\n`).join('');
      }
    }
    const inner = stagingLog();
    let widestPage = 0;
    const log: EventLog = {
      ...inner,
      async read(options) {
        const page = await inner.read(options);
        widestPage = Math.max(
          widestPage,
          page.commits.reduce((sum, { events }) => sum + events.length, 0),
        );
        return page;
      },
      staging: {
        async begin() {
          const staged = await inner.staging!.begin();
          return {
            ...staged,
            stage: (commits) => {
              taken += commits.length;
              return staged.stage(commits);
            },
          };
        },
      },
    };
    const { store } = await openShop(log);
    expect(await importLog(store, source())).toMatchObject({ added: total });
    expect(store.get(takings).sold).toBe(total);
    let lines = 0;
    let widestChunk = 0;
    const reader = exportLog(store).getReader();
    for (let r = await reader.read(); !r.done; r = await reader.read()) {
      const count = r.value.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
      lines += count;
      widestChunk = Math.max(widestChunk, count);
    }
    expect({ lines, widest, widestChunk, widestPage }).toEqual({
      lines: total + 1,
      // A batch, with the chunk being read.
      widest: 400,
      widestChunk: 500,
      widestPage: 2_000,
    });
  },
);
