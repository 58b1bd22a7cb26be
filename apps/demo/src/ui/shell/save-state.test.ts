import { createStore, defineEvent, type StoreStatus } from '@refold/core';
import { describe, expect, it } from 'vitest';
import { saveState } from './save-state.ts';

const fresh = createStore({ events: [defineEvent('rung')], views: [] }).status;
const status = (change: Partial<StoreStatus>): StoreStatus => ({ ...fresh, ...change });

describe('saveState', () => {
  it('says saved only when nothing is in memory alone, in no store', () => {
    expect(saveState([status({}), status({})], false).kind).toBe('saved');
    expect(saveState([status({}), status({ pending: 1 })], false).kind).toBe('saving');
    expect(saveState([status({})], true).kind).toBe('saving');
  });

  it('says first what is worst', () => {
    const stores = [status({ pending: 2, storage: 'degraded' }), status({ storage: 'full' })];
    expect(saveState(stores, true)).toMatchObject({ kind: 'bad', long: expect.stringContaining('no space left') });
    expect(saveState([status({ pending: 2, storage: 'degraded' })], false)).toMatchObject({ kind: 'bad' });
  });

  it('begins its long words with its short ones', () => {
    for (const change of [{}, { pending: 1 }, { storage: 'full' }, { storage: 'degraded' }] as const) {
      const { short, long } = saveState([status(change)], false);
      expect(long.startsWith(short)).toBe(true);
    }
  });
});
