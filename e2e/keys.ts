// The keys that a barcode scanner and a person send, each at their own speed.
import type { Page } from '@playwright/test';

/** Sends a code and Enter as a scanner does. */
export const scan = (page: Page, code: string): Promise<void> => strike(page, [...code.split(''), 'Enter'], 8);

/** Sends a text and Enter as a person types them. */
export const type = (page: Page, text: string): Promise<void> => strike(page, [...text.split(''), 'Enter'], 120);

/** From one text to the next: a person aims the scanner, or looks up from the keys. */
const PAUSE_MS = 500;
let atMs = 0;

/** Strikes keys with time stamps `gapMs` apart, however busy the machine is. Time never runs back between two texts. */
async function strike(page: Page, keys: readonly string[], gapMs: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  atMs = Math.max(Date.now(), atMs + PAUSE_MS);
  for (const key of keys) {
    atMs += gapMs;
    const text = key === 'Enter' ? '\r' : key;
    const stroke = { key, code: key === 'Enter' ? key : '', windowsVirtualKeyCode: key === 'Enter' ? 13 : 0 };
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...stroke, text, timestamp: atMs / 1_000 });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke, timestamp: (atMs + 1) / 1_000 });
  }
  await session.detach();
}
