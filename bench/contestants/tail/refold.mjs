// Events of others that come before own pending ones, through the engine's own files.
import { createStore, memoryLog } from '@refold/core';
import { createUndo } from '@refold/core/undo';
import { foldTools, fold } from '../../../packages/core/dist/fold/fold.js';
import { developmentCheck } from '../../../packages/core/dist/model/plain-check.js';
import { foldTailBeside } from '../../../packages/core/dist/store/loading/fold-tail-beside.js';
import { replaceTail } from '../../../packages/core/dist/fold/replace-tail.js';
import { internalsOf } from '../../../packages/core/dist/store/internals.js';
import { checksum, makeLog, movement, random } from '../../workload/log.mjs';
import { events as definitions, ItemMoved, items, itemsView } from '../../workload/shop.mjs';

/** As many events of groups that an undo can reach, as there are in a store that has been in use for some days. */
const RECENT = 10_000;
const PENDING = 1_000;

/**
 * `what`: `first` is the first batch after all pending events were made; `next` is the median of later ones. `bare`
 * folds the same events on the state below them, in one draft, and puts nothing in place. `slices` is the sum of the
 * tasks in which a page takes a later batch, `longest` the longest of these.
 * @typedef {object} Task
 * @property {'collection' | 'view'} into
 * @property {'first' | 'next' | 'bare' | 'slices' | 'longest'} what
 * @property {number} entities
 * @property {number} remote
 * @property {number} units
 */

/** @param {Task} task */
export async function measure({ into, what, entities, remote, units }) {
  const view = into === 'view' ? itemsView : items;
  const log = memoryLog();
  await log.open();
  const commits = makeLog(entities, entities).map((event) => ({ events: [event] }));
  await log.append({ writer: 'writer_1', first: 1, commits });
  /** @type {number[]} */
  const tasks = [];
  let taskBegan = 0;
  const endTask = () => void tasks.push(performance.now() - taskBegan);
  const env = {
    async pause() {
      endTask();
      await new Promise((resolve) => setImmediate(resolve));
      taskBegan = performance.now();
    },
  };
  const store = createStore({ events: definitions, views: [/** @type {any} */ (view)], log, env });
  await store.ready;
  const history = createUndo(store);
  let states = 0;
  const unsubscribe = history.subscribe(() => void (states += 1));
  const draw = random(entities);
  const move = (/** @type {number} */ i) => store.append(ItemMoved(movement(draw() % entities, i)));
  for (let i = 1; i <= RECENT + PENDING; i++) {
    const receipt = move(i);
    if (i % 100 === 0) await receipt.until('stored');
  }
  const internals = internalsOf(store);
  const { kernel } = internals;
  const { models } = kernel;
  const putInPlace = (/** @type {ReturnType<typeof replaceTail>} */ replaced) => {
    if (replaced.kind !== 'replaced') throw new Error(`The tail was not replaced: ${replaced.kind}.`);
    const head = { confirmed: replaced.position, pending: 0 };
    kernel.apply({ type: 'replaceTail', replaced, models, head, skipped: [], isNew: () => false });
    void history.state;
  };
  /** @type {number[]} */
  const times = [];
  let confirmed = kernel.position - PENDING;
  const others = makeLog(entities + remote * (ROUNDS + 1), entities).slice(entities);
  for (let round = 0; round <= ROUNDS; round++) {
    const own = models.tail.since(confirmed).map(({ event }) => event);
    const arrived = others
      .slice(round * remote, (round + 1) * remote)
      .map((event) => ({ ...event, id: `evt_other_${event.id}` }));
    const entries = [...arrived, ...own].map((event, i) => ({ position: confirmed + i + 1, event }));
    const position = confirmed + entries.length;
    const checkpoint = models.undoCheckpoints(view.name).from(confirmed + 1)?.[0];
    if (checkpoint === undefined) throw new Error('There is no checkpoint.');
    globalThis.gc?.();
    const tail = { after: confirmed, entries, position };
    tasks.length = 0;
    taskBegan = performance.now();
    if (what === 'bare') fold(/** @type {any} */ (view), checkpoint.state, entries, TOOLS);
    else if (what === 'slices' || what === 'longest') await foldTailBeside(internals, () => tail, putInPlace);
    else putInPlace(replaceTail(models, tail));
    endTask();
    times.push(what === 'longest' ? Math.max(...tasks) : tasks.reduce((sum, one) => sum + one, 0));
    if (what !== 'bare') confirmed += remote;
  }
  unsubscribe();
  history.close();
  const rows = into === 'view' ? Object.values(store.get(itemsView).items) : store.get(items);
  const [first = 0, ...later] = times;
  later.sort((a, b) => a - b);
  const cost = what === 'first' ? first : (later[later.length >> 1] ?? first);
  return { cost: cost * units, extra: { states }, check: what === 'bare' ? undefined : checksum(rows) };
}

const ROUNDS = 4;
const TOOLS = foldTools(developmentCheck(false), true);
