// @vitest-environment happy-dom
import { createStore, defineCommand, defineEvent, defineView } from '@refold/core';
import { act, cleanup, render } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useCommand, useUndo, useView } from './index.ts';

const Titled = defineEvent('note.titled', z.object({ title: z.string() }));
const note = defineView('note', { initial: { title: '' } }).on(Titled, (draft, e) => void (draft.title = e.data.title));
const title = defineCommand('note.title', {
  input: z.object({ title: z.string() }),
  label: () => 'Title',
  scope: 'note',
  coalesce: () => 'title',
  decide: (input) => Titled(input),
});

afterEach(cleanup);

describe.each([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  async function openPage() {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const store = createStore({ events: [Titled], views: [note], commands: [title], env: { now: () => now } });
    await store.ready;
    const renders: ReturnType<typeof useUndo>[] = [];
    const seen = (undo: ReturnType<typeof useUndo>): void => void renders.push(undo);
    const Page = () => {
      const all = useUndo();
      const other = useUndo({ scope: 'other' });
      const [run] = useCommand(title);
      seen(all);
      return (
        <form>
          <input readOnly value={useView(note, (n) => n.title)} onClick={(e) => run({ title: e.currentTarget.name })} />
          <button type="button" id="undo" disabled={!all.canUndo} onClick={() => all.undo()}>
            {all.undoLabel}
          </button>
          <button type="button" id="redo" disabled={!all.canRedo} onClick={() => all.redo()}>
            {all.redoLabel}
          </button>
          <i>{String(other.canUndo)}</i>
        </form>
      );
    };
    const page = (
      <StrictMode>
        <Provider store={store}>
          <Page />
        </Provider>
      </StrictMode>
    );
    const { container, rerender, unmount } = render(page);
    const input = container.querySelector('input')!;
    const type = (text: string, afterMs: number): void => {
      now += afterMs;
      input.name = text;
      act(() => input.click());
    };
    const click = (id: 'undo' | 'redo'): void => act(() => container.querySelector<HTMLElement>(`#${id}`)!.click());
    const state = () => [
      input.value,
      ...[...container.querySelectorAll('button')].map((b) => (b.disabled ? '-' : b.textContent)),
    ];
    return { store, renders, rerender: () => rerender(page), unmount, type, click, state, container };
  }

  test('[BIND-1] useUndo: quick typing is undone as one step, with its label', async () => {
    const { type, click, state, container } = await openPage();
    expect(state()).toEqual(['', '-', '-']);
    type('a', 0);
    type('ab', 100);
    type('abc', 1_000);
    expect(state()).toEqual(['abc', 'Title', '-']);
    click('undo');
    expect(state()).toEqual(['ab', 'Title', 'Title']);
    click('undo');
    expect(state()).toEqual(['', '-', 'Title']);
    click('redo');
    expect(state()).toEqual(['ab', 'Title', 'Title']);
    type('new', 1_000);
    expect([...state(), container.querySelector('i')!.textContent]).toEqual(['new', 'Title', '-', 'false']);
  });

  test('[BIND-1] undo and redo keep their identity, the state is identical until it changes, and unmounting leaves nothing', async () => {
    const { store, renders, rerender, type, unmount } = await openPage();
    const first = renders.at(-1)!;
    rerender();
    expect(renders.at(-1)).toBe(first);
    type('a', 0);
    expect(renders.at(-1)).toMatchObject({ canUndo: true, undo: first.undo, redo: first.redo });
    unmount();
    const error = vi.spyOn(console, 'error');
    store.run(title, { title: 'b' });
    expect(error).not.toHaveBeenCalled();
  });
});
