import { compact, createStore, defineCollection, defineEvent, memoryLog, type Store } from '@refold/core';
import type { EventLog, RecordedCommit } from '@refold/core/log';
import { exportLog, importLog } from '@refold/core/files';
import { createUndo } from '@refold/core/undo';
import { expect, test } from 'vitest';
import * as z from 'zod';

interface Customer {
  readonly id: string;
  readonly name: string;
}

const Joined = defineEvent('customer.joined', z.object({ id: z.string(), name: z.string() }));
const Paid = defineEvent('customer.paid', z.object({ id: z.string(), cents: z.int() }));
const Forgotten = defineEvent('customer.forgotten', z.object({ id: z.string() }), { undo: false });

const customers = defineCollection('customers', { key: (customer: Customer) => customer.id })
  .on(Joined, (rows, e) => rows.put(e.data))
  .on(Forgotten, (rows, e) => rows.delete(e.data.id));

const events = [Joined, Paid, Forgotten] as const;
type Shop = Store<(typeof events)[number]>;

const open = async (log: EventLog): Promise<Shop> => {
  const store = createStore({ events, views: [customers], log });
  await store.ready;
  return store;
};

/** Everything that a log stores, as text. */
async function kept(log: EventLog): Promise<string> {
  const { floor, position } = await log.open();
  const commits: RecordedCommit[] = [];
  for (let after = floor; after < position;) {
    const page = await log.read({ after, limit: 100 });
    commits.push(...page.commits);
    after = page.last;
  }
  const saved = await Promise.all([log.snapshots!.read('customers'), log.snapshots!.read('customers', 'base')]);
  return JSON.stringify([commits, saved]);
}

/** A key for each person, kept outside of the log. Without it, the data sealed with it is unreadable, also in files. */
const keys = new Map<string, CryptoKey>();

async function seal(person: string, text: string): Promise<string> {
  const key = keys.get(person) ?? (await newKey());
  keys.set(person, key);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...iv, ...new Uint8Array(sealed)));
}

async function unseal(person: string, sealed: string): Promise<string | undefined> {
  const key = keys.get(person);
  if (key === undefined) return undefined;
  const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12) }, key, bytes.slice(12));
  return new TextDecoder().decode(text);
}

const newKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt', 'decrypt']);

/** Exports the log with the name of a person removed. */
async function withoutName(store: Shop, person: string): Promise<string> {
  const [header, ...lines] = (await new Response(exportLog(store)).text()).trimEnd().split('\n');
  const changed = lines.map((line) => {
    const event = JSON.parse(line);
    if (event.type !== 'customer.joined' || event.data.id !== person) return line;
    return JSON.stringify({ ...event, data: { ...event.data, name: 'Deleted' } });
  });
  return [header, ...changed].join('\n');
}

test('[LOG-10] an event that deletes a row leaves the name in the log', async () => {
  const log = memoryLog();
  const store = await open(log);
  store.append(Joined({ id: '7', name: 'Ann Smith' }));
  await store.append(Forgotten({ id: '7' })).until('stored');
  expect([store.get(customers).size, (await kept(log)).includes('Ann Smith')]).toEqual([0, true]);
});

test('data sealed with the key of a person is unreadable without the key', async () => {
  const log = memoryLog();
  const store = await open(log);

  const name = await seal('7', 'Ann Smith');
  store.append(Joined({ id: '7', name }));
  const shown = await unseal('7', store.get(customers).get('7')!.name); // 'Ann Smith'
  keys.delete('7');
  const gone = await unseal('7', store.get(customers).get('7')!.name); // undefined

  expect([shown, gone]).toEqual(['Ann Smith', undefined]);
  await store.close();
});

test('[LOG-8] compaction drops the name when no saved state holds it', async () => {
  const log = memoryLog('shop', { undoHorizon: 10 });
  const store = await open(log);
  store.append(Joined({ id: '7', name: 'Ann Smith' }));
  store.append(Forgotten({ id: '7' }));
  for (let i = 0; i < 9; i++) await store.append(Paid({ id: '8', cents: 100 })).until('stored');

  const tooEarly = await compact(store, { keepEvents: 0 }); // dropped: 1, limit: { by: 'horizon', position: 1 }

  expect([tooEarly, (await kept(log)).includes('Ann Smith')]).toEqual([
    { dropped: 1, floor: 1, limit: { by: 'horizon', position: 1 } },
    true,
  ]);
  await store.append(Paid({ id: '8', cents: 100 })).until('stored');
  expect(await compact(store, { keepEvents: 0 })).toMatchObject({ dropped: 1, floor: 2 });
  expect([store.get(customers).size, (await kept(log)).includes('Ann Smith')]).toEqual([0, false]);
});

test('[LOG-7] importing a file without the name makes a log without it', async () => {
  const old = await open(memoryLog('shop-1'));
  await old.append(Joined({ id: '7', name: 'Ann Smith' }), Paid({ id: '7', cents: 100 })).until('stored');
  const exported = await new Response(exportLog(old)).blob();
  const log = memoryLog('shop-2');

  const next = await open(log);
  const { added, missing, quarantined } = await importLog(next, new Blob([await withoutName(old, '7')]).stream());
  if (missing === 0 && quarantined.total === 0) await old.destroy();

  expect([added, missing, quarantined.total, old.status.phase]).toEqual([2, 0, 0, 'closed']);
  expect(next.get(customers).get('7')).toEqual({ id: '7', name: 'Deleted' });
  expect(createUndo(next).state.canUndo).toBe(true);
  // Importing an older file does not bring the name back.
  expect(await importLog(next, exported.stream())).toMatchObject({
    added: 0,
    duplicates: 1,
    quarantined: { total: 1 },
  });
  expect((await kept(log)).includes('Ann Smith')).toBe(false);
});
