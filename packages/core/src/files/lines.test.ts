import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, LineReader } from './lines.ts';

const MAX = 200_000;
const utf8 = new TextEncoder();
const read = (chunks: readonly Uint8Array[], max = MAX): readonly Line[] => {
  const reader = new LineReader(max);
  return [...chunks.flatMap((chunk) => [...reader.push(chunk)]), ...reader.end()];
};
const texts = (...chunks: readonly string[]): readonly string[] =>
  read(chunks.map((chunk) => utf8.encode(chunk))).map((line) => ('text' in line ? line.text : line.problem));
/** Cuts bytes at the given places. */
const cut = (bytes: Uint8Array, places: readonly number[]): readonly Uint8Array[] => {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, i, all) => bytes.slice(all[i - 1] ?? 0, end));
};

describe('[LOG-7] lines of a file', () => {
  test('end with a line feed, with or without a carriage return; the last may have none', () => {
    expect(texts('a\nb\r\n\nc')).toEqual(['a', 'b', '', 'c']);
    expect(texts('a\n')).toEqual(['a']);
    expect(texts('a\r', '\nb', '')).toEqual(['a', 'b']);
    expect([texts(''), texts('\n')]).toEqual([[], ['']]);
  });

  test('skip a byte order mark at the beginning, and nowhere else', () => {
    expect(texts('\uFEFFa\n\uFEFFb')).toEqual(['a', '\uFEFFb']);
  });

  test('that are not UTF-8 do not affect other lines', () => {
    const bytes = Uint8Array.of(...utf8.encode('a\n'), 0xff, ...utf8.encode('x\nc\n'));
    expect(read([bytes])).toEqual([
      { line: 1, text: 'a' },
      { line: 2, problem: 'not UTF-8' },
      { line: 3, text: 'c' },
    ]);
  });

  test('that are too long do not affect other lines, and are not kept in memory', () => {
    const reader = new LineReader(10);
    const lines = [...reader.push(utf8.encode('a\n'))];
    for (let i = 0; i < 1_000; i++) lines.push(...reader.push(utf8.encode('x'.repeat(1_000))));
    lines.push(...reader.push(utf8.encode('\n0123456789\n0123456789é\nb')), ...reader.end());
    expect(lines).toEqual([
      { line: 1, text: 'a' },
      { line: 2, problem: 'longer than 10 bytes' },
      { line: 3, text: '0123456789' },
      { line: 4, problem: 'longer than 10 bytes' },
      { line: 5, text: 'b' },
    ]);
  });

  test('survive a source that reuses its buffer for the next chunk', () => {
    const reader = new LineReader(MAX);
    const buffer = utf8.encode('half');
    const lines = [...reader.push(buffer)];
    buffer.set(utf8.encode('XXXX'));
    expect([...lines, ...reader.push(utf8.encode('\n'))]).toEqual([{ line: 1, text: 'half' }]);
  });

  test('are the same wherever the chunks end', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => utf8.encode(text)),
      fc.uint8Array({ maxLength: 6 }),
      fc.constantFrom('\n', '\r\n', '\uFEFF', 'é', '☃', '😀', 'y'.repeat(30)).map((text) => utf8.encode(text)),
    );
    const file = fc
      .array(part, { maxLength: 30 })
      .map((internals) => Uint8Array.from(internals.flatMap((p) => [...p])));
    fc.assert(
      fc.property(file, fc.array(fc.nat(), { maxLength: 10 }), fc.constantFrom(20, MAX), (bytes, places, max) => {
        expect(read(cut(bytes, places), max)).toEqual(read([bytes], max));
      }),
      { numRuns: 1_000 },
    );
  });
});
