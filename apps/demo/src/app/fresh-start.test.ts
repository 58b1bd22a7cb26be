import { expect, it } from 'vitest';
import { createFreshStart, type NoteStorage } from './fresh-start.ts';

function openTabs() {
  const items = new Map<string, string>();
  const listeners = new Set<() => void>();
  let id = 0;
  const storage: NoteStorage = {
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      items.set(key, value);
      for (const listener of listeners) listener();
    },
  };
  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return { items, open: () => createFreshStart(storage, onChange, () => String((id += 1))) };
}

it('[TILL-3] tells the other tabs that one has started anew, and not the tabs that open later', () => {
  const { open } = openTabs();
  const [here, there] = [open(), open()];
  let changes = 0;
  there.subscribe(() => (changes += 1));
  here.note();
  expect([here.isElsewhere(), there.isElsewhere(), open().isElsewhere(), changes]).toEqual([false, true, false, 1]);
});

it('[TILL-3] does not take deleted data for a new shop', () => {
  const { items, open } = openTabs();
  open().note();
  const tab = open();
  items.clear();
  expect(tab.isElsewhere()).toBe(false);
});

it('says nothing in a browser without storage', () => {
  const tab = createFreshStart(undefined, () => () => undefined);
  tab.note();
  expect(tab.isElsewhere()).toBe(false);
});
