import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { openSalesText } from './sales-text.ts';

async function textOf(...parts: BlobPart[]): Promise<string> {
  const { pieces } = await openSalesText(new Blob(parts));
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('the text of a sales file', () => {
  it('is unpacked when the bytes are gzip, whatever the file name', async () => {
    expect(await textOf(gzipSync('a,b\n£1,2\n'))).toBe('a,b\n£1,2\n');
    expect(await textOf('a,b\n£1,2\n')).toBe('a,b\n£1,2\n');
  });

  it('[SALES-1] has every gzip member, and ignores zero bytes after the last', async () => {
    expect(await textOf(gzipSync('a,b\n'), gzipSync('1,2\n'), new Uint8Array(512))).toBe('a,b\n1,2\n');
  });

  it('has plain line ends and no byte order mark', async () => {
    expect(await textOf('\uFEFFa\r\nb\rc\n')).toBe('a\nb\nc\n');
    expect(await textOf('a\r')).toBe('a\n');
  });

  it('keeps a line end that falls between two pieces', async () => {
    const long = 'x'.repeat(65_535);
    expect(await textOf(`${long}\r\n${long}\r\n`)).toBe(`${long}\n${long}\n`);
  });

  it('counts the bytes of the file, not of its content', async () => {
    const packed = gzipSync('a,b\n'.repeat(50_000));
    const { pieces, bytesRead } = await openSalesText(new Blob([packed]));
    const seen: number[] = [];
    for await (const piece of pieces) seen.push(piece.length);
    expect(seen.length).toBeGreaterThan(1);
    expect(bytesRead()).toBe(packed.length);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'empty-file'],
    ['text in another encoding', new Uint8Array([97, 44, 0xa3, 10]), 'not-utf-8'],
    ['text that ends within a character', new Uint8Array([97, 0xc2]), 'not-utf-8'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 97, 0]), 'not-utf-8'],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0]), 'not-csv'],
    ['gzip that is cut short', gzipSync('a,b\n'.repeat(1_000)).subarray(0, -12), 'damaged-gzip'],
    ['gzip that is nothing but its magic', new Uint8Array([0x1f, 0x8b]), 'damaged-gzip'],
    ['gzip that is damaged', damaged(gzipSync('a,b\n'.repeat(1_000))), 'damaged-gzip'],
  ])('of %s fails with its reason', async (_, bytes, code) => {
    await expect(textOf(bytes.slice())).rejects.toMatchObject({ name: 'SalesFileError', code });
  });

  it('of a file that can no longer be read fails with its reason', async () => {
    const gone = new Blob(['a,b\n']);
    vi.spyOn(gone, 'slice').mockImplementation((start, end) => {
      const part = Blob.prototype.slice.call(gone, start, end);
      // The first bytes can still be read. They distinguish gzip from plain text.
      if (end !== 4) part.arrayBuffer = () => Promise.reject(new DOMException('It moved.', 'NotReadableError'));
      return part;
    });
    const { pieces } = await openSalesText(gone);
    await expect(async () => {
      for await (const piece of pieces) expect(piece).toBe('');
    }).rejects.toMatchObject({ code: 'unreadable-file' });
  });
});

function damaged(packed: Uint8Array): Uint8Array {
  const bytes = packed.slice();
  bytes.fill(0x55, 12, 24);
  return bytes;
}
