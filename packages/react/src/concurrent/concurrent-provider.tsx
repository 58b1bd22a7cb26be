'use client';
import type { AnyStore, GivenEvent } from '@refold/core';
import { type StoreState, storeStates, type StoreUpdate } from '@refold/core/binding';
import { type ReactNode, useContext, useMemo, useReducer, useState } from 'react';
import { BindingsContext } from '../bindings.ts';
import type { ProviderProps } from '../store-provider.tsx';
import { useLayout } from '../use-layout.ts';
import { useReady } from '../use-ready.ts';
import { bindConcurrently, type ConcurrentBinding } from './concurrent-binding.ts';
import { useProbe } from './state-context.ts';

/**
 * Like `StoreProvider`, for apps that update in transitions. Commands and appends inside `startTransition` render as a
 * transition: React can interrupt it, shows no Suspense fallback, and leaves it out of urgent renders meanwhile. All
 * components show the same state in each render. The store itself is always current: `store.get`, commands, receipts
 * and the status ignore transitions.
 *
 * @example
 * startTransition(() => run({ filter })); // the list may render slowly; typing continues
 */
export function ConcurrentProvider({ store, children, serverEvents }: ProviderProps): ReactNode {
  useReady(store, serverEvents);
  const [given] = useState(serverEvents);
  const above = useContext(BindingsContext);
  const [shown, dispatch] = useReducer(reduce, undefined, () => begin(store, given));
  // The store changed: React renders this component again at once, before its children.
  if (shown.binding.store !== store) dispatch({ shown: begin(store, given) });
  const { binding, state } = shown;
  const bindings = useMemo(() => [binding, ...above], [binding, above]);
  // Runs first, so that `connect` knows the state on the screen.
  useLayout(() => binding.readers.shown(state), [binding, state]);
  useLayout(
    () =>
      binding.readers.connect(
        (updates) => dispatch({ binding, updates }),
        (now) => dispatch({ shown: { binding, state: now } }),
      ),
    [binding],
  );
  const { Provider } = binding.context.context;
  return (
    <BindingsContext.Provider value={bindings}>
      <Provider value={state}>
        <Probe binding={binding} />
        {children}
      </Provider>
    </BindingsContext.Provider>
  );
}

function Probe({ binding }: { readonly binding: ConcurrentBinding }): null {
  useProbe(binding.context);
  return null;
}

interface Shown {
  readonly binding: ConcurrentBinding;
  readonly state: StoreState;
}

type Action =
  | { readonly shown: Shown }
  | { readonly binding: ConcurrentBinding; readonly updates: readonly StoreUpdate[] };

const begin = (store: AnyStore, serverEvents: readonly GivenEvent[] | undefined): Shown => ({
  binding: bindConcurrently(store, serverEvents),
  state: storeStates(store).now,
});

/** React applies updates in the order in which it renders them, and again if it puts others first. */
function reduce(before: Shown, action: Action): Shown {
  if ('shown' in action) return action.shown;
  const { binding } = before;
  if (action.binding !== binding) return before;
  const state = action.updates.reduce((from, update) => binding.states.after(from, update), before.state);
  return state === before.state ? before : { binding, state };
}
