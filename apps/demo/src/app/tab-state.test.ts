import { createStore, defineEvent, type StoreStatus } from '@refold/core';
import { expect, it } from 'vitest';
import { tabState } from './tab-state.ts';

const fresh = createStore({ events: [defineEvent('rung')], views: [] }).status;
const alone: NonNullable<StoreStatus['tabs']> = {
  open: 1,
  isLeader: true,
  hints: 'channel',
  isReloadDue: false,
  trouble: undefined,
  fault: undefined,
};
const status = (tabs: Partial<StoreStatus['tabs']>): StoreStatus => ({ ...fresh, tabs: { ...alone, ...tabs } });

it('[TILL-2] says how many tabs are open and which looks after the data', () => {
  const words = (tabs: Partial<StoreStatus['tabs']>) => tabState(status(tabs), status({})).open;
  expect(words({})).toBe('Only this tab');
  expect(words({ open: 2 })).toBe('2 tabs. This tab looks after the data.');
  expect(words({ open: 3, isLeader: false })).toBe('3 tabs. Another tab looks after the data.');
  expect([words({ open: undefined }), tabState(fresh, fresh).open]).toEqual([undefined, undefined]);
});

it('[TILL-2] counts the changes of both stores that other tabs cannot save', () => {
  const trouble = (unsaved: number) => status({ trouble: { storage: 'full', unsaved } });
  expect(tabState(status({}), status({})).trouble).toBeUndefined();
  expect(tabState(status({}), trouble(1)).trouble).toBe('another tab cannot save 1 change');
  expect(tabState(trouble(2), trouble(1)).trouble).toBe('another tab cannot save 3 changes');
  expect(tabState(trouble(0), status({})).trouble).toBe('another tab cannot save');
});

it('[TILL-2] asks for a reload when either store has met a newer version', () => {
  expect(tabState(status({}), status({})).isReloadDue).toBe(false);
  expect(tabState(status({}), status({ isReloadDue: true })).isReloadDue).toBe(true);
});
