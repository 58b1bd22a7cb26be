// What a barcode scanner and a person at a keyboard send, each at their own pace.
import type { Page } from '@playwright/test';

/** A code and Enter, as a scanner sends them. */
export const scan = (page: Page, code: string): Promise<void> => strike(page, [...code.split(''), 'Enter'], 8);

/** A text and Enter, as a person types them. */
export const type = (page: Page, text: string): Promise<void> => strike(page, [...text.split(''), 'Enter'], 120);

/** Keys as the system stamps them, so far apart, however busy the machine is. */
async function strike(page: Page, keys: readonly string[], gapMs: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  let atMs = Date.now();
  for (const key of keys) {
    atMs += gapMs;
    const text = key === 'Enter' ? '\r' : key;
    const stroke = { key, code: key === 'Enter' ? key : '', windowsVirtualKeyCode: key === 'Enter' ? 13 : 0 };
    await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...stroke, text, timestamp: atMs / 1_000 });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...stroke, timestamp: (atMs + 1) / 1_000 });
  }
  await session.detach();
}
