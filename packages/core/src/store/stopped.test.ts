import type { SystemEvent } from '../fold/telemetry.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type AnyStore, createStore, defineEvent, defineView, memoryLog, type ReadModel } from '../index.ts';
import { testEnv } from '../env/env.fixture.ts';

const Added = defineEvent('added', z.object({ n: z.number() }));
const sum = defineView('sum', { initial: { n: 0 } }).on(Added, (draft, e) => void (draft.n += e.data.n));
const touchy = defineView('touchy', { initial: { n: 0 } }).on(Added, (draft, e) => {
  draft.n += e.data.n;
  if (e.data.n < 0) throw new Error('below zero');
});
const slow = defineView('slow', { initial: { n: 0 } }).on(Added, (async (draft: { n: number }) => {
  await Promise.resolve();
  draft.n += 1;
}) as never);

async function open(views: readonly ReadModel<typeof Added>[], log = memoryLog()) {
  const store: AnyStore = createStore({ events: [Added], views, log, env: testEnv() });
  const told: SystemEvent[] = [];
  store.system$.subscribe((e) => told.push(e));
  await store.ready;
  return { store, told };
}

describe('[VIEW-2] a reducer that throws', () => {
  test('stops only its view: the log and other views continue, and status and telemetry report it', async () => {
    const { store, told } = await open([touchy, sum]);
    store.append(Added({ n: 1 }), Added({ n: -2 }), Added({ n: 4 }));
    store.append(Added({ n: 8 }));
    expect([store.get(touchy), store.get(sum)]).toEqual([{ n: 1 }, { n: 11 }]);
    const stopped = {
      model: 'touchy',
      error: { code: 'model.threw', details: { type: 'added', position: 2 }, cause: { message: 'below zero' } },
    };
    expect(store.status.stopped).toMatchObject([stopped]);
    expect(told).toMatchObject([{ type: 'model.stopped', ...stopped }]);
  });

  test('stops at the same event after a reload, in any batch', async () => {
    const log = memoryLog();
    const { store } = await open([touchy], log);
    await store.append(Added({ n: 1 }), Added({ n: 2 })).until('stored');
    await store.append(Added({ n: -1 }), Added({ n: 8 })).until('stored');
    const again = await open([touchy], log);
    expect(again.store.get(touchy)).toEqual(store.get(touchy));
    expect(again.store.status.stopped[0]?.error.details).toEqual(store.status.stopped[0]?.error.details);
    expect(again.told).toMatchObject([{ type: 'model.stopped', model: 'touchy' }]);
  });

  test('[VIEW-5] is not saved, and so stops at the same event whenever the store opens', async () => {
    const log = { ...memoryLog('memory', { undoHorizon: 0 }), close: () => Promise.resolve() };
    const env = testEnv();
    const store = createStore({ events: [Added], views: [touchy, sum], log, env });
    await store.ready;
    for (let i = 0; i < 4; i++)
      await store.append(...Array.from({ length: 500 }, () => Added({ n: i === 1 ? -1 : 1 }))).until('stored');
    env.runIdle();
    await expect.poll(async () => (await log.snapshots!.read('sum'))?.manifest.position).toBe(2_000);
    expect(await log.snapshots!.read('touchy')).toBeUndefined();
    const again = await open([touchy, sum], log);
    expect([again.store.get(touchy), again.store.status.stopped.length]).toEqual([{ n: 500 }, 1]);
  });

  test('a listener that appends on the report does not disturb the current batch', async () => {
    const log = memoryLog();
    const { store } = await open([touchy, sum], log);
    store.system$.subscribe(() => store.append(Added({ n: 100 })));
    await store.append(Added({ n: -1 }), Added({ n: 2 })).until('stored');
    await store.append(Added({ n: 3 })).until('stored');
    const { commits } = await log.read({ after: 0, limit: 100 });
    expect(commits.flatMap((c) => c.events.map((e) => (e.data as { n: number }).n))).toEqual([-1, 2, 100, 3]);
  });

  test('an async reducer counts as one that throws', async () => {
    const { store } = await open([slow, sum]);
    store.append(Added({ n: 1 }));
    expect([store.get(slow), store.get(sum)]).toEqual([{ n: 0 }, { n: 1 }]);
    expect(store.status.stopped[0]?.error.cause).toMatchInlineSnapshot(
      `[TypeError: A reducer returned a promise. Reducers are synchronous: await outside, then append the result.]`,
    );
  });

  test('a reducer that writes to its event throws in development, live and at the next boot alike', async () => {
    const log = memoryLog();
    const rude = defineView('rude', { initial: { n: 0 } }).on(Added, (draft, e) => {
      (e.data as { n: number }).n += 1;
      draft.n += e.data.n;
    });
    for (let i = 0; i < 2; i++) {
      const { store } = await open([rude], log);
      if (i === 0) await store.append(Added({ n: 1 })).until('stored');
      expect([store.get(rude), store.status.stopped.length]).toEqual([{ n: 0 }, 1]);
    }
  });

  test('append in a reducer is refused, and stops the model', async () => {
    const holder: { append?: () => void } = {};
    const eager = defineView('eager', { initial: { n: 0 } }).on(Added, () => holder.append?.());
    const { store } = await open([eager]);
    holder.append = () => void store.append(Added({ n: 1 }));
    store.append(Added({ n: 1 }));
    expect(store.status.stopped[0]?.error.cause).toMatchObject({
      code: 'store.busy',
      details: { action: 'append', during: 'a reducer' },
    });
    expect(store.status.unsaved).toBe(1);
  });
});
