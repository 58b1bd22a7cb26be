import { type AnyStore, createStore, type GivenEvent, prepareServerStore } from '@refold/core';
import { dexieLog } from '@refold/core/dexie';
import { StoreProvider } from '@refold/react';
import type { Writable } from 'node:stream';
import { Suspense } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { Notes } from './react-guide.tsx';
import { notebook } from './react-notes.ts';

export const openNotes = () => createStore({ ...notebook, log: dexieLog('notes') });

interface PageProps {
  readonly store: AnyStore;
  readonly events?: readonly GivenEvent[] | undefined;
}
export function Page({ store, events }: PageProps) {
  return (
    <Suspense fallback={<p>Opening…</p>}>
      <StoreProvider store={store} serverEvents={events}>
        <Notes />
      </StoreProvider>
    </Suspense>
  );
}

/** On the server. */
export async function renderPage(events: readonly GivenEvent[]): Promise<string> {
  const store = openNotes();
  await prepareServerStore(store, events);
  const html = renderToString(<Page store={store} events={events} />);
  // The first "</script>" ends a script, even within a string, so the text must not contain "<".
  const json = JSON.stringify(events).replaceAll('<', String.raw`\u003c`);
  return `<div id="app">${html}</div><script type="application/json" id="events">${json}</script>`;
}

/** In the browser. */
export function bringToLife() {
  const events = JSON.parse(document.getElementById('events')!.textContent) as readonly GivenEvent[];
  const store = openNotes();
  const root = hydrateRoot(document.getElementById('app')!, <Page store={store} events={events} />);
  return { store, root };
}

export function streamPage(to: Writable): void {
  const { pipe } = renderToPipeableStream(<Page store={openNotes()} />, { onShellReady: () => void pipe(to) });
}
