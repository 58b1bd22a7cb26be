import { describe, expect, it } from 'vitest';
import { COLUMNS, lineParser } from './sales-line.ts';

const good = ['536365', '85123A', ' WHITE HEART ', '6', '2010-12-01 08:26:00', '2.55', '17850.0', 'United Kingdom'];
const withField = (column: (typeof COLUMNS)[number], text: string): string[] =>
  good.map((field, i) => (COLUMNS[i] === column ? text : field));

describe('a line of the sales file', () => {
  const parse = lineParser(COLUMNS);

  it('becomes whole numbers, shop time and trimmed texts', () => {
    expect(parse(good)).toEqual({
      invoiceNo: '536365',
      sku: '85123A',
      name: 'WHITE HEART',
      qty: 6,
      at: '2010-12-01T08:26:00',
      mills: 2_550,
      customerId: '17850',
      country: 'United Kingdom',
    });
  });

  it.each([
    ['InvoiceNo', '  ', 'no-invoice-number', ''],
    ['StockCode', '', 'no-stock-code', ''],
    ['Quantity', '1.5', 'bad-quantity', '1.5'],
    ['Quantity', '', 'bad-quantity', ''],
    ['Quantity', '1000001', 'bad-quantity', '1000001'],
    ['InvoiceDate', '2011-02-30 10:00:00', 'bad-date', '2011-02-30 10:00:00'],
    ['InvoiceDate', '2011-02-03 24:00:00', 'bad-date', '2011-02-03 24:00:00'],
    ['InvoiceDate', '12/1/2010 8:26', 'bad-date', '12/1/2010 8:26'],
    ['UnitPrice', '2.5551', 'bad-price', '2.5551'],
    ['UnitPrice', '£2.55', 'bad-price', '£2.55'],
    ['UnitPrice', '1e3', 'bad-price', '1e3'],
    ['UnitPrice', '', 'bad-price', ''],
    ['StockCode', 'X'.repeat(100), 'too-long', `${'X'.repeat(79)}…`],
  ] as const)('with %s %j is bad: %s', (column, text, reason, found) => {
    expect(parse(withField(column, text))).toEqual({ reason, found });
  });

  it('with too few or too many columns is bad', () => {
    expect(parse(good.slice(1))).toEqual({ reason: 'wrong-columns', found: '7 of 8 columns' });
    expect(parse([...good, ''])).toEqual({ reason: 'wrong-columns', found: '9 of 8 columns' });
  });

  it('reads a quantity of -0 as 0, which is what JSON keeps', () => {
    expect(parse(withField('Quantity', '-0'))).toHaveProperty('qty', 0);
  });

  it('may have its columns in another order, with others in between', () => {
    const header = ['Till', ...[...COLUMNS].reverse()];
    expect(lineParser(header)(['3', ...[...good].reverse()])).toEqual(parse(good));
  });
});

describe('the header', () => {
  it('is refused when it lacks columns, with their names', () => {
    expect(() => lineParser(['InvoiceNo', 'Quantity', 'Price'])).toThrow(
      expect.objectContaining({
        code: 'missing-columns',
        details: {
          missing: ['StockCode', 'Description', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'],
          found: ['InvoiceNo', 'Quantity', 'Price'],
        },
      }),
    );
  });
});
