import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { describeBadLine } from './bad-lines.ts';
import { readSales, type SalesBatch } from './read-sales.ts';
import { sampleSales } from './sample-file.ts';

async function batchesOf(...parts: BlobPart[]): Promise<SalesBatch[]> {
  const batches: SalesBatch[] = [];
  for await (const batch of readSales(new Blob(parts))) batches.push(batch);
  return batches;
}

const eventsOf = (batches: readonly SalesBatch[]) =>
  batches.flatMap(({ invoices }) => invoices.flatMap((invoice) => [...invoice.listings, invoice]));

const HEADER = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';

describe('reading a sales file', () => {
  it('makes an event of each invoice, by kind, with compact lines and without names', async () => {
    const [batch] = await batchesOf(
      HEADER,
      '1,a,TEA,2,2011-01-01 10:00:00,1.5,17850.0,France\n',
      '1,b,"CUP, BLUE",1,2011-01-01 10:01:00,2,17850.0,France\n',
      'C2,a,TEA,-1,2011-01-02 10:00:00,1.5,,France\n',
      'A3,B,Adjust bad debt,1,2011-01-03 10:00:00,-11062.06,,\n',
    );
    expect(
      batch?.invoices.map(({ line, lines, event: { type, timestamp, data } }) => ({
        line,
        lines,
        type,
        timestamp,
        data,
      })),
    ).toEqual([
      {
        line: 2,
        lines: 2,
        type: 'order.placed',
        timestamp: '2011-01-01T10:00:00.000Z',
        data: {
          orderId: '1',
          at: '2011-01-01T10:00:00',
          lines: [
            ['a', 2, 1_500],
            ['b', 1, 2_000],
          ],
          customerId: '17850',
          country: 'France',
        },
      },
      {
        line: 4,
        lines: 1,
        type: 'sale.cancelled',
        timestamp: '2011-01-02T10:00:00.000Z',
        data: { orderId: 'C2', at: '2011-01-02T10:00:00', lines: [['a', -1, 1_500]], country: 'France' },
      },
      {
        line: 5,
        lines: 1,
        type: 'debt.adjusted',
        timestamp: '2011-01-03T10:00:00.000Z',
        data: { orderId: 'A3', at: '2011-01-03T10:00:00', lines: [['B', 1, -11_062_060]] },
      },
    ]);
  });

  it('lists a product when its code appears, and when its first name or price does; codes have case', async () => {
    const [batch] = await batchesOf(
      HEADER,
      '1,a,,-2,2011-01-01 10:00:00,0,,\n',
      '2,A,CAPITAL,1,2011-01-02 10:00:00,3,,\n',
      '3,a,tea,1,2011-01-03 10:00:00,0.0,,\n',
      '4,a,TEA AGAIN,1,2011-01-04 10:00:00,1.25,,\n',
      '5,a,,1,2011-01-05 10:00:00,9,,\n',
    );
    expect(batch?.invoices.flatMap(({ listings }) => listings.map(({ event }) => event.data))).toEqual([
      { sku: 'a', name: '', mills: 0 },
      { sku: 'A', name: 'CAPITAL', mills: 3_000 },
      { sku: 'a', name: 'tea', mills: 0 },
      { sku: 'a', name: 'tea', mills: 1_250 },
    ]);
  });

  it('makes the same ids each time, and other ids for a product with another name', async () => {
    const ids = async (name: string) =>
      eventsOf(await batchesOf(HEADER, `1,a,${name},1,2011-01-01 10:00:00,1,,\n`)).map(({ event }) => event.id);
    const [tea, again, chai] = [await ids('TEA'), await ids('TEA'), await ids('CHAI')];
    expect(again).toEqual(tea);
    expect(chai[0]).not.toBe(tea[0]);
    expect(chai[1]).toBe(tea[1]);
  });

  it('reads a sample file, gzipped or plain, to the figures that it was made with', async () => {
    const { csv, figures } = sampleSales({ invoices: 400 });
    const plain = await batchesOf(csv);
    expect(eventsOf(await batchesOf(gzipSync(csv)))).toEqual(eventsOf(plain));
    const invoices = plain.flatMap((batch) => batch.invoices);
    const ofType = (type: string): number => invoices.filter(({ event }) => event.type === type).length;
    expect({
      lines: plain.at(-1)?.linesRead,
      linesInEvents: invoices.reduce((sum, { lines }) => sum + lines, 0),
      sales: ofType('order.placed'),
      cancellations: ofType('sale.cancelled'),
      adjustments: ofType('debt.adjusted'),
      ids: new Set(eventsOf(plain).map(({ event }) => event.id)).size,
    }).toEqual({
      lines: figures.lines,
      linesInEvents: figures.lines,
      sales: figures.sales,
      cancellations: figures.cancellations,
      adjustments: figures.adjustments,
      ids: eventsOf(plain).length,
    });
  });

  it('reports each bad line with its number and reason, and keeps the rest of the invoice', async () => {
    const { csv, figures } = sampleSales({ invoices: 400, isFaulty: true });
    expect(figures.badLines).toHaveLength(14);
    const batches = await batchesOf(csv);
    const bad = batches.flatMap(({ badLines }) => badLines);
    expect(bad.map(({ line, reason }) => ({ line, reason }))).toEqual(figures.badLines);
    const texts = csv.split('\n');
    for (const { line, reason } of bad.filter((b) => b.reason === 'unpaired-quote'))
      expect([reason, texts[line - 1]?.includes('"')]).toEqual([reason, true]);
    expect(batches.flatMap(({ invoices }) => invoices)).toHaveLength(figures.invoices);
    expect(bad.map(describeBadLine)[0]).toBe(`Line ${bad[0]?.line}: it has 6 of 8 columns.`);
  });

  it('reads in batches, each with the bytes and lines so far', async () => {
    const { csv } = sampleSales({ invoices: 2_000 });
    const batches = await batchesOf(csv);
    expect(batches.length).toBeGreaterThan(2);
    for (const [i, batch] of batches.entries()) {
      expect(batch.linesRead).toBeGreaterThan(batches[i - 1]?.linesRead ?? 0);
      expect(batch.bytesRead).toBeGreaterThanOrEqual(batches[i - 1]?.bytesRead ?? 0);
    }
    expect(batches.at(-1)?.bytesRead).toBe(new Blob([csv]).size);
  });

  it.each([
    ['only line ends', '\n\n', 'empty-file'],
    ['other columns', 'a,b\n1,2\n', 'missing-columns'],
    ['a column that is named twice', `UnitPrice,${HEADER}`, 'repeated-columns'],
    ['half a line at its end', `${HEADER}1,a,TEA,2,2011-01-01 10:00:00,1.5,,France\n1,b,CUP,`, 'cut-short'],
    ['an open quote at its end', `${HEADER}1,a,TEA,2,2011-01-01 10:00:00,1.5,,France\n1,b,"CUP,`, 'cut-short'],
  ])('[SALES-3] with %s fails', async (_, text, code) => {
    await expect(batchesOf(text)).rejects.toMatchObject({ code });
  });

  it('[SALES-2] lists a line that is too long, and imports all others', async () => {
    const [batch] = await batchesOf(
      HEADER,
      '1,a,TEA,1,2011-01-01 10:00:00,1,,France\n',
      `2,a,${'x'.repeat(82_500)},1,2011-01-01 10:00:00,1,,France\n`,
      '3,a,TEA,1,2011-01-01 10:00:00,1,,France\n4,a,TEA,x,2011-01-01 10:00:00,1,,France\n',
    );
    expect(batch?.badLines.map(describeBadLine)).toEqual([
      'Line 3: more than 32,000 characters.',
      'Line 5: the quantity “x” is not a whole number within ±1,000,000.',
    ]);
    expect(batch?.invoices.map(({ line }) => line)).toEqual([2, 4]);
    expect(batch?.linesRead).toBe(4);
  });

  it('[SALES-3] skips the invoice in which a file is cut off, and reports where it ends', async () => {
    const lines = ['1,a,TEA,1,2011-01-01 10:00:00,1,,United Kingdom', '2,a,TEA,1,2011-01-01 10:00:00,1,,France'];
    const cut = '2,b,CUP,1,2011-01-01 10:00:00,1,,United King';
    const [batch] = await batchesOf(HEADER, [...lines, cut].join('\n'));
    expect(batch?.invoices.map(({ line }) => line)).toEqual([2]);
    expect(batch?.badLines.map(describeBadLine)).toEqual([
      'Line 4: the file ends inside “United King”, so this line and its invoice were skipped.',
    ]);
    expect(batch?.openEnd).toEqual({ line: 4, invoiceNo: '2', isCut: true });
  });

  it('[SALES-3] reads a complete last line without a line break, and reports it', async () => {
    const text = `${HEADER}1,a,TEA,1,2011-01-01 10:00:00,1,,France\n2,a,TEA,1,2011-01-01 10:00:00,1,,France`;
    const [batch] = await batchesOf(text);
    expect(batch?.invoices.map(({ line }) => line)).toEqual([2, 3]);
    expect(batch?.openEnd).toEqual({ line: 3, invoiceNo: '2', isCut: false });
    expect((await batchesOf(`${text}\n`))[0]).not.toHaveProperty('openEnd');
  });

  it('reads nothing of a file that is damaged further on', async () => {
    const { csv } = sampleSales({ invoices: 3_000 });
    const packed = gzipSync(csv);
    const spoilt = packed.slice();
    // The checksum does not match now.
    spoilt.set([1, 2, 3, 4], packed.length - 8);
    const damaged: [string, BlobPart][] = [
      ['damaged-gzip', packed.subarray(0, -20)],
      ['damaged-gzip', spoilt],
      ['not-utf-8', new Uint8Array([...new TextEncoder().encode(csv), 0xa3, 10])],
    ];
    for (const [code, bytes] of damaged) {
      await expect(readSales(new Blob([bytes])).next()).rejects.toMatchObject({ code });
    }
  });

  it('accepts a header without sales', async () => {
    expect(await batchesOf(HEADER)).toMatchObject([{ invoices: [], linesRead: 0 }]);
  });

  it('stops when the signal aborts', async () => {
    const controller = new AbortController();
    const batches = readSales(new Blob([sampleSales({ invoices: 6_000 }).csv]), controller.signal);
    expect((await batches.next()).done).toBe(false);
    controller.abort();
    expect((await batches.next()).done).toBe(true);
  });
});
