import { createStore, defineEvent, type StoreStatus } from '@refold/core';
import { describe, expect, it } from 'vitest';
import { saveState } from './save-state.ts';

const fresh = createStore({ events: [defineEvent('rung')], views: [] }).status;
const status = (change: Partial<StoreStatus>): StoreStatus => ({ ...fresh, ...change });

describe('saveState', () => {
  it('reports saved only when no store has events in memory only', () => {
    expect(saveState([status({}), status({})]).kind).toBe('saved');
    expect(saveState([status({}), status({ unsaved: 1 })]).kind).toBe('saving');
    expect(saveState([status({})], { isImporting: true }).kind).toBe('saving');
  });

  it('reports the worst fault first', () => {
    const stores = [status({ unsaved: 2, storage: 'degraded' }), status({ storage: 'full' })];
    expect(saveState(stores, { isImporting: true })).toMatchObject({
      kind: 'bad',
      long: expect.stringContaining('no space left'),
    });
    for (const storage of ['degraded', 'blocked', 'lost'] as const) {
      expect(saveState([status({ unsaved: 2, storage })])).toMatchObject({ kind: 'bad' });
    }
  });

  it('[TILL-2] is not saved while another tab cannot save', () => {
    const trouble = 'another tab cannot save 3 changes';
    expect(saveState([status({})], { trouble })).toMatchObject({ kind: 'bad', long: `Not saved: ${trouble}` });
    // The faults of this tab come first.
    expect(saveState([status({ storage: 'full' })], { trouble }).long).toContain('no space left');
  });

  it('[TILL-3] says that another tab has started anew', () => {
    expect(saveState([status({ storage: 'lost' })], { isStartedAnew: true }).long).toContain('another tab');
    expect(saveState([status({})], { isStartedAnew: true }).kind).toBe('saved');
  });

  it('begins the long text with the short one', () => {
    const storages = ['lost', 'blocked', 'full', 'degraded'] as const;
    for (const change of [{}, { unsaved: 1 }, ...storages.map((storage) => ({ storage }))]) {
      const { short, long } = saveState([status(change)]);
      expect(long.startsWith(short)).toBe(true);
    }
  });
});
