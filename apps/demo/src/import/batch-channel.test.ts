import { describe, expect, it, onTestFinished } from 'vitest';
import { batchesOver, serveBatches } from './batch-channel.ts';
import { readSales, type SalesBatch, type SalesReader } from './read-sales.ts';
import { sampleSales } from './sample-file.ts';

/** A channel with a reader at the other end. */
function channel(read: SalesReader): MessagePort {
  const { port1, port2 } = new MessageChannel();
  serveBatches(port2, read);
  onTestFinished(() => port1.close());
  return port1;
}

async function all(batches: AsyncIterable<SalesBatch>): Promise<SalesBatch[]> {
  const got: SalesBatch[] = [];
  for await (const batch of batches) got.push(batch);
  return got;
}

const batch = (linesRead: number): SalesBatch => ({
  invoices: [],
  badLines: [],
  bytesRead: 0,
  bytesTotal: 0,
  linesRead,
});

describe('batches over a channel', () => {
  it('are those that the other end reads', async () => {
    const file = new Blob([sampleSales({ invoices: 1_000, isFaulty: true }).csv]);
    expect(await all(batchesOver(channel(readSales), file))).toEqual(await all(readSales(file)));
  });

  it('are read one ahead of the consumer, and no further', async () => {
    let read = 0;
    async function* endless() {
      for (;;) yield batch((read += 1));
    }
    const batches = batchesOver(channel(endless), new Blob());
    for (let taken = 1; taken <= 5; taken += 1) {
      expect((await batches.next()).value?.linesRead).toBe(taken);
      expect(read).toBeLessThanOrEqual(taken + 1);
    }
    await batches.return();
  });

  it('carry the fault of a file', async () => {
    await expect(all(batchesOver(channel(readSales), new Blob(['a,b\n'])))).rejects.toMatchObject({
      name: 'SalesFileError',
      code: 'missing-columns',
      details: { found: ['a', 'b'] },
    });
  });

  it('carry an error of the reader, after the batches before it', async () => {
    async function* faulty() {
      yield batch(1);
      throw new RangeError('out of paper');
    }
    const batches = batchesOver(channel(faulty), new Blob());
    expect((await batches.next()).value).toEqual(batch(1));
    await expect(batches.next()).rejects.toMatchObject({ code: 'reader-failed', cause: 'out of paper' });
  });

  it('end when the signal aborts, even if the other end never answers', async () => {
    const controller = new AbortController();
    async function* stuck() {
      yield batch(1);
      await new Promise(() => {});
    }
    const batches = batchesOver(channel(stuck), new Blob(), { signal: controller.signal });
    expect((await batches.next()).done).toBe(false);
    const next = batches.next();
    controller.abort();
    expect((await next).done).toBe(true);
  });

  it('fail when the other end crashes', async () => {
    const { port1 } = new MessageChannel();
    onTestFinished(() => port1.close());
    const crashed = Promise.reject<never>(new Error('the worker is gone'));
    await expect(all(batchesOver(port1, new Blob(), { crashed }))).rejects.toThrow('the worker is gone');
  });
});
