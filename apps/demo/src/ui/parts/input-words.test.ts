import type { Shop } from '../../shop/events.ts';
import { createStore } from '@refold/core';
import { expect, it } from 'vitest';
import { basketEvents } from '../../shop/basket-events.ts';
import { basketCommands, basketViews } from '../../shop/basket.ts';
import { shopEvents } from '../../shop/events.ts';
import { shopCommands, shopViews } from '../../shop/shop.ts';
import { inputWords, refusalWords } from './input-words.ts';

const GENERAL = inputWords([{ path: '' }]);
const LONG = 'x'.repeat(300);

it('[WORDS-1] has words for every field of every command, and never those of the schema', async () => {
  const stores = [
    [createStore({ events: shopEvents, views: shopViews, commands: shopCommands }), shopCommands],
    [createStore({ events: basketEvents, views: basketViews, commands: basketCommands }), basketCommands],
  ] as const;
  const said = new Map<string, string>();
  const messages: string[] = [];
  for (const [store, commands] of stores) {
    await store.ready;
    for (const command of commands) {
      for (const bad of [LONG, -1e12, undefined, []]) {
        const names = ['name', 'sku', 'category', 'mills', 'qty', 'at', 'lines', 'customerId'];
        const input = Object.fromEntries(names.map((name) => [name, bad]));
        const outcome = (store as Shop).run(command as (typeof shopCommands)[0], input as never);
        if (outcome.ok || outcome.rejection.code !== 'invalid-input') continue;
        for (const issue of outcome.rejection.details.issues) {
          said.set(issue.path, inputWords([issue]));
          messages.push(issue.message);
        }
      }
    }
  }
  // Not a field: Till numbers the order itself.
  said.delete('orderId');
  expect([...said].filter(([, words]) => words === GENERAL || messages.includes(words))).toEqual([]);
  expect([...said.keys()]).toEqual(expect.arrayContaining(['category', 'customerId', 'lines', 'qty', 'mills']));
});

it('[WORDS-1] says each sentence once', () => {
  expect(inputWords([{ path: 'lines[0].qty' }, { path: 'lines[3].sku' }])).toBe(inputWords([{ path: 'lines' }]));
});

it('has words for input that exceeds the limits of an event or a commit', () => {
  const details = { limit: 'events', max: 500, actual: 501 } as const;
  expect(refusalWords({ code: 'over-limit', details })).toMatch(/too much/);
  expect(refusalWords({ code: 'invalid-input', details: { issues: [{ path: 'qty', message: '' }] } })).toBe(
    inputWords([{ path: 'qty' }]),
  );
});
