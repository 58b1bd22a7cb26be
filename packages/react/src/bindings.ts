'use client';
import {
  type AnyCommand,
  type AnyEvent,
  type AnyStore,
  type GivenEvent,
  type Readable,
  serverStore,
} from '@refold/core';
import { type Context, createContext, useContext } from 'react';

/** What the hooks get from a provider: its store, and functions that read it. */
export interface Binding {
  readonly store: AnyStore;
  /** The store as the server has it: for server rendering, and for the first render of a page from a server. */
  readonly server: AnyStore;
  /** Reads the value of a readable, or `select` of it. */
  useRead<R, T>(read: Readable<R>, select?: (value: R) => T, isEqual?: (a: T, b: T) => boolean): T;
  /**
   * Reads something outside the read models that changes. `subscribe` stays identical while it concerns the same
   * source. `readOnServer` reads the value for server rendering, and for the first render of a page from a server.
   * Default: `read`.
   */
  useOutside<T>(subscribe: (listener: () => void) => () => void, read: () => T, readOnServer?: () => T): T;
}

/** The two stores of a binding. The server's store is created on first use. */
export function storesOf(
  store: AnyStore,
  serverEvents: readonly GivenEvent[] | undefined,
): Pick<Binding, 'store' | 'server'> {
  let server: AnyStore | undefined;
  return {
    store,
    get server() {
      return (server ??= serverStore(store, serverEvents));
    },
  };
}

/** A definition that a store lists. */
export type Definition = Readable | AnyCommand | AnyEvent;

/** Options of the hooks that take no definition. */
export interface HookOptions {
  /** The store to use, which must have a provider above. Default: the store of the nearest provider. */
  readonly store?: AnyStore | undefined;
}

/** The bindings above a component, nearest first. */
export const BindingsContext: Context<readonly Binding[]> = createContext<readonly Binding[]>([]);

/**
 * Returns the store of the nearest provider, or the nearest store that lists a definition: a view, a collection, a
 * query, a command or an event. Throws if there is none. The store keeps its identity, so it may be a dependency of an
 * effect.
 *
 * @example
 * const store = useStore();
 * useEffect(() => subscribeToServer((events) => store.import(events)), [store]);
 */
export function useStore(definition?: Definition): AnyStore {
  const bindings = useBindings();
  return (definition === undefined ? bindings[0]! : listing(bindings, definition)).store;
}

/** The nearest binding whose store lists the definition. */
export function useBindingOf(definition: Definition): Binding {
  return listing(useBindings(), definition);
}

/** The binding of the chosen store, or the nearest. */
export function useChosenBinding({ store }: HookOptions): Binding {
  const bindings = useBindings();
  const binding = store === undefined ? bindings[0] : bindings.find((above) => above.store === store);
  if (binding !== undefined) return binding;
  throw new Error('This store has no provider here. Put <StoreProvider store={store}> above this component.');
}

/** The bindings above this component: at least one. */
function useBindings(): readonly Binding[] {
  const bindings = useContext(BindingsContext);
  if (bindings.length > 0) return bindings;
  throw new Error('There is no store here. Put <StoreProvider store={store}> above this component.');
}

function listing(bindings: readonly Binding[], definition: Definition): Binding {
  const binding = bindings.find(({ store }) => store.lists(definition));
  if (binding !== undefined) return binding;
  throw new Error(
    `No store above this component lists "${nameOf(definition)}". ` +
      'Add it to the events, views or commands of createStore.',
  );
}

const nameOf = (definition: Definition): string => ('type' in definition ? definition.type : definition.name);
