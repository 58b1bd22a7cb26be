import { beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type * as LoadPart from '../errors/load-part.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { Undone } from '../model/control-events.ts';
import type { Draft } from '../model/envelope.ts';
import { defineEvent } from '../model/event.ts';
import { eventIdFrom } from '../model/ids.ts';
import { defineView } from '../model/view.ts';
import { createStore } from './create-store.ts';
import { prepareServerStore, serverStore } from './server-store.ts';

/** The network that parts come over, by default at once. */
const network = vi.hoisted(() => ({ answer: async () => {}, requests: 0 }));

vi.mock('../errors/load-part.ts', async (importOriginal) => {
  const { loadPart } = await importOriginal<typeof LoadPart>();
  const throughNetwork: typeof loadPart = (part, load) =>
    loadPart(part, async () => {
      if (part !== 'undo fold') return load();
      network.requests += 1;
      await network.answer();
      return load();
    });
  return { loadPart: throughNetwork };
});

const Added = defineEvent('added', z.object({ by: z.number() }));
const counter = defineView('counter', { initial: { total: 0 } }).on(Added, (draft, event) => {
  draft.total += event.data.by;
});
const definitions = { events: [Added], views: [counter] } as const;

const given = <T extends string, D>(name: string, draft: Draft<T, D>, group?: string) => ({
  ...{ id: eventIdFrom(name), timestamp: '2026-01-01T00:00:00.000Z', version: 1, ...draft },
  metadata: { correlationId: 'cor_1', source: 'app', actorId: 'ann', ...(group !== undefined && { group }) },
});
const added = given('1', Added({ by: 1 }), 'a');
const kept = given('2', Added({ by: 10 }), 'b');
const undone = given('3', Undone({ groups: ['a'] }));

/** A log that another page has undone in. */
async function logWithUndo() {
  const log = memoryLog();
  await log.open();
  const commits = [added, kept, undone].map((event) => ({ events: [event] }));
  await log.append({ writer: 'another', first: 1, commits });
  return log;
}

const offline = (): Promise<never> => Promise.reject(new TypeError('offline'));

beforeEach(() => {
  network.answer = async () => {};
  network.requests = 0;
});

test('[LOAD-2] a page that meets an undo in its log is opening until that is loaded, and shows no state without it', async () => {
  let answer!: () => void;
  network.answer = () => new Promise((resolve) => (answer = resolve));
  const store = createStore({ ...definitions, log: await logWithUndo() });
  await expect.poll(() => network.requests).toBe(1);
  expect(store.status.phase).toBe('opening');
  expect(() => store.get(counter)).toThrow(expect.objectContaining({ code: 'store.not_ready' }));
  answer();
  await store.ready;
  expect(store.get(counter)).toEqual({ total: 10 });
});

test('[LOAD-2] a page without controls asks for nothing', async () => {
  const store = createStore(definitions);
  await store.ready;
  store.append(Added({ by: 2 }));
  await store.import([added]);
  expect([store.get(counter), network.requests]).toEqual([{ total: 3 }, 0]);
});

test('[LOAD-2] a page that cannot load it does not open, and says why; the next one opens', async () => {
  const log = await logWithUndo();
  network.answer = offline;
  await expect(createStore({ ...definitions, log }).ready).rejects.toMatchObject({ code: 'part.not_loaded' });
  network.answer = async () => {};
  const store = createStore({ ...definitions, log });
  await store.ready;
  expect(store.get(counter)).toEqual({ total: 10 });
});

test('[LOAD-2] an import with an undo waits until it is loaded; one that cannot load it changes nothing', async () => {
  const store = createStore(definitions);
  await store.ready;
  await store.import([added, kept]);
  network.answer = offline;
  await expect(store.import([undone])).rejects.toMatchObject({ code: 'part.not_loaded' });
  expect(store.get(counter)).toEqual({ total: 11 });
  network.answer = async () => {};
  await expect(store.import([undone])).resolves.toMatchObject({ added: 1 });
  store.append(Added({ by: 100 }));
  expect(store.get(counter)).toEqual({ total: 110 });
});

test('[LOAD-2] events of a server with an undo are prepared before they are folded', async () => {
  const store = createStore(definitions);
  await store.ready;
  const events = [added, kept, undone];
  await prepareServerStore(store, [added, kept]);
  expect(prepareServerStore(store, [added, kept])).toBeUndefined();
  expect(network.requests).toBe(0);
  expect(() => serverStore(store, events)).toThrow(expect.objectContaining({ code: 'part.not_loaded' }));
  await prepareServerStore(store, events);
  expect(prepareServerStore(store, events)).toBeUndefined();
  expect(serverStore(store, events).get(counter)).toEqual({ total: 10 });
});
