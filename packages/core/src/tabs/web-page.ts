import type { PageListener } from './platform.ts';

/** Listens to the events of the page. Returns a function that ends it. */
export function watchPage(listener: PageListener): () => void {
  let isAway = false;
  const leave = (): void => {
    // A page that goes into the back/forward cache is put away first and frozen afterwards.
    if (!isAway) listener.leave();
    isAway = true;
  };
  const back = (): void => {
    if (isAway) listener.return();
    isAway = false;
  };
  const handlers: Readonly<Record<string, () => void>> = {
    pagehide: leave,
    freeze: leave,
    resume: back,
    pageshow: back,
    visibilitychange: () => listener.visibility(isPageVisible()),
    focus: () => listener.focus(),
  };
  for (const [event, handler] of Object.entries(handlers)) window.addEventListener(event, handler, CAPTURE);
  return () => {
    for (const [event, handler] of Object.entries(handlers)) window.removeEventListener(event, handler, CAPTURE);
  };
}

/** Some of these events are sent to the document, and not all of them bubble. */
const CAPTURE = { capture: true };

export const isPageVisible = (): boolean => document.visibilityState === 'visible';
