import { median, quantile } from '../../harness/statistics.mjs';
import { movement } from '../../workload/log.mjs';
import { ItemMoved } from '../../workload/shop.mjs';
import { openStore, openWindows, workIfOpened } from './windows.mjs';

const UNCOUNTED = 10;

workIfOpened(async (store, isOver) => {
  for (let i = 0; !isOver(); i++) await store.append(ItemMoved(movement(2, i))).until('stored');
});

/** @param {{ units: number, round: number, others: number }} task */
export async function measure({ units, round, others }) {
  const name = `stored-${others}-${round}`;
  const windows = await openWindows(name, others);
  const store = await openStore(name);
  windows.start();
  /** @type {number[]} */
  const times = [];
  for (let i = 0; i < units + UNCOUNTED; i++) {
    const startedAt = performance.now();
    await store.append(ItemMoved(movement(1, i))).until('stored');
    times.push(performance.now() - startedAt);
  }
  const isFollower = store.status.tabs?.isLeader === false;
  if (others > 0 && !isFollower) throw new Error('The measured window leads. It must follow.');
  await store.close();
  await windows.stop();
  const counted = times.slice(UNCOUNTED);
  return { cost: quantile(counted, 0.95) * units, extra: { median: median(counted) } };
}
