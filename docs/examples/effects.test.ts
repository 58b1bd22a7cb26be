import {
  createStore,
  defineCollection,
  defineCommand,
  defineEvent,
  eventIdFrom,
  memoryLog,
  type Store,
} from '@refold/core';
import { createTimeline } from '@refold/core/history';
import { filter, firstValueFrom } from 'rxjs';
import { expect, test, vi } from 'vitest';
import * as z from 'zod';

interface Mail {
  readonly order: string;
  readonly to: string;
}

// A mail cannot be unsent, so undo leaves these two events alone.
const OrderPlaced = defineEvent('order.placed', z.object({ id: z.string(), email: z.string() }), { undo: false });
const MailSent = defineEvent('mail.sent', z.object({ order: z.string() }), { undo: false });
const MailOpened = defineEvent('mail.opened', z.object({ order: z.string() }));

// The mails that are still to send, folded from the log.
const outbox = defineCollection('outbox', { key: (mail: Mail) => mail.order })
  .on(OrderPlaced, (rows, e) => rows.put({ order: e.data.id, to: e.data.email }))
  .on(MailSent, (rows, e) => rows.delete(e.data.order));

const place = defineCommand('order.place', {
  input: z.object({ id: z.string(), email: z.string() }),
  decide: (order) => OrderPlaced(order),
});

const events = [OrderPlaced, MailSent, MailOpened] as const;
type Shop = Store<(typeof events)[number]>;

/** Sends each mail that is due. Call the returned function to try again: when online, or after a while. */
function startMailer(store: Shop, send: (mail: Mail, key: string) => Promise<void>): () => Promise<void> {
  const due: Mail[] = [...store.get(outbox)];
  let isBusy = false;
  const work = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      for (let mail = due[0]; mail !== undefined; mail = due[0]) {
        await allStored(store);
        await send(mail, mail.order);
        store.append(MailSent({ order: mail.order }));
        due.shift();
      }
    } finally {
      isBusy = false;
    }
  };
  store.on('order.placed').subscribe(({ data }) => {
    due.push({ order: data.id, to: data.email });
    work().catch(console.warn);
  });
  work().catch(console.warn);
  return work;
}

const allStored = (store: Shop): Promise<unknown> =>
  firstValueFrom(store.status$.pipe(filter(({ unsaved }) => unsaved === 0)));

interface Hook {
  readonly id: string;
  readonly order: string;
  readonly at: string;
}

/** Records a report of the mail server, which may come twice. */
const takeHook = (store: Shop, { id, order, at }: Hook) =>
  store.import([{ id: eventIdFrom('mailer', id), type: 'mail.opened', timestamp: at, data: { order } }], {
    source: 'mailer',
  });

const open = async (log = memoryLog()): Promise<Shop> => {
  const store = createStore({ events, views: [outbox], commands: [place], log });
  await store.ready;
  return store;
};

/** A mail server that accepts one mail for each key, and loses its answer to one of them. */
function mailServer(lostAnswer: string) {
  const taken = new Map<string, string>();
  const asked: string[] = [];
  let isLost = false;
  const send = async ({ to }: Mail, key: string): Promise<void> => {
    asked.push(key);
    taken.set(key, to);
    if (key !== lostAnswer || isLost) return;
    isLost = true;
    throw new Error('no answer');
  };
  return { taken, asked, send };
}

test('[RX-1] a mail is sent at least once, whatever fails, and accepted once for its key', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const log = memoryLog();
  const { taken, asked, send } = mailServer('2');
  const store = await open({ ...log, close: () => Promise.resolve() });
  startMailer(store, send);
  store.run(place, { id: '1', email: 'ann@example.org' });
  store.run(place, { id: '2', email: 'bob@example.org' });
  await expect.poll(() => asked).toEqual(['1', '2']);
  await store.close();

  // After a reload, a mail without its `mail.sent` is due.
  const again = await open(log);
  expect(Array.from(again.get(outbox), ({ order }) => order)).toEqual(['2']);
  startMailer(again, send);
  await expect.poll(() => again.get(outbox).size).toBe(0);
  expect([asked, [...taken.keys()]]).toEqual([
    ['1', '2', '2'],
    ['1', '2'],
  ]);
});

test('[TIME-1] effects continue while the past is shown, and each is recorded', async () => {
  const { asked, send } = mailServer('none');
  const store = await open();
  startMailer(store, send);
  store.append(OrderPlaced({ id: '1', email: 'ann@example.org' }));
  await expect.poll(() => store.get(outbox).size).toBe(0);
  const timeline = createTimeline(store);
  await timeline.seek(1);
  store.append(OrderPlaced({ id: '2', email: 'bob@example.org' }));
  await expect.poll(() => timeline.state.head).toBe(4);
  expect([store.get(outbox).size, asked]).toEqual([1, ['1', '2']]);
  timeline.live();
  expect(store.get(outbox).size).toBe(0);
});

test('[LOG-4] an imported fact with its own id is added once', async () => {
  const store = await open();
  const hook = { id: 'hook-7', order: '1', at: '2026-05-01T12:00:00.000Z' };
  expect(await takeHook(store, hook)).toMatchObject({ added: 1, duplicates: 0 });
  expect(await takeHook(store, hook)).toMatchObject({ added: 0, duplicates: 1 });
});
