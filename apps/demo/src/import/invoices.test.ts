import { describe, expect, it } from 'vitest';
import { createInvoiceGrouping } from './invoices.ts';
import type { SalesLine } from './sales-line.ts';

const line = (invoiceNo: string, more: Partial<SalesLine> = {}): SalesLine => ({
  invoiceNo,
  sku: 'a',
  name: '',
  qty: 1,
  at: '2011-01-01T10:00:00',
  mills: 100,
  customerId: '',
  country: '',
  ...more,
});

describe('grouping lines into invoices', () => {
  it('keeps the lines of an invoice in the order of the file, with the time of the first', () => {
    const grouping = createInvoiceGrouping();
    grouping.add(line('1', { sku: 'a' }), 2);
    grouping.add(line('1', { sku: 'b', at: '2011-01-01T10:01:00', customerId: '7' }), 3);
    expect(grouping.end()).toEqual([
      {
        no: '1',
        at: '2011-01-01T10:00:00',
        line: 2,
        lines: [
          ['a', 1, 100],
          ['b', 1, 100],
        ],
        customerId: '7',
        country: '',
      },
    ]);
  });

  it('accepts a line that comes after lines of other invoices', () => {
    const grouping = createInvoiceGrouping({ openLimit: 2 });
    expect(grouping.add(line('1'), 2)).toEqual([]);
    expect(grouping.add(line('2'), 3)).toEqual([]);
    expect(grouping.add(line('1', { sku: 'b' }), 4)).toEqual([]);
    expect(grouping.end().map(({ no, lines }) => [no, lines.length])).toEqual([
      ['2', 1],
      ['1', 2],
    ]);
  });

  it('completes the invoice whose last line is longest ago, and refuses later lines of it', () => {
    const grouping = createInvoiceGrouping({ openLimit: 2 });
    grouping.add(line('1'), 2);
    grouping.add(line('2'), 3);
    grouping.add(line('1'), 4);
    expect(grouping.add(line('3'), 5)).toMatchObject([{ no: '2', line: 3 }]);
    expect(grouping.add(line('2'), 6)).toBe('too-late');
    expect(grouping.add(line('1'), 7)).toEqual([]);
  });

  it('remembers a limited number of completed invoices', () => {
    const grouping = createInvoiceGrouping({ openLimit: 1, closedLimit: 2 });
    for (const no of ['1', '2', '3', '4']) grouping.add(line(no), 2);
    expect(grouping.add(line('2'), 9)).toBe('too-late');
    expect(grouping.add(line('3'), 9)).toBe('too-late');
    // It was forgotten, so it completes again. The log knows the number.
    expect(grouping.add(line('1'), 9)).toMatchObject([{ no: '4' }]);
  });
});
