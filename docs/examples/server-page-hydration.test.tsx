// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { prepareServerStore } from '@refold/core';
import { act } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { NoteWritten } from './react-notes.ts';
import { bringToLife, openNotes, Page } from './server-page.tsx';

const event = {
  id: 'evt_01890a5d-ac96-774b-bcce-b302099a8057',
  type: 'note.written',
  timestamp: '2026-05-01T09:00:00.000Z',
  version: 1,
  data: { id: 'a', text: 'From the server' },
};

test('[BOOT-1] a page from a server hydrates unchanged, and then shows the log of the browser', async () => {
  const before = openNotes();
  await before.ready;
  await before.append(NoteWritten({ id: 'b', text: 'From the log' })).until('stored');
  await prepareServerStore(before, [event]);
  const html = renderToString(<Page store={before} events={[event]} />);
  await before.close();
  document.body.innerHTML = `<div id="app">${html}</div><script type="application/json" id="events">${JSON.stringify([event])}</script>`;
  const app = document.getElementById('app')!;
  expect(app.textContent).toContain('From the server');

  const complain = vi.spyOn(console, 'error');
  const seen: string[] = [];
  new MutationObserver(() => void seen.push(app.textContent)).observe(app, { childList: true, subtree: true });
  const { store, root } = await act(async () => {
    const made = bringToLife();
    await made.store.ready;
    return made;
  });
  expect(app.textContent).toBe('From the log Finish');
  expect(seen.filter((words) => words.includes('Opening'))).toEqual([]);
  // Server and page share one process here, so React sees two renderers of one page.
  const complaints = complain.mock.calls.filter(([words]) => !String(words).startsWith('Detected multiple renderers'));
  expect(complaints).toEqual([]);
  act(() => root.unmount());
  await store.destroy();
});
