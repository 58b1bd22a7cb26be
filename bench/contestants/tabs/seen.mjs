import { median, quantile } from '../../harness/statistics.mjs';
import { movement } from '../../workload/log.mjs';
import { ItemMoved } from '../../workload/shop.mjs';
import { openStore, openWindows, workIfOpened } from './windows.mjs';

const UNCOUNTED = 10;
const ASKED = 'sku-000001';
const question = () => ItemMoved(movement(1, 1));
const answer = () => ItemMoved(movement(2, 1));

workIfOpened((store) => {
  store.events$.subscribe(({ data }) => {
    if (/** @type {{ sku: string }} */ (data).sku === ASKED) store.append(answer());
  });
});

/** @param {{ units: number, round: number }} task */
export async function measure({ units, round }) {
  const name = `seen-${round}`;
  const windows = await openWindows(name, 1);
  const store = await openStore(name);
  windows.start();
  /** @type {number[]} */
  const times = [];
  for (let i = 0; i < units + UNCOUNTED; i++) {
    const startedAt = performance.now();
    await new Promise((resolve) => {
      const answers = store.events$.subscribe(({ data }) => {
        if (/** @type {{ sku: string }} */ (data).sku === ASKED) return;
        answers.unsubscribe();
        resolve(undefined);
      });
      store.append(question());
    });
    times.push((performance.now() - startedAt) / 2);
  }
  await store.close();
  await windows.stop();
  const counted = times.slice(UNCOUNTED);
  return { cost: median(counted) * units, extra: { p95: quantile(counted, 0.95) } };
}
