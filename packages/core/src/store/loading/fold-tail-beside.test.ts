import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { testEnv } from '../../env/env.fixture.ts';
import type { LogEntry, ModelDefinition } from '../../fold/fold.ts';
import { ReadModels } from '../../fold/read-models.ts';
import type { TailOutcome } from '../../fold/another-tail/replace-tail.ts';
import { createWindow } from '../../fold/window/undo-window.ts';
import { createStore, defineCollection, defineEvent, defineView } from '../../index.ts';
import { laterSizes } from '../../log/later-sizes.ts';
import { sizes } from '../../log/sizes.ts';
import type { Envelope } from '../../model/envelope.ts';
import { withSizes } from '../../sizes.fixture.ts';
import { internalsOf } from '../internals.ts';
import { foldTailBeside } from './fold-tail-beside.ts';

const Put = defineEvent('row.put', z.object({ k: z.string(), n: z.number() }));
const rows = defineCollection('rows', { key: (row: { k: string; n: number }) => row.k }).on(Put, (all, { data }) =>
  all.put(data),
);
const order = defineView('order', { initial: { keys: '' } }).on(Put, (draft, { data }) => void (draft.keys += data.k));
const late = defineView('late', { initial: { events: 0 } }).on(Put, (draft) => void (draft.events += 1));

/** A store of one event, whose slices end after each step. `onPause` runs while the page may do other work. */
async function openStore() {
  const pauses: (() => void)[] = [];
  const clock = testEnv();
  const env = {
    ...clock,
    elapsed: () => (clock.ms += 10),
    pause: () => Promise.resolve(pauses.shift()?.()),
  };
  const store = createStore({ events: [Put], views: [rows, order], env });
  await store.ready;
  await store.append(Put({ k: 'a', n: 1 })).until('stored');
  const internals = internalsOf(store);
  const { kernel } = internals;
  const foreign = Array.from({ length: 20 }, (_, i) => event(`f${i}`, i % 5));
  let finished = 0;
  /** Events of another tab after the first one, then what is there now. */
  const tailNow = () => {
    const own = kernel.models.tail.since(1).map((entry) => entry.event);
    const entries = [...foreign, ...own].map((one, i): LogEntry => ({ position: i + 2, event: one }));
    return { after: 1, entries, position: entries.length + 1 };
  };
  const apply = (outcome: TailOutcome): TailOutcome['kind'] => {
    finished += 1;
    if (outcome.kind !== 'replaced') return outcome.kind;
    const head = { confirmed: foreign.length + 1, pending: outcome.position - foreign.length - 1 };
    kernel.apply({
      type: 'replaceTail',
      replaced: outcome,
      models: kernel.models,
      head,
      skipped: [],
      isNew: () => false,
    });
    return outcome.kind;
  };
  const run = () => foldTailBeside(internals, tailNow, apply);
  return { store, kernel, pauses, run, finished: () => finished };
}

const event = (k: string, n: number): Envelope =>
  ({
    ...{ id: `evt_${k}`, type: Put.type, version: 1, timestamp: '2026-01-01T00:00:00.000Z', data: { k, n } },
    metadata: { correlationId: k, source: 'test', actorId: 'ann' },
  }) as Envelope;

const inSlices = { ...sizes, ...laterSizes, tailInOneTask: 4, tailSlice: 1 };
const FOREIGN = Array.from({ length: 20 }, (_, i) => `f${i}`).join('');

describe('[KERNEL-3] many events of another tab', () => {
  test('are folded in slices: what is appended meanwhile shows at once, and stays after them', async () => {
    await withSizes(inSlices, async () => {
      const { store, pauses, run, finished } = await openStore();
      const shown: string[] = [];
      for (const k of ['x', 'y', 'z'])
        pauses.push(() => {
          store.append(Put({ k, n: 0 }));
          shown.push(store.get(order).keys);
        });
      let published = 0;
      store.subscribe(() => (published += 1));
      expect(await run()).toBe('replaced');
      expect(shown).toEqual(['ax', 'axy', 'axyz']);
      expect(store.get(order).keys).toBe(`a${FOREIGN}xyz`);
      expect(store.get(rows).size).toBe(24);
      expect([published, finished()]).toEqual([4, 1]);
    });
  });

  test('need many pauses, and few events need none', async () => {
    for (const [tailInOneTask, isPaused] of [
      [19, true],
      [20, false],
    ] as const)
      await withSizes({ ...inSlices, tailInOneTask }, async () => {
        const { store, pauses, run } = await openStore();
        let paused = 0;
        for (let i = 0; i < 100; i++) pauses.push(() => void (paused += 1));
        expect(await run()).toBe('replaced');
        // A pause after each event, in two read models, and after each row that is compared.
        expect(paused > 60).toBe(isPaused);
        expect(paused === 0).toBe(!isPaused);
        expect(store.get(order).keys).toBe(`a${FOREIGN}`);
      });
  });

  test('are folded again when read models are added meanwhile, and in one task when that happens once more', async () => {
    await withSizes(inSlices, async () => {
      const { store, kernel, pauses, run } = await openStore();
      const { models } = kernel;
      const addLate = () => {
        const added = new ReadModels([late as unknown as ModelDefinition], true);
        added.keepWindow(createWindow);
        added.start(0, models.horizon, false);
        added.fold(models.tail.events, models.position);
        models.adopt(added);
      };
      pauses.push(addLate, () => undefined, addLate);
      expect(await run()).toBe('replaced');
      expect(store.get(order).keys).toBe(`a${FOREIGN}`);
      expect((models.world.state('late').value as { events: number }).events).toBe(21);
    });
  });
});
