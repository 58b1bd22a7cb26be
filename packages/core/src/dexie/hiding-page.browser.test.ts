import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { dexieLog } from './dexie-log.ts';

/**
 * Chromium cuts the connection of a removed frame at once. It then drops a transaction that waits for another in
 * about one round of a hundred, and in more on a busy machine. In a round that is not dropped, all must be there.
 */
const ROUNDS = 12;
const MORE = 50;

test('[LOG-2] a page that goes away sends its pending events after the transaction in progress', async () => {
  const positions = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const name = `hiding-${crypto.randomUUID()}`;
    const frame = document.createElement('iframe');
    const ready = new Promise((resolve) => window.addEventListener('message', resolve, { once: true }));
    frame.src = `${new URL('hiding-page.fixture.html', import.meta.url).pathname}#${name}`;
    document.body.append(frame);
    await ready;
    await (frame.contentWindow as unknown as { appendMany(more: number): Promise<void> }).appendMany(MORE);
    // The page runs no more code after its `pagehide`.
    frame.remove();
    const log = dexieLog(name);
    positions.add((await log.open()).position);
    await log.close();
    await Dexie.delete(name);
  }
  positions.delete(1);
  expect([...positions]).toEqual([1 + MORE]);
});
