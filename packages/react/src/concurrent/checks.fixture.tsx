import { createStore, defineEvent, defineView, type EventType, type Store, type View } from '@refold/core';
import {
  type ComponentType,
  memo,
  type ReactNode,
  startTransition,
  Suspense,
  use,
  useDeferredValue,
  useState,
} from 'react';
import { expect } from 'vitest';
import * as z from 'zod';
import { testHandle } from '../../../core/src/test-handle.fixture.ts';
import { useView } from '../index.ts';
import { mount } from './mount.fixture.tsx';

// The requirements of concurrent rendering for an external store, after the checks of the same name by members of the
// React working group, written anew. Each check runs in StrictMode, on a page of components that render slowly.
export const Bumped: EventType<'bumped', undefined> = defineEvent('bumped');
export const Doubled: EventType<'doubled', undefined> = defineEvent('doubled');
export const Added: EventType<'added', number> = defineEvent('added', z.number());
/** Only another tab appends it. */
const Ticked: EventType<'ticked', undefined> = defineEvent('ticked');
const count: View<{ readonly n: number }, typeof Bumped | typeof Doubled | typeof Added> = defineView('count', {
  initial: { n: 1 },
})
  .on(Bumped, (draft) => void (draft.n += 2))
  .on(Doubled, (draft) => void (draft.n *= 2))
  .on(Added, (draft, { data }) => void (draft.n += data));
const ticks: View<{ readonly n: number }, typeof Ticked> = defineView('ticks', { initial: { n: 0 } }).on(
  Ticked,
  (draft) => void (draft.n += 1),
);
export type CountStore = Store<typeof Bumped | typeof Doubled | typeof Added | typeof Ticked>;

const openCounts = async (): Promise<CountStore> => {
  const store = createStore({ events: [Bumped, Doubled, Added, Ticked], views: [count, ticks] });
  await store.ready;
  return store;
};

/** Brings in an event of another tab that stands before all others. */
export const doubleElsewhere = (store: CountStore): void => void testHandle(store).insertForeign(1, Doubled());

/**
 * Lets another tab append an event in each 40th task. React renders a slow component in one task, so that a transition
 * comes to its end between two events, on a busy machine too. Returns a function that ends it.
 */
function feed(store: CountStore): () => void {
  const { port1, port2 } = new MessageChannel();
  let tasks = 0;
  port1.onmessage = () => {
    if (++tasks % 40 === 0) testHandle(store).insertForeign(1, Ticked());
    port2.postMessage(undefined);
  };
  port2.postMessage(undefined);
  return () => port1.close();
}

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
  /** How many events of another tab the page shows. */
  readonly ticks: () => number;
  /** Resolves when the next counter has rendered, on the screen or not. */
  readonly nextRender: () => Promise<void>;
  readonly end: () => void;
}

export interface PageOptions {
  /** Whether the counters are there from the start. */
  readonly isShown?: boolean;
  /** How they read. */
  readonly kind?: 'plain' | 'deferred';
  /** Whether another tab appends all the time. */
  readonly isFed?: boolean;
}

/** Opens a page of counters. */
export async function openPage(
  Provider: Provider,
  { isShown = true, kind = 'plain', isFed = false }: PageOptions = {},
): Promise<Page> {
  const store = await openCounts();
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
        <Ticks />
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
    ticks: () => Number(place.querySelector('em')!.textContent),
    text: (part) => (part === 'label' ? place.querySelector('button')!.textContent : items().join()),
    nextRender: () => new Promise((resolve) => (tellRender = resolve)),
    end() {
      endFeed();
      observer.disconnect();
      end();
    },
  };
  observer.observe(place, { subtree: true, childList: true, characterData: true });
  await expect.poll(() => items().length).toBe(isShown ? COUNTERS + 1 : 1);
  const endFeed = isFed ? feed(store) : () => undefined;
  return page;
}

const Ticks = () => <em>{useView(ticks, ({ n }) => n)}</em>;
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
export async function fallbackIsSeen(Provider: Provider, isFed: boolean): Promise<boolean> {
  const store = await openCounts();
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
    <>
      <Ticks />
      <Suspense fallback={<i>loading</i>}>
        <Details />
      </Suspense>
    </>,
  );
  // A fallback hides the old content and leaves it in the page.
  const shown = (): string => [...place.querySelectorAll('b')].map((b) => b.textContent).join();
  await expect.poll(shown).toBe('one');
  const endFeed = isFed ? feed(store) : () => undefined;
  let isSeen = false;
  const observer = new MutationObserver(() => (isSeen ||= place.querySelector('i') !== null));
  observer.observe(place, { subtree: true, childList: true });
  startTransition(() => void store.append(Bumped()));
  await expect.poll(() => loads.has(3)).toBe(true);
  load(3).resolve('two');
  await expect.poll(shown).toBe('two');
  endFeed();
  observer.disconnect();
  end();
  return isSeen;
}
