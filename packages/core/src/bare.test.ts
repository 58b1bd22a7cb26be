import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build, type Rollup } from 'vite';
import { expect, test } from 'vitest';
import type * as core from './index.ts';

/**
 * Bundles core as one script for a browser. Bundlers replace `process.env.NODE_ENV`, which Immer reads when it loads.
 * Core asks for nothing else of the platform.
 */
async function bundle(mode = 'development'): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: {
      write: false,
      minify: false,
      lib: { entry: fileURLToPath(new URL('index.ts', import.meta.url)), name: 'refold', formats: ['iife'] },
    },
  })) as Rollup.RollupOutput[];
  return output[0]!.output[0].code;
}

/** The program that runs there. It has plain JavaScript only: no timers, no console, no crypto, no text encoder. */
async function program(refold: typeof core): Promise<unknown> {
  const {
    createStore,
    defineEvent,
    defineView,
    defineCollection,
    defineCommand,
    defineQuery,
    eventIdFrom,
    memoryLog,
    reject,
  } = refold;
  // A validator without a library.
  const schema = <T extends object>(isFit: (value: any) => boolean) => ({
    '~standard': {
      version: 1 as const,
      vendor: 'hand',
      validate: (value: unknown) => (isFit(value) ? { value } : { issues: [{ message: 'does not fit' }] }),
      types: undefined as { readonly input: T; readonly output: T } | undefined,
    },
  });
  const Listed = defineEvent(
    'product.listed',
    schema<{ sku: string; left: number }>((v) => typeof v?.sku === 'string'),
  );
  const Sold = defineEvent(
    'order.placed',
    schema<{ sku: string }>((v) => typeof v?.sku === 'string'),
  );
  const stock = defineCollection('stock', {
    key: (p: { readonly sku: string; readonly left: number }) => p.sku,
    indexes: ['left'],
  })
    .on(Listed, (rows, e) => rows.put(e.data))
    .on(Sold, (rows, e) => rows.update(e.data.sku, (p) => void (p.left -= 1)));
  const takings = defineView('takings', { initial: { sold: 0 } }).on(Sold, (draft) => void (draft.sold += 1));
  const low = defineQuery('low', { stock }, ({ stock }, max: number) => stock.where('left', { lte: max }).length);
  const sell = defineCommand('sell', {
    input: schema<{ sku: string }>(() => true),
    reads: { stock },
    decide: ({ sku }, { stock }) => (stock.get(sku) ? Sold({ sku }) : reject('unknown')),
  });
  const reported: unknown[] = [];
  let ms = 1_780_000_000_000;
  const env = {
    now: () => (ms += 1),
    random: (bytes: Uint8Array) => bytes.fill(7),
    pause: () => Promise.resolve(),
    idle: () => () => {},
    report: (error: unknown) => void reported.push(error),
    isDevelopment: true,
  };
  const log = memoryLog();
  const open = async () => {
    const store = createStore({ events: [Listed, Sold], views: [stock, takings], commands: [sell], log, env });
    await store.ready;
    return store;
  };
  const store = await open();
  const seen: string[] = [];
  store.events$.subscribe((e) => seen.push(e.type));
  store.subscribe(() => {
    throw new Error('listener');
  });
  store.append(Listed({ sku: 'a', left: 2 }));
  const outcome = store.run(sell, { sku: 'a' });
  const imported = await store.import([
    { id: eventIdFrom('x'), type: 'order.placed', timestamp: '2020-01-01T00:00:00.000Z', data: { sku: 'a' } },
  ]);
  if (outcome.ok) await outcome.receipt.until('flushed');
  const rejected = store.run(sell, { sku: 'b' });
  await store.append(Listed({ sku: 'b', left: 9 })).until('stored');
  const again = await open();
  return JSON.stringify({
    seen,
    imported,
    rejected,
    sold: again.get(takings).sold,
    low: again.get(low(0)),
    left: again.get(stock).get('a')?.left,
    reported: reported.length,
  });
}

test('core needs only the language: no DOM, no timers, no crypto, no console', async () => {
  const context = createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false } });
  // V8 itself puts a console into each context.
  runInContext('delete globalThis.console', context);
  const names = runInContext('Object.getOwnPropertyNames(globalThis).join()', context) as string;
  expect(names).not.toMatch(
    /setTimeout|console|crypto|TextEncoder|queueMicrotask|process|performance|Abort|structuredClone|window|self/,
  );
  runInContext(await bundle(), context);
  const result = await (runInContext(`(${program.toString()})(refold)`, context) as Promise<string>);
  expect(JSON.parse(result)).toEqual({
    seen: ['product.listed', 'order.placed', 'order.placed', 'product.listed'],
    imported: { added: 1, duplicates: 0, refused: [] },
    rejected: { ok: false, rejection: { code: 'unknown' } },
    sold: 2,
    low: 1,
    left: 0,
    reported: 4,
  });
});

test('[DEV-1] [DEV-2] a production bundle has no code that prints faults or checks schemas', async () => {
  const only = ['[refold]', '"event.unstable"'];
  const [development, production] = [await bundle(), await bundle('production')];
  for (const text of only) expect([development.includes(text), production.includes(text)]).toEqual([true, false]);
});
