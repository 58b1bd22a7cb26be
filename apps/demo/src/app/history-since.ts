import { isRefoldError } from '@refold/core';
import { exportLog } from '@refold/core/files';
import { at } from '@refold/core/history';
import type { Shop } from '../shop/events.ts';
import { wallClock } from '../shop/wall-clock.ts';

/**
 * The earliest time of this till that can be shown, as shop time. Undefined when no history was deleted; now when all
 * of it was.
 */
export async function historySince(shop: Shop, now: Date): Promise<string | undefined> {
  let position = -1;
  let first = 0;
  for await (const line of linesOf(exportLog(shop))) {
    const parsed = JSON.parse(line) as Line;
    if (position === -1) {
      position = parsed.floor ?? 0;
      if (position === 0) return undefined;
      first = await firstShown(shop, position);
    } else {
      position += 1;
      if (position > first && parsed.metadata?.source === 'till' && parsed.timestamp !== undefined)
        return wallClock(new Date(parsed.timestamp));
    }
  }
  return wallClock(now);
}

/** A line of an export: the header, or an event. */
interface Line {
  readonly floor?: number;
  readonly timestamp?: string;
  readonly metadata?: { readonly source: string };
}

/** The first position that can be shown. Saved read models may be newer than the first event in the log. */
async function firstShown(shop: Shop, floor: number): Promise<number> {
  try {
    return (await at(shop, floor)).position;
  } catch (error) {
    if (isRefoldError(error, 'address.out_of_range')) return error.details.floor;
    throw error;
  }
}

async function* linesOf(bytes: ReadableStream<BufferSource>): AsyncGenerator<string> {
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let held = '';
  try {
    for (;;) {
      const { done, value = '' } = await reader.read();
      if (done) return;
      const lines = (held + value).split('\n');
      held = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    await reader.cancel();
  }
}
