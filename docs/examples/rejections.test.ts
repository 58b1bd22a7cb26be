import { createStore, defineCommand, defineEvent, defineView, memoryLog, Rejected } from '@refold/core';
import { createRejections, rejectCommit } from '@refold/core/undo';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Booked = defineEvent('seat.booked', z.object({ seat: z.string() }));

const seats = defineView('seats', { initial: { mine: [] as string[] } }).on(Booked, (draft, e) => {
  draft.mine.push(e.data.seat);
});

const book = defineCommand('seat.book', {
  input: z.object({ seat: z.string() }),
  label: ({ seat }) => `Book ${seat}`,
  decide: ({ seat }) => Booked({ seat }),
});

const audit = defineView('audit', { initial: { lines: [] as string[] } }).on(Rejected, (draft, e) => {
  draft.lines.push(`${e.metadata.label}: ${e.data.code}`);
});

type Answer = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly details?: unknown };

const open = async (log = memoryLog()) => {
  const store = createStore({ events: [Booked], views: [seats, audit], commands: [book], log });
  await store.ready;
  return store;
};

test('[SYNC-4] a seat that the server refuses is free again, and the rejection is listed until dismissed', async () => {
  const log = memoryLog();
  const store = await open({ ...log, close: () => Promise.resolve() });
  const server = {
    post: (seat: string): Promise<Answer> => Promise.resolve({ ok: false, code: 'taken', details: { seat } }),
  };

  const outcome = store.run(book, { seat: '12A' });
  if (!outcome.ok) throw new Error('was not booked');
  expect(store.get(seats).mine).toEqual(['12A']);

  const answer = await server.post('12A');
  if (!answer.ok) rejectCommit(store, outcome.receipt, answer);
  const { mine } = store.get(seats); // []: as if it had never been booked

  expect([mine, outcome.receipt.stage]).toEqual([[], 'rejected']);
  expect(store.get(audit).lines).toEqual(['Book 12A: taken']);
  await outcome.receipt.until('stored');
  await store.close();

  const again = await open(log);
  const shown: string[] = [];
  const show = (text: string, _ways: object): void => void shown.push(text);

  const rejections = createRejections(again);
  for (const { label, code, retry, dismiss } of rejections.list) show(`${label}: ${code}`, { retry, dismiss });

  expect(shown).toEqual(['Book 12A: taken']);
  rejections.list[0]!.dismiss();
  expect([rejections.list, again.get(seats).mine]).toEqual([[], []]);
});

test('the guide to rejections shows only code of this example', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const example = read('./rejections.test.ts').replace(/^ +/gm, '');
  const blocks = [...read('../guides/rejections.md').matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code!);
  expect(blocks.length).toBe(3);
  expect(blocks.filter((block) => !example.includes(block.replace(/^ +/gm, '')))).toEqual([]);
});
