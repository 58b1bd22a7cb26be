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
 * As `StoreProvider`, for apps that update in transitions. What is run or appended inside `startTransition` is rendered as a
 * transition: it can be interrupted, shows no fallback of Suspense, and is not seen in what is rendered urgently meanwhile.
 * All components show one and the same moment of the read models in each render. The store itself is always the newest:
 * `store.get`, commands, receipts and the status know of no transitions.
 *
 * @example
 * startTransition(() => run({ filter })); // the list may take its time; typing goes on
 */
export function ConcurrentProvider({ store, children, serverEvents }: ProviderProps): ReactNode {
  useReady(store);
  const [given] = useState(serverEvents);
  const above = useContext(BindingsContext);
  const [shown, dispatch] = useReducer(reduce, undefined, () => begin(store, given));
  // Another store: React renders this again at once, before anything below.
  if (shown.binding.store !== store) dispatch({ shown: begin(store, given) });
  const { binding, state } = shown;
  const bindings = useMemo(() => [binding, ...above], [binding, above]);
  // First, so that connecting knows what is on the screen.
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

/** React takes steps in the order it renders them in, and takes them again when it has put others before them. */
function reduce(before: Shown, action: Action): Shown {
  if ('shown' in action) return action.shown;
  const { binding } = before;
  if (action.binding !== binding) return before;
  const state = action.updates.reduce((from, update) => binding.states.after(from, update), before.state);
  return state === before.state ? before : { binding, state };
}
