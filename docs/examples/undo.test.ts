import { createStore, defineCommand, defineEvent, defineView, reject, Undone } from '@refold/core';
import { createUndo, type UndoOutcome } from '@refold/core/undo';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Moved = defineEvent('shape.moved', z.object({ id: z.string(), x: z.number() }));
const Coloured = defineEvent('shape.coloured', z.object({ id: z.string(), colour: z.string() }));

// Each drag of a shape is one undo step, however many events it has.
const move = defineCommand('shape.move', {
  input: z.object({ id: z.string(), x: z.number() }),
  label: ({ id }) => `Move ${id}`,
  coalesce: ({ id }) => id,
  decide: ({ id, x }) => Moved({ id, x }),
});

const Paid = defineEvent('bill.paid', z.object({ cents: z.int() }), { undo: false });
const Refunded = defineEvent('bill.refunded', z.object({ cents: z.int() }));

const till = defineView('till', { initial: { cents: 0 } })
  .on(Paid, (draft, e) => {
    draft.cents += e.data.cents;
  })
  .on(Refunded, (draft, e) => {
    draft.cents -= e.data.cents;
  });

const pay = defineCommand('bill.pay', {
  input: z.object({ cents: z.int() }),
  reads: { till },
  label: ({ cents }) => `Pay ${cents / 100}`,
  decide: ({ cents }) => Paid({ cents }),
  compensate([paid], { till }) {
    const { cents } = paid!.data;
    return till.cents < cents ? reject('not-enough-money') : Refunded({ cents });
  },
});

const audit = defineView('audit', { initial: { lines: [] as string[] } }).on(Undone, (draft, e) => {
  draft.lines.push(`${e.metadata.actorId} took back ${e.metadata.label ?? 'something'}`);
});

const shapes = defineView('shapes', { initial: {} as Record<string, { x: number; colour: string }> })
  .on(Moved, (draft, { data }) => {
    (draft[data.id] ??= { x: 0, colour: 'black' }).x = data.x;
  })
  .on(Coloured, (draft, { data }) => {
    (draft[data.id] ??= { x: 0, colour: 'black' }).colour = data.colour;
  });

const open = async () => {
  const events = [Moved, Coloured, Paid, Refunded];
  const store = createStore({ events, views: [shapes, till, audit], commands: [move, pay], actor: () => 'ann' });
  await store.ready;
  return store;
};

function tell(outcome: UndoOutcome): string {
  if (outcome.ok && outcome.superseded.length === 0) return `Took back: ${outcome.label ?? 'the last step'}`;
  const [first] = outcome.superseded;
  if (first?.by !== undefined) return `${first.by.actorId} has changed that since`;
  return outcome.ok ? 'Done' : `Not possible: ${outcome.reason}`;
}

test('[UNDO-2] a drag is one undo step, and so is a transaction', async () => {
  const store = await open();
  const history = createUndo(store);
  for (const x of [1, 2, 3]) store.run(move, { id: 'box', x });
  store.transaction('Paint all', () => {
    for (const id of ['box', 'disc']) store.append(Coloured({ id, colour: 'red' }));
  });

  const { canUndo, undoLabel } = history.state; // true, 'Paint all'
  history.undo();
  expect([canUndo, undoLabel, history.state.undoLabel]).toEqual([true, 'Paint all', 'Move box']);
  history.undo();
  expect([store.get(shapes), history.state.redoLabel]).toEqual([{}, 'Move box']);
  history.redo();
  expect(store.get(shapes)).toEqual({ box: { x: 3, colour: 'black' } });
});

test('[UNDO-4] undo compensates for a payment, and the audit shows it', async () => {
  const store = await open();
  const history = createUndo(store);
  store.run(pay, { cents: 500 });
  expect(tell(history.undo())).toBe('Took back: Pay 5');
  expect(store.get(till).cents).toBe(0);
  store.run(move, { id: 'box', x: 1 });
  history.undo();
  expect(store.get(audit).lines).toEqual(['ann took back Move box']);
  expect(tell(createUndo(store, { scope: 'elsewhere' }).undo())).toBe('Not possible: nothing');
});

test('the undo guide shows only code of this example', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const example = read('./undo.test.ts').replace(/^ +/gm, '');
  const blocks = [...read('../guides/undo.md').matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code]) => code!);
  expect(blocks.length).toBe(5);
  expect(blocks.filter((block) => !example.includes(block.replace(/^ +/gm, '')))).toEqual([]);
});
