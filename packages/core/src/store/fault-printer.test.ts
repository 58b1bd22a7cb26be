import type { SystemEvent } from '../fold/telemetry.ts';
import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { RefoldError } from '../errors/refold-error.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { defineEvent } from '../model/event.ts';
import { defineView } from '../model/view.ts';
import { faultyLog, testEnv } from '../env/env.fixture.ts';
import { platformEnv } from '../env/env.ts';
import { faultPrinter } from './fault-printer.ts';
import { createStore } from './create-store.ts';

afterEach(() => vi.unstubAllEnvs());

const Added = defineEvent('thing.added', z.object({ n: z.number() }));
const views = ['one', 'two'].map((name) =>
  defineView(name, { initial: { n: 0 } }).on(Added, () => {
    throw new Error('a mistake in a reducer');
  }),
);

async function open(env = testEnv(), log = memoryLog()) {
  const store = createStore({ events: [Added], views, env, log });
  await store.ready;
  return { store, env };
}

test('[DEV-1] a reducer that throws is printed once, with its code and the remedy', async () => {
  const { store, env } = await open();
  store.append(Added({ n: 1 }));
  expect(env.printed).toEqual([
    [
      '[refold] model.stopped (model.threw). Printed once; store.system$ emits every occurrence.',
      expect.any(RefoldError),
    ],
  ]);
  const error = env.printed[0]![1] as RefoldError;
  expect([error.message, error.cause]).toEqual([
    expect.stringMatching(/"one" threw on thing\.added .*Fix the reducer/),
    new Error('a mistake in a reducer'),
  ]);
  // Another store prints it again.
  const other = await open();
  other.store.append(Added({ n: 1 }));
  expect(other.env.printed).toHaveLength(1);
});

test('[DEV-1] stored events that no longer fit their schema, and a failed write, are printed', async () => {
  const log = faultyLog();
  const before = await open(testEnv(), log);
  await before.store.append(Added({ n: 1 }), Added({ n: 2 })).until('stored');
  const Changed = defineEvent('thing.added', z.object({ n: z.string() }));
  const env = testEnv();
  const store = createStore({ events: [Changed], views: [], env, log });
  await store.ready;
  log.faults.push('lost', 'lost');
  const receipt = store.append(Changed({ n: '3' }));
  await expect(receipt.until('stored')).rejects.toMatchObject({ code: 'log.write_failed' });
  await expect(store.storage.retry()).rejects.toMatchObject({ code: 'log.write_failed' });
  expect(env.printed.map(([what]) => what)).toEqual([
    '[refold] event.skipped (event.invalid). Printed once; store.system$ emits every occurrence.',
    '[refold] storage.failed (log.write_failed). Printed once; store.system$ emits every occurrence.',
  ]);
});

const error = new RefoldError('snapshot.failed', { model: 'm' });
const kinds: readonly [event: SystemEvent, printed: unknown][] = [
  [{ type: 'snapshot.failed', model: 'm', error }, error],
  [{ type: 'model.changed', model: 'm', revision: 1 }, expect.stringContaining('Give it revision 2')],
  [{ type: 'model.incomplete', model: 'm', since: 5 }, expect.stringContaining('status.incomplete')],
  [{ type: 'storage.recovered' }, undefined],
  [{ type: 'log.compacted', floor: 5, dropped: 5 }, undefined],
  // The app lists it, with createRejections.
  [{ type: 'commit.rejected', id: 'e', events: [], code: 'sold-out', details: {} }, undefined],
];

test.each(kinds)('[DEV-1] other telemetry is printed if it means a fault: $type', (event, expected) => {
  const env = testEnv();
  faultPrinter(env)?.(event);
  expect(env.printed.map(([, fault]) => fault)).toEqual(expected === undefined ? [] : [expected]);
});

test('[DEV-1] nothing is printed while there is a subscriber to system$', async () => {
  const { store, env } = await open();
  const seen: string[] = [];
  store.system$.subscribe(({ type }) => seen.push(type));
  store.append(Added({ n: 1 }));
  expect([seen, env.printed]).toEqual([['model.stopped', 'model.stopped'], []]);
});

test('[DEV-1] in production nothing is printed, whichever way production is set', async () => {
  const said = await open({ ...testEnv(), isDevelopment: false });
  said.store.append(Added({ n: 1 }));
  vi.stubEnv('NODE_ENV', 'production');
  const bundled = await open();
  bundled.store.append(Added({ n: 1 }));
  expect([said.env.printed, bundled.env.printed, bundled.store.status.stopped.length]).toEqual([[], [], 2]);
});

test('[DEV-1] a platform without a console works', async () => {
  const { store } = await open({ ...testEnv(), console: undefined });
  store.append(Added({ n: 1 }));
  expect(store.status.stopped).toHaveLength(2);
  vi.stubGlobal('console', undefined);
  const { console: none } = platformEnv();
  vi.unstubAllGlobals();
  expect(none).toBeUndefined();
});

test.each([new RefoldError('log.lost', { log: 'shop' }), new Error('an adapter that throws its own')])(
  '[DEV-1] a failed opening without a caller is printed, with no unhandled rejection: %s',
  async (cause) => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const env = testEnv();
    const log = { ...memoryLog(), open: () => Promise.reject(cause) };
    const store = createStore({ events: [Added], views, env, log });
    // Node looks for unhandled rejections before its next task.
    await new Promise((resolve) => void setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect([unhandled, store.status.phase, env.printed.length]).toEqual([[], 'failed', 1]);
    const printed = env.printed[0]![1] as Error;
    expect([printed, printed.cause]).toContain(cause);
    await expect(store.ready).rejects.toBe(cause);
  },
);
