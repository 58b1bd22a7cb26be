import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvReader, type CsvRecord } from './csv-records.ts';

/** All records of a text that arrives in these pieces. */
function recordsOf(...pieces: readonly string[]): CsvRecord[] {
  const reader = createCsvReader();
  return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
}

describe('CSV records', () => {
  it('reads fields with commas, doubled quotes and line ends, and the line where each record begins', () => {
    expect(recordsOf('a,b\n"x, y","say ""hi"""\n"two\nlines",3\n\n4,5\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x, y', 'say "hi"'] },
      { line: 3, fields: ['two\nlines', '3'] },
      { line: 6, fields: ['4', '5'] },
    ]);
  });

  it('reports a last record without a line end', () => {
    expect(recordsOf('a,b\n1,2')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', '2'], isCutOff: true },
    ]);
  });

  it('skips only the line of a quote that never closes', () => {
    expect(recordsOf('a,b\n1,"oops\n3,4\n5,6\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: undefined },
      { line: 3, fields: ['3', '4'] },
      { line: 4, fields: ['5', '6'] },
    ]);
  });

  it('skips only the line of a quote that another one closes further down', () => {
    expect(recordsOf('a,b\n1,"oops\n3,4\n5,"fine"\n7,8\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: undefined },
      { line: 3, fields: ['3', '4'] },
      { line: 4, fields: ['5', 'fine'] },
      { line: 5, fields: ['7', '8'] },
    ]);
  });

  it('skips a line with text after a closing quote', () => {
    expect(recordsOf('a,b\n1,"12" plate"\n3,4\n').map(({ line, fields }) => [line, fields?.[0]])).toEqual([
      [1, 'a'],
      [2, undefined],
      [3, '3'],
    ]);
  });

  it('holds no more than the limit of a record while it waits for a closing quote', () => {
    const reader = createCsvReader();
    const early = reader.read(`a,b\n1,"oops\n${'3,4\n'.repeat(30_000)}`);
    expect(early.length).toBeGreaterThan(10_000);
    expect(early[1]).toEqual({ line: 2, fields: undefined });
    expect(early[2]).toEqual({ line: 3, fields: ['3', '4'] });
  });

  it('[SALES-2] skips a line that is too long, wherever it is, and keeps the numbers of the others', () => {
    const long = `x,${'y'.repeat(82_500)}`;
    expect(recordsOf(`a,b\n1,2\n${long}\n3,4\n`)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', '2'] },
      { line: 3, fields: undefined, isTooLong: true },
      { line: 4, fields: ['3', '4'] },
    ]);
    expect(recordsOf(`a,b\n${long}`).at(-1)).toEqual({ line: 2, fields: undefined, isTooLong: true });
    expect(recordsOf(`a,b\n1,"${'y'.repeat(200_000)}`, `\n3,4\n`)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: undefined, isTooLong: true },
      { line: 3, fields: ['3', '4'] },
    ]);
  });

  it('[SALES-2] measures the length of a line however the text is cut', () => {
    const chars = fc.oneof(
      fc.nat(5),
      fc.integer({ min: 31_900, max: 32_100 }),
      fc.integer({ min: 60_000, max: 90_000 }),
    );
    fc.assert(
      fc.property(
        fc.array(chars, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 70_000 }), { maxLength: 12 }),
        (lengths, cuts) => {
          const text = `a,b\n${lengths.map((length) => `1,${'y'.repeat(length)}\n`).join('')}`;
          const pieces: string[] = [];
          let at = 0;
          for (const cut of cuts) pieces.push(text.slice(at, (at += cut)));
          pieces.push(text.slice(at));
          expect(recordsOf(...pieces).map(({ line, isTooLong = false }) => ({ line, isTooLong }))).toEqual(
            [0, ...lengths].map((length, i) => ({ line: i + 1, isTooLong: length + 1 > 32_000 })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads the same records and lines however the text is cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' '), maxLength: 6 });
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, fc.array(fc.nat(40), { maxLength: 20 }), (rows, cuts) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => `${row.map(quote).join(',')}\n`).join('');
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) pieces.push(text.slice(at, (at += cut)));
        pieces.push(text.slice(at));
        let line = 1;
        const expected = rows.map((fields) => {
          const record = { line, fields };
          line += 1 + fields.join('').split('\n').length - 1;
          return record;
        });
        expect(recordsOf(...pieces)).toEqual(expected);
      }),
    );
  });
});
