import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { startRawBrowser } from './pipe.ts';

/** Long enough to open a log that nobody holds, also where the machine is busy with other things. */
const ENOUGH_MS = 3_000;
/** For a log that is held, however long one waits. */
const SHORT_MS = 100;

test('[LOG-5] [LOG-11] a frozen tab holds the log: blocked, typed and told, and it goes on when that tab wakes up', async ({
  site,
}) => {
  const browser = await startRawBrowser();
  try {
    const sleeping = await browser.open(site.address);
    expect(await sleeping.on('open')).toBe('ok');
    await sleeping.on('append');
    const leaving = await browser.open(site.address);
    expect(await leaving.on('open', ENOUGH_MS)).toBe('ok');
    await sleeping.send('Page.setWebLifecycleState', { state: 'frozen' });
    expect(await leaving.on('destroy')).toBe('log.blocked');
    const coming = await browser.open(site.address);
    expect(await coming.on('open', SHORT_MS)).toBe('log.blocked');
    expect(await coming.on('status')).toMatchObject({ phase: 'failed', storage: 'blocked', code: 'log.blocked' });
    await sleeping.send('Page.setWebLifecycleState', { state: 'active' });
    await sleeping.on('until', 'lost');
    expect(await leaving.on('destroy')).toBe('ok');
    expect(await coming.on('open')).toBe('ok');
    expect(await coming.on('stored')).toEqual([]);
  } finally {
    await browser.end();
  }
});
