import { StoreProvider, useView } from '@refold/react';
import { createElement, memo } from 'react';
import { createRoot } from 'react-dom/client';
import { makeLog, movement, random } from '../../workload/log.mjs';
import { ItemMoved, items, toDraft } from '../../workload/shop.mjs';
import { watchTasks } from '../long-tasks.mjs';
import { openStore, openWindows, workIfOpened } from './windows.mjs';

const ROWS = 50_000;
const SHOWN = 50;
const EVERY_MS = 50;
const SECONDS = 10;
/** Milliseconds between two looks at the clock. */
const TICK_MS = 4;

workIfOpened((store) => {
  const draw = random(ROWS);
  let left = (SECONDS * 1_000) / EVERY_MS;
  const feeding = setInterval(() => {
    // Half of the changes are among the rows on the page.
    store.append(ItemMoved(movement(draw() % (left % 2 === 0 ? SHOWN : ROWS), 1)));
    if ((left -= 1) === 0) clearInterval(feeding);
  }, EVERY_MS);
});

/** @param {{ round: number }} task */
export async function measure({ round }) {
  const name = `list-${round}`;
  const store = await openStore(name);
  const listed = makeLog(ROWS, ROWS).map((event) => store.append(toDraft(event)));
  await listed.at(-1)?.until('stored');
  const windows = await openWindows(name, 1);
  const skus = store
    .get(items)
    .range()
    .slice(0, SHOWN)
    .map(({ sku }) => sku);
  const shown = new Set(skus);
  let renders = 0;
  const Row = memo(function Row(/** @type {{ sku: string }} */ { sku }) {
    const left = useView(items, (rows) => rows.get(sku)?.left);
    renders += 1;
    return createElement('li', null, `${sku}: ${left}`);
  });
  const place = document.body.appendChild(document.createElement('ul'));
  const root = createRoot(place);
  const rows = skus.map((sku) => createElement(Row, { key: sku, sku }));
  root.render(createElement(StoreProvider, { store }, rows));
  while (renders < SHOWN) await nextFrame();
  renders = 0;
  let seen = 0;
  let readers = 0;
  let longest = 0;
  const { longest: longestTask } = await watchTasks(
    () =>
      new Promise((resolve) => {
        let before = performance.now();
        const ticking = setInterval(() => {
          const now = performance.now();
          longest = Math.max(longest, now - before - TICK_MS);
          before = now;
        }, TICK_MS);
        store.events$.subscribe(({ data }) => {
          seen += 1;
          if (shown.has(/** @type {{ sku: string }} */ (data).sku)) readers += 1;
          if (seen < (SECONDS * 1_000) / EVERY_MS) return;
          clearInterval(ticking);
          resolve(undefined);
        });
        windows.start();
      }),
  );
  await nextFrame();
  // Two changes of one row within a frame may be rendered together.
  if (renders > readers || renders < readers * 0.9)
    throw new Error(`${renders} rows were rendered, and ${readers} have changed.`);
  root.unmount();
  place.remove();
  await store.close();
  await windows.stop();
  return { cost: longestTask, extra: { 'longest wait': longest } };
}

const nextFrame = () => new Promise((resolve) => void requestAnimationFrame(resolve));
