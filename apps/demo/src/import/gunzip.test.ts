import { deflateRawSync, crc32, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzipped } from './gunzip.ts';

async function unpacked(bytes: Uint8Array, chunkBytes = bytes.length): Promise<string> {
  let at = 0;
  const chunks = new ReadableStream<BufferSource>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += chunkBytes)));
    },
  });
  return new Response(gunzipped(chunks)).text();
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

/** A member as bgzip writes it: an extra field of the header has its size. */
function bgzipBlock(text: string): Uint8Array {
  const data = deflateRawSync(text);
  const size = data.length + 25;
  const head = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 6, 0, 66, 67, 2, 0, size & 255, size >> 8];
  const foot = Buffer.alloc(8);
  foot.writeUInt32LE(crc32(text), 0);
  foot.writeUInt32LE(Buffer.byteLength(text), 4);
  return joined(Uint8Array.from(head), data, foot);
}

const long = 'one line of a file\n'.repeat(20_000);

describe('gunzipped', () => {
  it('unpacks one member, whatever its length', async () => {
    expect(await unpacked(gzipSync('a'))).toBe('a');
    expect(await unpacked(gzipSync(''))).toBe('');
    expect(await unpacked(gzipSync(long), 1_000)).toBe(long);
  });

  it('[SALES-1] reads every member of files joined with cat, and of bgzip', async () => {
    expect(await unpacked(joined(gzipSync('a\n'), gzipSync(''), gzipSync(long), gzipSync('b')))).toBe(`a\n${long}b`);
    expect(await unpacked(joined(bgzipBlock('a\n'), bgzipBlock('b\n'), bgzipBlock('')))).toBe('a\nb\n');
  });

  it('[SALES-1] ignores zero bytes after a member', async () => {
    expect(await unpacked(joined(gzipSync('a'), new Uint8Array(1_000)), 7)).toBe('a');
    expect(await unpacked(joined(gzipSync('a'), new Uint8Array(3), gzipSync('b')))).toBe('ab');
  });

  it('[SALES-1] unpacks the same text however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        fc.integer({ min: 1, max: 40 }),
        async (texts, zeros, chunkBytes) => {
          const parts = texts.flatMap((text) => [gzipSync(text), new Uint8Array(zeros)]);
          expect(await unpacked(joined(...parts), chunkBytes)).toBe(await new Response(texts.join('')).text());
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ['cut inside a member', gzipSync(long).subarray(0, -30)],
    ['cut inside its checksum', gzipSync(long).subarray(0, -2)],
    ['cut inside the second header', joined(gzipSync('a'), gzipSync('b').subarray(0, 5))],
    ['spoilt in its checksum', spoilt(gzipSync('abc'), -8)],
    ['spoilt in its length', spoilt(gzipSync('abc'), -1)],
    ['spoilt in its data', spoilt(gzipSync(long), 14)],
    ['followed by something else', joined(gzipSync('a'), Uint8Array.of(1, 2, 3))],
    ['empty', new Uint8Array(0)],
  ])('[SALES-1] fails for data that is %s', async (_, bytes) => {
    for (const chunkBytes of [1, 1_000])
      await expect(unpacked(bytes, chunkBytes)).rejects.toMatchObject({ code: 'damaged-gzip' });
  });
});

function spoilt(packed: Uint8Array, at: number): Uint8Array {
  const bytes = Uint8Array.from(packed);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 0x5a;
  return bytes;
}
