import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { startRawBrowser } from './pipe.ts';

const MORE = 50;

test('[LOG-2] events in memory are stored while the tab is frozen, after the transaction in flight', async ({
  site,
}) => {
  const browser = await startRawBrowser();
  try {
    const tab = await browser.open(site.address);
    await tab.on('appendWhenFrozen', MORE);
    expect(await tab.on('open')).toBe('ok');
    await tab.on('append');
    // Another tab in front hides this one. Only a hidden tab freezes.
    const other = await browser.open(site.address);
    await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
    const stored = Array.from({ length: 2 + MORE }, (_, i) => i + 1);
    await expect.poll(() => other.on('stored')).toEqual(stored);
    await tab.send('Page.setWebLifecycleState', { state: 'active' });
    expect(await tab.on('append')).toBe('ok');
    expect(await other.on('stored')).toEqual([...stored, stored.length + 1]);
  } finally {
    await browser.end();
  }
});
