import { createStore, defineEvent, defineView, type EventType, type Store, type View } from '@refold/core';
import {
  type ComponentType,
  memo,
  type ReactNode,
  Suspense,
  startTransition,
  use,
  useDeferredValue,
  useState,
} from 'react';
import { expect } from 'vitest';
import { useView } from '../index.ts';
import { mount } from './mount.fixture.tsx';

// The requirements of concurrent rendering for an external store, after the checks of the same name by members of the
// React working group, written anew. Each check runs in StrictMode, on a page of components that render slowly.
export const Bumped: EventType<'bumped', undefined> = defineEvent('bumped');
export const Doubled: EventType<'doubled', undefined> = defineEvent('doubled');
const count: View<{ readonly n: number }, typeof Bumped | typeof Doubled> = defineView('count', {
  initial: { n: 1 },
})
  .on(Bumped, (draft) => void (draft.n += 2))
  .on(Doubled, (draft) => void (draft.n *= 2));
export type CountStore = Store<typeof Bumped | typeof Doubled>;
export type Provider = ComponentType<{ readonly store: CountStore; readonly children?: ReactNode }>;

const COUNTERS = 12;
const SLOW_MS = 8;

export interface Page {
  readonly store: CountStore;
  /** The counters' values after each change of the page: one number, or all of them if they differ. */
  readonly seen: string[];
  /** Local state of the page. */
  setLabel: (label: string) => void;
  show: (isShown: boolean) => void;
  /** Acts in a click, as a user does: React renders that before a transition in progress. */
  readonly click: (act: () => void) => void;
  readonly text: (part: 'label' | 'all') => string;
  /** Resolves when the next counter has rendered, on the screen or not. */
  readonly nextRender: () => Promise<void>;
  readonly end: () => void;
}

/** Opens a page of counters. `isShown`: from the start. `kind`: how they read. */
export async function openPage(
  Provider: Provider,
  { isShown = true, kind = 'plain' }: { readonly isShown?: boolean; readonly kind?: 'plain' | 'deferred' } = {},
): Promise<Page> {
  const store = createStore({ events: [Bumped, Doubled], views: [count] });
  await store.ready;
  let tellRender = (): void => undefined;
  let onClick = (): void => undefined;
  const Counter = memo(function Counter({ useCount }: { readonly useCount: () => number }) {
    const n = useCount();
    beSlow(SLOW_MS);
    tellRender();
    return <li>{n}</li>;
  });
  const App = () => {
    const [label, setLabel] = useState('before');
    const [isOpen, show] = useState(isShown);
    Object.assign(page, { setLabel, show });
    const { useCount, Quick } = kinds[kind];
    return (
      <>
        <button onClick={() => onClick()}>{label}</button>
        <ol>
          <Quick />
          {isOpen && Array.from({ length: COUNTERS }, (_, i) => <Counter key={i} useCount={useCount} />)}
        </ol>
      </>
    );
  };
  const { place, end } = mount(Provider, store, <App />);
  const items = (): string[] => [...place.querySelectorAll('li')].map((li) => li.textContent);
  const seen: string[] = [];
  const look = (): void => {
    const state = [...new Set(items())].join('|');
    if (seen.at(-1) !== state) seen.push(state);
  };
  const observer = new MutationObserver(look);
  const page: Page = {
    store,
    seen,
    setLabel: unset,
    show: unset,
    click(act) {
      onClick = act;
      place.querySelector('button')!.click();
    },
    text: (part) => (part === 'label' ? place.querySelector('button')!.textContent : items().join()),
    nextRender: () => new Promise((resolve) => (tellRender = resolve)),
    end() {
      observer.disconnect();
      end();
    },
  };
  observer.observe(place, { subtree: true, childList: true, characterData: true });
  await expect.poll(() => items().length).toBe(isShown ? COUNTERS + 1 : 1);
  return page;
}

const useNumber = (): number => useView(count, (c) => c.n);
/** A component that is always on the page and quick to render. */
const plain = { useCount: useNumber, Quick: () => <li>{useNumber()}</li> };
const useDeferred = (): number => useDeferredValue(useNumber());
const kinds = { plain, deferred: { useCount: useDeferred, Quick: () => <li>{useDeferred()}</li> } };

/** Renders slowly. */
export function beSlow(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const unset = (): never => expect.fail('The page is not there yet.');

/**
 * Waits until React has begun to render slow counters that are not on the screen yet. One counter takes longer than
 * React renders at a time, so a transition is not over then.
 */
export async function begun(page: Page, act: () => void): Promise<void> {
  const isBegun = page.nextRender();
  act();
  await isBegun;
}

export const isTorn = (page: Page): boolean => page.seen.some((state) => state.includes('|'));

/** The final text of the page. */
export async function settled(page: Page, n: number): Promise<string> {
  const all = Array.from({ length: COUNTERS + 1 }, () => n).join();
  await expect.poll(() => page.text('all')).toBe(all);
  return all;
}

/** Suspends on data for the count; returns whether the fallback was ever visible. */
export async function fallbackIsSeen(Provider: Provider): Promise<boolean> {
  const store = createStore({ events: [Bumped, Doubled], views: [count] });
  await store.ready;
  const loads = new Map<number, { readonly promise: Promise<string>; readonly resolve: (text: string) => void }>();
  const load = (n: number) => {
    let entry = loads.get(n);
    if (entry === undefined) {
      let resolve: (text: string) => void = unset;
      const promise = new Promise<string>((done) => (resolve = done));
      loads.set(n, (entry = { promise, resolve }));
    }
    return entry;
  };
  const Details = () => <b>{use(load(useNumber()).promise)}</b>;
  load(1).resolve('one');
  const { place, end } = mount(
    Provider,
    store,
    <Suspense fallback={<i>loading</i>}>
      <Details />
    </Suspense>,
  );
  const shown = (): string => place.textContent;
  await expect.poll(shown).toBe('one');
  let isSeen = false;
  const observer = new MutationObserver(() => (isSeen ||= place.querySelector('i') !== null));
  observer.observe(place, { subtree: true, childList: true });
  startTransition(() => void store.append(Bumped()));
  await expect.poll(() => loads.has(3)).toBe(true);
  load(3).resolve('two');
  // A fallback hides the old content and leaves it in the page.
  await expect.poll(() => [...place.querySelectorAll('b')].map((b) => b.textContent).join()).toBe('two');
  observer.disconnect();
  end();
  return isSeen;
}
