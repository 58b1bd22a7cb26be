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

test('[LOG-5] [LOG-2] a new release cannot upgrade the log under a frozen tab: blocked and told; awake, that tab lets go and keeps what is its own', async ({
  site,
}) => {
  const browser = await startRawBrowser();
  try {
    const old = await browser.open(site.address);
    await old.on('appendWhenFrozen', 3);
    expect(await old.on('open')).toBe('ok');
    expect(await old.on('append')).toBe('ok');
    // In front, so that the other is hidden.
    const coming = await browser.open(site.tomorrow);
    await old.send('Page.setWebLifecycleState', { state: 'frozen' });
    expect(await coming.on('open', SHORT_MS)).toBe('log.blocked');
    expect(await coming.on('status')).toMatchObject({ phase: 'failed', storage: 'blocked', code: 'log.blocked' });
    await old.send('Page.setWebLifecycleState', { state: 'active' });
    await old.on('until', 'blocked');
    expect(await coming.on('open')).toBe('ok');
    // One before it froze, one and three more as it did.
    expect(await coming.on('stored')).toEqual([1, 2, 3, 4, 5]);
    expect(await old.on('append')).toBe('log.format_newer');
    expect(await old.on('status')).toEqual({
      phase: 'ready',
      storage: 'blocked',
      code: 'log.format_newer',
      pending: 1,
      last: 6,
    });
    expect(await coming.on('take', await old.on('unsaved'))).toBe(1);
    expect(await coming.on('stored')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await coming.on('status')).toMatchObject({ phase: 'ready', storage: 'ok', pending: 0, last: 6 });
    // The page of today does no harm to what it cannot read.
    const late = await browser.open(site.address);
    expect(await late.on('open')).toBe('log.format_newer');
    expect(await late.on('status')).toMatchObject({ phase: 'failed', storage: 'blocked' });
    expect(await coming.on('append')).toBe('ok');
  } finally {
    await browser.end();
  }
});
