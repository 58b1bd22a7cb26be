import type { Envelope } from '@refold/core';
import { expect, it } from 'vitest';
import { addressOf } from './addresses.ts';
import { wallMs } from './wall-time.ts';

const noon = wallMs('2011-03-14T12:04:05');
const event = (source: string, data?: unknown) =>
  ({ data, metadata: { source, correlationId: 'cor_1', actorId: 'a' } }) as unknown as Envelope;

it('imported sales are found by the shop’s clock as it was written, this till’s events by this device’s', () => {
  expect(addressOf('imported', noon).time).toBe(Date.parse('2011-03-14T12:04:05.999Z'));
  expect(addressOf('today', noon).time).toBe(new Date(2011, 2, 14, 12, 4, 5, 999).getTime());
  expect(addressOf('till', noon).time).toBe(addressOf('today', noon).time);
});

it('each track counts its own events alone', () => {
  const imported = event('sales-file', { orderId: '536365' });
  const others = [event('sales-file', { sku: 'a' }), event('seed', { sku: 'a' })];
  const own = [event('till', { orderId: 'ord_1' }), event('till', { groups: [] }), event('till')];
  const taken = (track: 'imported' | 'today') => [imported, ...others, ...own].filter(addressOf(track, noon).among);
  expect(taken('imported')).toEqual([imported]);
  expect(taken('today')).toEqual(own);
});
