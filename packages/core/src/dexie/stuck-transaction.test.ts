import { describe, expect, test } from 'vitest';
import { placesOf, readAll, sampleBatch } from '../testing/contracts/log-fixture.ts';
import { testDevice } from './platform.fixture.ts';

describe('[LOG-14] a transaction that does not end in time', () => {
  test('is reported as blocked, and takes effect when the tab that holds the log lets go', async () => {
    const device = testDevice();
    const { log, told } = await device.open();
    const release = await device.holdTransaction();
    const writing = log.append(sampleBatch('w', 1, ['a']));
    await expect.poll(() => device.runOut()).toBe(1);
    expect(told).toEqual(['log.blocked']);
    release();
    await writing;
    expect(told).toEqual(['log.blocked', undefined]);
    expect(placesOf(await readAll(log))).toEqual(['1:a']);
    expect(device.runOut()).toBe(0);
  });

  test('is over only when none waits any more', async () => {
    const device = testDevice();
    const { log, told } = await device.open();
    const release = await device.holdTransaction();
    const writing = [log.append(sampleBatch('w', 1, ['a'])), log.append(sampleBatch('w', 2, ['b']))];
    await expect.poll(() => device.waiting()).toBe(2);
    device.runOut();
    expect(told).toEqual(['log.blocked', 'log.blocked']);
    release();
    await Promise.all(writing);
    expect(told).toEqual(['log.blocked', 'log.blocked', undefined]);
    expect(placesOf(await readAll(log))).toEqual(['1:a', '2:b']);
  });
});
