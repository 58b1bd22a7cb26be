import { createStore, defineEvent, type StoreStatus } from '@refold/core';
import { describe, expect, it } from 'vitest';
import { saveState } from './save-state.ts';

const fresh = createStore({ events: [defineEvent('rung')], views: [] }).status;
const status = (change: Partial<StoreStatus>): StoreStatus => ({ ...fresh, ...change });

describe('saveState', () => {
  it('reports saved only when no store has events in memory only', () => {
    expect(saveState([status({}), status({})], false).kind).toBe('saved');
    expect(saveState([status({}), status({ unsaved: 1 })], false).kind).toBe('saving');
    expect(saveState([status({})], true).kind).toBe('saving');
  });

  it('reports the worst fault first', () => {
    const stores = [status({ unsaved: 2, storage: 'degraded' }), status({ storage: 'full' })];
    expect(saveState(stores, true)).toMatchObject({ kind: 'bad', long: expect.stringContaining('no space left') });
    for (const storage of ['degraded', 'blocked', 'lost'] as const) {
      expect(saveState([status({ unsaved: 2, storage })], false)).toMatchObject({ kind: 'bad' });
    }
  });

  it('begins the long text with the short one', () => {
    const storages = ['lost', 'blocked', 'full', 'degraded'] as const;
    for (const change of [{}, { unsaved: 1 }, ...storages.map((storage) => ({ storage }))]) {
      const { short, long } = saveState([status(change)], false);
      expect(long.startsWith(short)).toBe(true);
    }
  });
});
