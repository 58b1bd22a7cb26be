import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { startRawBrowser } from './pipe.ts';

test('[LOG-5] [LOG-11] a log held by a frozen tab is reported as blocked, and opens when that tab wakes up', async ({
  site,
}) => {
  const browser = await startRawBrowser();
  try {
    const sleeping = await browser.open(site.address);
    expect(await sleeping.on('open')).toBe('ok');
    await sleeping.on('append');
    const leaving = await browser.open(site.address);
    expect(await leaving.on('open')).toBe('ok');
    await sleeping.send('Page.setWebLifecycleState', { state: 'frozen' });
    await leaving.on('setPatience', 'short');
    expect(await leaving.on('destroy')).toBe('log.blocked');
    await leaving.on('setPatience', 'long');
    const coming = await browser.open(site.address);
    await coming.on('setPatience', 'short');
    expect(await coming.on('open')).toBe('log.blocked');
    await coming.on('setPatience', 'long');
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

test('[LOG-5] [LOG-2] a frozen tab blocks the upgrade by a new release; awake, it closes the log and keeps its unsaved events', async ({
  site,
}) => {
  const browser = await startRawBrowser();
  try {
    const old = await browser.open(site.address);
    await old.on('appendWhenFrozen', 3);
    expect(await old.on('open')).toBe('ok');
    expect(await old.on('append')).toBe('ok');
    // In front, so that the other tab is hidden.
    const coming = await browser.open(site.tomorrow);
    await old.send('Page.setWebLifecycleState', { state: 'frozen' });
    await coming.on('setPatience', 'short');
    expect(await coming.on('open')).toBe('log.blocked');
    await coming.on('setPatience', 'long');
    expect(await coming.on('status')).toMatchObject({ phase: 'failed', storage: 'blocked', code: 'log.blocked' });
    await old.send('Page.setWebLifecycleState', { state: 'active' });
    await old.on('until', 'blocked');
    expect(await coming.on('open')).toBe('ok');
    // One before the tab froze, and four while it froze.
    expect(await coming.on('stored')).toEqual([1, 2, 3, 4, 5]);
    expect(await old.on('append')).toBe('log.format_newer');
    expect(await old.on('status')).toEqual({
      phase: 'ready',
      storage: 'blocked',
      code: 'log.format_newer',
      unsaved: 1,
      last: 6,
    });
    expect(await coming.on('take', await old.on('unsaved'))).toBe(1);
    expect(await coming.on('stored')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await coming.on('status')).toMatchObject({ phase: 'ready', storage: 'ok', unsaved: 0, last: 6 });
    // A page of the old release leaves the log alone that it cannot read.
    const late = await browser.open(site.address);
    expect(await late.on('open')).toBe('log.format_newer');
    expect(await late.on('status')).toMatchObject({ phase: 'failed', storage: 'blocked' });
    expect(await coming.on('append')).toBe('ok');
  } finally {
    await browser.end();
  }
});
