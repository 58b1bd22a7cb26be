import { expect, test } from 'vitest';
import { dexieLog } from './dexie-log.ts';
import { testDevice } from './platform.fixture.ts';

test('[LOAD-4] a log is known from its first opening until it is destroyed', async () => {
  const { options } = testDevice();
  const open = () => dexieLog('shop', options);
  const first = open();
  expect(first.isKnown).toBe(false);
  await first.open();
  expect([first.isKnown, open().isKnown, dexieLog('shop', { ...options, hints: false }).isKnown]).toEqual([
    true,
    true,
    false,
  ]);
  await first.destroy();
  expect(open().isKnown).toBe(false);
});
