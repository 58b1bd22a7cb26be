import { expect, test } from 'vitest';
import { Sold, stock, takings } from '../store/shop.fixture.ts';
import { createRejections } from '../rejections/create-rejections.ts';
import { rejectCommit } from '../rejections/reject-commit.ts';
import { memoryLog } from '../memory/memory-log.ts';
import { Rejected } from '../model/control-events.ts';
import { exportLog } from './export-log.ts';
import { fileOf, line, openShop } from './files.fixture.ts';
import { importLog } from './import-log.ts';

const shop = async () => {
  const opened = await openShop(memoryLog('shop'));
  const { store } = opened;
  const valuesOf = (): unknown => [[...store.get(stock)], store.get(takings), rejections.list.map(({ id }) => id)];
  const rejections = createRejections(store);
  return { ...opened, rejections, valuesOf };
};

test('[LOG-7] [SYNC-4] rejections, retries and dismissals hold wherever the log is imported', async () => {
  const from = await shop();
  for (let qty = 1; qty < 6; qty++) {
    const receipt = from.store.append(Sold({ sku: 'a', qty }));
    if (qty < 5) rejectCommit(from.store, receipt, { code: 'no', details: { qty } });
  }
  from.rejections.list[2]!.retry();
  from.rejections.list[1]!.dismiss();
  const to = await shop();
  await importLog(to.store, exportLog(from.store));
  expect(to.valuesOf()).toEqual(from.valuesOf());
  expect(to.rejections.list.length).toBe(2);
});

test('[LOG-7] [SYNC-4] importing a rejection of an event in the log emits `commit.rejected` with the rejected events', async () => {
  const { store, rejections, valuesOf } = await shop();
  const before = valuesOf();
  const receipt = store.append(Sold({ sku: 'a', qty: 1 }));
  await receipt.until('stored');
  const told: string[] = [];
  store.system$.subscribe((event) => told.push(`${event.type} ${receipt.stage}`));
  const data = { events: receipt.ids, code: 'no' };
  await importLog(
    store,
    fileOf(line('no', 1, { type: Rejected.type, data }), line('other', 1, { type: Rejected.type, data })),
  );
  expect([rejections.list.length, receipt.stage, told]).toEqual([1, 'rejected', ['commit.rejected rejected']]);
  rejections.list[0]!.dismiss();
  expect(valuesOf()).toEqual(before);
});
