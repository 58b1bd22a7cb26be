import { Dexie } from 'dexie';
import { expect, test } from 'vitest';
import { dexieLog } from './dexie-log.ts';

const ROUNDS = 5;
const MORE = 50;

test('[LOG-2] a page that goes away stores its pending events after the transaction in progress', async () => {
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
    expect((await log.open()).position).toBe(1 + MORE);
    await log.close();
    await Dexie.delete(name);
  }
});
