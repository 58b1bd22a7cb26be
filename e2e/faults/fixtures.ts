import { test as base } from '@playwright/test';
import { Device } from './device.ts';
import { type Site, startSite } from './site.ts';

/** A fault test, with its own browser and an empty profile. */
export const test = base.extend<{ device: Device }, { site: Site }>({
  site: [
    // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern what a fixture needs
    async ({}, provide) => {
      const site = await startSite();
      await provide(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  device: async ({ site }, provide) => {
    const device = await Device.create(site.address);
    await device.start();
    await provide(device);
    await device.remove();
  },
});
