// @vitest-environment happy-dom
import { type AnyStore, createStore, defineCommand, defineEvent, defineView } from '@refold/core';
import { rejectCommit } from '@refold/core/undo';
import { act, cleanup, render } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { ConcurrentProvider } from './concurrent/index.ts';
import { StoreProvider, useCommand, useRejected, useView } from './index.ts';

const Titled = defineEvent('note.titled', z.object({ title: z.string() }));
const note = defineView('note', { initial: { title: '' } }).on(Titled, (draft, e) => void (draft.title = e.data.title));
const title = defineCommand('note.title', {
  input: z.object({ title: z.string() }),
  label: (input) => input.title,
  scope: 'note',
  decide: (input) => Titled(input),
});

afterEach(cleanup);

describe.each([
  { name: 'StoreProvider', Provider: StoreProvider },
  { name: 'ConcurrentProvider', Provider: ConcurrentProvider },
])('$name', ({ Provider }) => {
  async function openPage() {
    const store = createStore({ events: [Titled], views: [note], commands: [title] });
    await store.ready;
    const other: AnyStore = createStore({ events: [], views: [] });
    await other.ready;
    const renders: ReturnType<typeof useRejected>[] = [];
    const seen = (rejected: ReturnType<typeof useRejected>): void => void renders.push(rejected);
    const Page = () => {
      const rejected = useRejected({ store });
      const elsewhere = [...useRejected({ store, scope: 'elsewhere' }), ...useRejected()];
      const [run, { stage }] = useCommand(title);
      seen(rejected);
      return (
        <form>
          <input readOnly value={useView(note, (n) => n.title)} onClick={(e) => run({ title: e.currentTarget.name })} />
          {rejected.map(({ id, code, label, retry, dismiss }) => (
            <p key={id}>
              {`${label} ${code} `}
              <button type="button" aria-label="Try again" onClick={retry} />
              <button type="button" aria-label="Leave it" onClick={dismiss} />
            </p>
          ))}
          <i>{stage}</i>
          <b>{elsewhere.length}</b>
        </form>
      );
    };
    const page = (
      <StrictMode>
        <Provider store={store}>
          <Provider store={other}>
            <Page />
          </Provider>
        </Provider>
      </StrictMode>
    );
    const { container, rerender, unmount } = render(page);
    const input = container.querySelector('input')!;
    const ids: string[] = [];
    store.events$.subscribe(({ id }) => ids.push(id));
    const type = (text: string): void => {
      input.name = text;
      act(() => input.click());
    };
    /** Rejects the last commit, as a server does. */
    const refuse = (code: string): void => act(() => void rejectCommit(store, ids.slice(-1), { code }));
    const click = (index: number): void => act(() => container.querySelectorAll('button')[index]!.click());
    const state = () => [input.value, ...Array.from(container.querySelectorAll('p, i'), (p) => p.textContent)];
    return { store, container, renders, rerender: () => rerender(page), unmount, type, refuse, click, state };
  }

  test('[BIND-1] [SYNC-4] useRejected: a rejected change leaves the screen, and can be retried or dismissed', async () => {
    const { type, refuse, click, state, container } = await openPage();
    type('a');
    expect(state()).toEqual(['a', 'memory']);
    refuse('no');
    expect(state()).toEqual(['', 'a no ', 'rejected']);
    type('b');
    refuse('never');
    expect([...state(), container.querySelector('b')!.textContent]).toEqual(['', 'a no ', 'b never ', 'rejected', '0']);
    click(0);
    expect(state()).toEqual(['a', 'b never ', 'rejected']);
    click(1);
    expect(state()).toEqual(['a', 'rejected']);
  });

  test('[BIND-1] the list and its items are identical until they change, and unmounting leaves nothing', async () => {
    const { store, renders, rerender, type, refuse, unmount } = await openPage();
    const none = renders.at(-1)!;
    type('a');
    rerender();
    expect(renders.at(-1)).toBe(none);
    refuse('no');
    const one = renders.at(-1)!;
    type('b');
    expect(renders.at(-1)).toBe(one);
    refuse('no');
    expect(renders.at(-1)!.length).toBe(2);
    expect(renders.at(-1)![0]).toBe(one[0]);
    unmount();
    const error = vi.spyOn(console, 'error');
    one[0]!.dismiss();
    store.run(title, { title: 'c' });
    expect(error).not.toHaveBeenCalled();
  });
});
