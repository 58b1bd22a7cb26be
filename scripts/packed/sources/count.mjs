// The code that runs on each platform: decide, fold, store, undo, look back. It returns the results as text.
import { createStore, defineCommand, defineEvent, defineView, isRefoldError } from '@refold/core';
import { at } from '@refold/core/history';
import { createUndo } from '@refold/core/undo';
import * as z from 'zod';

/** @param {import('@refold/core/log').EventLog} log */
export async function count(log) {
  const Added = defineEvent('counter.added', z.object({ by: z.number() }));
  const counter = defineView('counter', { initial: { total: 0 } }).on(Added, (draft, event) => {
    draft.total += event.data.by;
  });
  const add = defineCommand('counter.add', {
    input: z.object({ by: z.number().min(1) }),
    decide: ({ by }) => Added({ by }),
  });
  const store = createStore({ events: [Added], views: [counter], commands: [add], log });
  await store.ready;
  store.run(add, { by: 2 });
  const outcome = store.run(add, { by: 3 });
  const { total } = store.get(counter);
  if (outcome.ok) await outcome.receipt.until('stored');
  createUndo(store).undo();
  const undone = store.get(counter).total;
  const past = await at(store, 2);
  const before = past.get(counter).total;
  const refused = store.run(add, { by: 0 });
  const code = refused.ok ? 'nothing' : refused.rejection.code;
  const invalid = invalidCode(() => store.append({ type: 'counter.added', data: { by: /** @type {any} */ ('x') } }));
  await store.close();
  return `total ${total}, after undo ${undone}, looked back ${before}, refused ${code} and ${invalid}`;
}

/** @param {() => unknown} work */
function invalidCode(work) {
  try {
    work();
    return 'nothing';
  } catch (error) {
    return isRefoldError(error) ? error.code : String(error);
  }
}
